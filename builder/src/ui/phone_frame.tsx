import type { ReactNode } from 'react'
import { cn } from './cn.ts'

interface PhoneFrameProps {
  /** Who the phone is talking to, or whose it is. */
  title: ReactNode
  subtitle?: ReactNode
  /** The time of day on its status bar. */
  clock?: string
  children: ReactNode
  footer?: ReactNode
  className?: string
}

/** A phone, for previews of texts and for playing a contact. */
export function PhoneFrame({ title, subtitle, clock, children, footer, className }: PhoneFrameProps) {
  return (
    <div
      className={cn('flex flex-col rounded-[2.4rem] border border-line-strong bg-bezel p-2 shadow-float', className)}
    >
      <div className="relative flex min-h-0 flex-1 flex-col overflow-hidden rounded-[1.95rem] bg-surface">
        <div className="nums flex h-8 shrink-0 items-center justify-between px-6 text-xs font-semibold text-ink">
          <span>{clock}</span>
          <span aria-hidden className="absolute top-2 left-1/2 h-4 w-16 -translate-x-1/2 rounded-full bg-bezel" />
          <span aria-hidden className="flex items-end gap-0.5">
            {[4, 6, 8, 10].map((height) => (
              <span key={height} className="w-0.75 rounded-full bg-ink" style={{ height }} />
            ))}
          </span>
        </div>
        <header className="flex shrink-0 flex-col items-center border-b border-line px-4 pt-1 pb-2 text-center">
          <span className="max-w-full truncate text-base font-semibold">{title}</span>
          {subtitle ? <span className="max-w-full truncate text-xs text-ink-faint">{subtitle}</span> : null}
        </header>
        <div className="flex min-h-0 flex-1 flex-col">{children}</div>
        {footer ? <footer className="shrink-0 border-t border-line bg-surface p-2.5">{footer}</footer> : null}
      </div>
    </div>
  )
}
