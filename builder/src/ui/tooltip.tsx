import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'
import { Keys } from './kbd.tsx'

interface TooltipProps {
  label: ReactNode
  /** A key combination shown beside the label, such as `mod+k`. */
  keys?: string
  side?: 'top' | 'bottom' | 'left' | 'right'
  /** The element that the tooltip describes; it must take a ref and the usual props. */
  render: ReactElement<Record<string, unknown>>
}

/** A short description on hover or focus. Never the only place of a fact. */
export function Tooltip({ label, keys, side = 'top', render }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={render} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={7} className="z-60">
          <Base.Popup className="flex max-w-72 items-center gap-2 rounded-sm bg-ink px-2.5 py-1.5 text-xs font-medium text-surface shadow-float calm transition-[opacity,transform] data-[ending-style]:opacity-0 data-[starting-style]:scale-97 data-[starting-style]:opacity-0">
            {label}
            {keys ? <Keys combo={keys} inverse /> : null}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

/** Shares the delay between all tooltips of the page. */
export const TooltipProvider = Base.Provider
