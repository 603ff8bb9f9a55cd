import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { cn } from './cn.ts'
import { Keys } from './kbd.tsx'
import { popupLook } from './popup_look.ts'
import { optionLook } from './select.tsx'

export interface MenuAction {
  label: string
  onSelect: () => void
  icon?: ReactNode
  hint?: ReactNode
  keys?: string
  danger?: boolean
  disabled?: boolean
  /** Shows a tick. */
  checked?: boolean
}

export interface MenuSection {
  title?: string
  items: readonly MenuAction[]
}

interface MenuProps {
  trigger: ReactElement<Record<string, unknown>>
  /** Actions, or sections of actions with a line between them. */
  sections: readonly MenuSection[]
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'bottom' | 'left' | 'right'
  className?: string
}

/** A list of actions that opens from a button. */
export function Menu({ trigger, sections, align = 'end', side = 'bottom', className }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={6} collisionPadding={8} className="z-55">
          <Base.Popup className={cn(popupLook, 'min-w-48 overflow-y-auto p-1', className)}>
            {sections.map((section, index) => (
              <Base.Group key={section.title ?? index}>
                {index > 0 ? <Base.Separator className="mx-1 my-1 h-px bg-line" /> : null}
                {section.title ? (
                  <Base.GroupLabel className="px-2.5 pt-1.5 pb-1 text-xs font-medium text-ink-faint">
                    {section.title}
                  </Base.GroupLabel>
                ) : null}
                {section.items.map((item) => (
                  <MenuRow key={item.label} item={item} />
                ))}
              </Base.Group>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function MenuRow({ item }: { item: MenuAction }) {
  return (
    <Base.Item
      disabled={item.disabled}
      onClick={item.onSelect}
      className={cn(optionLook, '[&_svg]:size-4', item.danger && 'text-bad-ink data-[highlighted]:bg-bad-soft')}
    >
      <span className="flex min-w-0 items-center gap-2.5">
        {item.icon}
        <span className="min-w-0">
          {item.label}
          {item.hint ? <span className="block text-xs text-ink-faint">{item.hint}</span> : null}
        </span>
      </span>
      {item.checked ? <Check className="text-rose-ink" /> : null}
      {item.keys ? <Keys combo={item.keys} /> : null}
    </Base.Item>
  )
}
