import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'
import { scrimLook } from './dialog.tsx'
import { IconButton } from './icon_button.tsx'

interface DrawerProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  description?: ReactNode
  children: ReactNode
  footer?: ReactNode
  side?: 'left' | 'right'
  /** Hides the title bar; the title stays for screen readers. */
  bare?: boolean
  className?: string
}

/** A modal panel at the side of the page. */
export function Drawer({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  side = 'right',
  bare,
  className,
}: DrawerProps) {
  const away =
    side === 'right'
      ? 'data-[ending-style]:translate-x-full data-[starting-style]:translate-x-full'
      : 'data-[ending-style]:-translate-x-full data-[starting-style]:-translate-x-full'
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={scrimLook} />
        <Base.Popup
          className={cn(
            'fixed inset-y-0 z-50 flex w-full max-w-md flex-col bg-surface shadow-overlay outline-none calm transition-transform',
            side === 'right' ? 'right-0 border-l border-line' : 'left-0 border-r border-line',
            away,
            className,
          )}
        >
          <header
            className={cn('flex items-start justify-between gap-4 border-b border-line px-5 py-4', bare && 'sr-only')}
          >
            <div className="min-w-0">
              <Base.Title className="text-lg font-semibold">{title}</Base.Title>
              {description ? (
                <Base.Description className="mt-0.5 text-sm text-ink-soft">{description}</Base.Description>
              ) : null}
            </div>
            <Base.Close
              render={<IconButton label="Close" tooltip={false} size="sm" icon={<X />} className="-mr-1.5" />}
            />
          </header>
          <div className={cn('min-h-0 flex-1 overflow-y-auto', !bare && 'px-5 py-4')}>{children}</div>
          {footer ? (
            <footer className="flex justify-end gap-2 border-t border-line px-5 py-3.5">{footer}</footer>
          ) : null}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
