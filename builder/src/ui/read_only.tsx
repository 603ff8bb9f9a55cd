import { createContext, use, type ReactNode } from 'react'
import { cn } from './cn.ts'

const ReadOnly = createContext(false)

/** Whether what stands around says that nothing may be changed here. */
export function useReadOnly(): boolean {
  return use(ReadOnly)
}

interface FieldsProps {
  readOnly: boolean
  className?: string
  children: ReactNode
}

/** Fields that are read where they may not be changed. Native ones follow the fieldset, our own ones the context. */
export function Fields({ readOnly, className, children }: FieldsProps) {
  return (
    <ReadOnly value={readOnly}>
      <fieldset disabled={readOnly} className={cn('min-w-0', className)}>
        {children}
      </fieldset>
    </ReadOnly>
  )
}
