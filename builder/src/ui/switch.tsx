import { Switch as Base } from '@base-ui/react/switch'
import { useId, type ReactNode } from 'react'
import { cn } from './cn.ts'
import { useReadOnly } from './read_only.tsx'

interface SwitchProps {
  checked: boolean
  onChange: (checked: boolean) => void
  label: ReactNode
  hint?: ReactNode
  hideLabel?: boolean
  disabled?: boolean
  className?: string
}

/** Turns one thing on or off at once. */
export function Switch({ checked, onChange, label, hint, hideLabel, disabled, className }: SwitchProps) {
  const id = useId()
  const readOnly = useReadOnly()
  return (
    <div className={cn('flex items-start justify-between gap-4', className)}>
      <span id={id} className={cn('text-base font-medium text-ink', hideLabel && 'sr-only')}>
        {label}
        {hint ? <span className="mt-0.5 block text-sm font-normal text-ink-faint">{hint}</span> : null}
      </span>
      <Base.Root
        checked={checked}
        disabled={disabled || readOnly}
        onCheckedChange={onChange}
        aria-labelledby={id}
        className="relative h-5.5 w-9.5 shrink-0 cursor-pointer rounded-full bg-control p-0.5 calm transition-colors after:absolute after:-inset-1.5 data-[checked]:bg-rose data-[disabled]:cursor-default data-[disabled]:opacity-50"
      >
        <Base.Thumb className="block size-4.5 rounded-full bg-white shadow-card calm transition-transform data-[checked]:translate-x-4" />
      </Base.Root>
    </div>
  )
}
