import { Checkbox as Base } from '@base-ui/react/checkbox'
import { Check, Minus } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import { cn } from './cn.ts'

interface CheckboxProps {
  checked: boolean
  onChange: (checked: boolean) => void
  label: ReactNode
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean
  hint?: ReactNode
  indeterminate?: boolean
  disabled?: boolean
  className?: string
}

/** A box to tick, with its label. */
export function Checkbox({
  checked,
  onChange,
  label,
  hideLabel,
  hint,
  indeterminate,
  disabled,
  className,
}: CheckboxProps) {
  const id = useId()
  return (
    <div className={cn('flex items-start gap-2.5', className)}>
      <Base.Root
        checked={checked}
        indeterminate={indeterminate}
        disabled={disabled}
        onCheckedChange={onChange}
        aria-labelledby={id}
        className="relative mt-px grid size-4.5 shrink-0 cursor-pointer place-items-center rounded-xs border border-control bg-raised calm transition-colors after:absolute after:-inset-2 data-[checked]:border-rose data-[checked]:bg-rose data-[indeterminate]:border-rose data-[indeterminate]:bg-rose"
      >
        <Base.Indicator className="text-on-rose">
          {indeterminate ? (
            <Minus className="size-3.5" strokeWidth={3} />
          ) : (
            <Check className="size-3.5" strokeWidth={3} />
          )}
        </Base.Indicator>
      </Base.Root>
      <span id={id} className={cn('text-base text-ink', hideLabel && 'sr-only')}>
        {label}
        {hint ? <span className="mt-0.5 block text-sm text-ink-faint">{hint}</span> : null}
      </span>
    </div>
  )
}
