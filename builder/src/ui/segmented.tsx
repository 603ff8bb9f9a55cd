import { ToggleGroup } from '@base-ui/react/toggle-group'
import { Toggle } from '@base-ui/react/toggle'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'

/** Base UI takes an empty value for none, so "no filter" needs a name. */
function keyOf(value: string): string {
  return value === '' ? 'none-chosen' : value
}

interface SegmentedProps<T extends string> {
  value: T
  onChange: (value: T) => void
  options: readonly { value: T; label: ReactNode; ariaLabel?: string }[]
  label: string
  size?: 'sm' | 'md'
  className?: string
}

/** One choice out of two to five, all in sight. */
export function Segmented<T extends string>({
  value,
  onChange,
  options,
  label,
  size = 'md',
  className,
}: SegmentedProps<T>) {
  return (
    <ToggleGroup
      aria-label={label}
      value={[keyOf(value)]}
      onValueChange={(next: string[]) => {
        const chosen = options.find((option) => keyOf(option.value) === next[0])
        if (chosen) onChange(chosen.value)
      }}
      className={cn(
        'inline-flex max-w-full gap-0.5 overflow-x-auto rounded-md border border-line bg-sunken p-0.5 [scrollbar-width:none]',
        className,
      )}
    >
      {options.map((option) => (
        <Toggle
          key={option.value}
          value={keyOf(option.value)}
          aria-label={option.ariaLabel}
          className={cn(
            'flex shrink-0 items-center gap-1.5 rounded-sm font-medium text-ink-soft calm transition-colors hover:text-ink data-[pressed]:bg-raised data-[pressed]:text-ink data-[pressed]:shadow-card data-[pressed]:ring-1 data-[pressed]:ring-line [&_svg]:size-4',
            size === 'sm' ? 'h-6.5 px-2 text-sm' : 'h-7.5 px-3 text-sm',
          )}
        >
          {option.label}
        </Toggle>
      ))}
    </ToggleGroup>
  )
}
