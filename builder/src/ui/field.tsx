import { Field as Base } from '@base-ui/react/field'
import { useId, type ReactNode } from 'react'
import { cn } from './cn.ts'

interface FieldProps {
  label: ReactNode
  children: ReactNode
  hint?: ReactNode
  /** What is wrong and what to do; shown instead of the hint and announced. */
  error?: string | null
  required?: boolean
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean
  /** Something at the right end of the label's line. */
  aside?: ReactNode
  className?: string
}

/** Label, control, hint and error of one form field; the control inside is named and described by it. */
export function Field({ label, children, hint, error, required, hideLabel, aside, className }: FieldProps) {
  return (
    <Base.Root invalid={Boolean(error)} className={cn('flex min-w-0 flex-col gap-1.5', className)}>
      <div className={cn('flex items-center justify-between gap-2', hideLabel && !aside && 'sr-only')}>
        <Base.Label className={cn('text-sm font-medium text-ink', hideLabel && 'sr-only')}>
          {label}
          {required ? (
            <span aria-hidden className="ml-0.5 text-rose-ink">
              *
            </span>
          ) : null}
        </Base.Label>
        {aside}
      </div>
      {children}
      {error ? (
        <Base.Error match className="text-sm text-bad-ink" role="alert">
          {error}
        </Base.Error>
      ) : null}
      {hint && !error ? <Base.Description className="text-sm text-ink-faint">{hint}</Base.Description> : null}
    </Base.Root>
  )
}

type FieldGroupProps = Pick<FieldProps, 'label' | 'children' | 'hint' | 'error' | 'required'>

/** Label, hint and error of several controls, each with a name of its own; the group is named and described by them. */
export function FieldGroup({ label, children, hint, error, required }: FieldGroupProps) {
  const id = useId()
  const about = error || hint ? `${id}-about` : undefined
  return (
    <div role="group" aria-labelledby={id} aria-describedby={about} className="flex min-w-0 flex-col gap-1.5">
      <span id={id} className="text-sm font-medium text-ink">
        {label}
        {required ? (
          <span aria-hidden className="ml-0.5 text-rose-ink">
            *
          </span>
        ) : null}
      </span>
      {children}
      {error ? (
        <p id={about} role="alert" className="text-sm text-bad-ink">
          {error}
        </p>
      ) : null}
      {hint && !error ? (
        <p id={about} className="text-sm text-ink-faint">
          {hint}
        </p>
      ) : null}
    </div>
  )
}
