import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'

export interface TabItem<T extends string> {
  value: T
  label: ReactNode
  count?: number
  panel?: ReactNode
}

interface TabsProps<T extends string> {
  value: T
  onChange: (value: T) => void
  items: readonly TabItem<T>[]
  label: string
  className?: string
  panelClassName?: string
}

/** Tabs with an underline; without `panel`s they only switch, and the caller shows the content. */
export function Tabs<T extends string>({ value, onChange, items, label, className, panelClassName }: TabsProps<T>) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next: T) => onChange(next)}
      className={cn('flex min-h-0 min-w-0 flex-col', className)}
    >
      <Base.List
        aria-label={label}
        className="relative flex gap-1 overflow-x-auto border-b border-line [scrollbar-width:none]"
      >
        {items.map((item) => (
          <Base.Tab
            key={item.value}
            value={item.value}
            className="flex h-9 shrink-0 items-center gap-1.5 rounded-t-sm px-2.5 text-base font-medium text-ink-soft outline-offset-[-2px] calm transition-colors hover:text-ink data-[active]:text-rose-ink"
          >
            {item.label}
            {item.count === undefined ? null : (
              <span className="nums rounded-full bg-hover px-1.5 text-xs text-ink-soft">{item.count}</span>
            )}
          </Base.Tab>
        ))}
        <Base.Indicator className="absolute bottom-0 left-0 h-0.5 w-[var(--active-tab-width)] translate-x-[var(--active-tab-left)] rounded-full bg-rose calm transition-[translate,width]" />
      </Base.List>
      {items.map((item) =>
        item.panel === undefined ? null : (
          <Base.Panel
            key={item.value}
            value={item.value}
            className={cn('min-h-0 flex-1 outline-offset-[-2px]', panelClassName)}
          >
            {item.panel}
          </Base.Panel>
        ),
      )}
    </Base.Root>
  )
}
