import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'
import { cn } from './cn.ts'
import { popupLook } from './popup_look.ts'

interface PopoverProps {
  /** The element that opens it; it must take a ref and the usual props. */
  trigger: ReactElement<Record<string, unknown>>
  children: ReactNode
  title?: string
  side?: 'top' | 'bottom' | 'left' | 'right'
  align?: 'start' | 'center' | 'end'
  open?: boolean
  onOpenChange?: (open: boolean) => void
  className?: string
}

/** A small panel beside the control that opened it. */
export function Popover({
  trigger,
  children,
  title,
  side = 'bottom',
  align = 'start',
  open,
  onOpenChange,
  className,
}: PopoverProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={6} collisionPadding={8} className="z-55">
          <Base.Popup
            className={cn(popupLook, 'max-h-[min(36rem,var(--available-height))] overflow-y-auto p-4', className)}
          >
            {title ? <Base.Title className="mb-2 text-base font-semibold">{title}</Base.Title> : null}
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
