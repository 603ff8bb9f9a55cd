import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'
import { controlLook } from './input.tsx'
import { popupLook } from './popup_look.ts'

export interface SelectOption<T extends string> {
  value: T
  label: string
  hint?: ReactNode
  icon?: ReactNode
  disabled?: boolean
}

interface SelectProps<T extends string> {
  value: T | null
  onChange: (value: T) => void
  options: readonly SelectOption<T>[]
  /** Accessible name where no `Field` gives one. */
  label?: string
  placeholder?: string
  disabled?: boolean
  size?: 'sm' | 'md'
  className?: string
}

/** Chooses one of a few options. For many, or for a search on the server, use `Combobox`. */
export function Select<T extends string>(props: SelectProps<T>) {
  const { value, onChange, options, label, placeholder = 'Choose…', disabled, size = 'md', className } = props
  const chosen = options.find((option) => option.value === value)
  return (
    <Base.Root<T>
      value={value}
      onValueChange={(next) => {
        if (next !== null) onChange(next)
      }}
      disabled={disabled}
      items={options.map((option) => ({ value: option.value, label: option.label }))}
    >
      <Base.Trigger
        aria-label={label}
        data-slot="select"
        className={cn(
          controlLook,
          'flex items-center justify-between gap-2 text-left data-[popup-open]:border-rose',
          size === 'sm' ? 'h-7.5 px-2.5 text-sm' : 'h-9',
          className,
        )}
      >
        <span className={cn('flex min-w-0 items-center gap-2 truncate [&_svg]:size-4', !chosen && 'text-ink-faint')}>
          {chosen?.icon}
          <span className="truncate">{chosen?.label ?? placeholder}</span>
        </span>
        <Base.Icon className="text-ink-faint">
          <ChevronsUpDown className="size-3.5" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={6} alignItemWithTrigger={false} className="z-55">
          <Base.Popup className={cn(popupLook, 'min-w-[var(--anchor-width)] overflow-y-auto p-1')}>
            {options.map((option) => (
              <Base.Item key={option.value} value={option.value} disabled={option.disabled} className={optionLook}>
                <span className="flex min-w-0 flex-1 items-center gap-2 [&_svg]:size-4">
                  {option.icon}
                  <span className="min-w-0">
                    <Base.ItemText>{option.label}</Base.ItemText>
                    {option.hint ? <span className="block text-xs text-ink-faint">{option.hint}</span> : null}
                  </span>
                </span>
                <Base.ItemIndicator>
                  <Check className="size-4 text-rose-ink" />
                </Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

/** The look of one row in a list of options. */
export const optionLook =
  'flex min-h-8 items-center justify-between gap-3 rounded-sm px-2.5 py-1.5 text-base text-ink outline-none data-[highlighted]:bg-hover data-[disabled]:opacity-45'
