import type { ReactNode } from 'react'
import { cn } from './cn.ts'

interface CardProps {
  title?: ReactNode
  description?: ReactNode
  /** Controls at the right end of the title's line. */
  actions?: ReactNode
  children?: ReactNode
  footer?: ReactNode
  /** Content touches the card's edges, for tables and lists. */
  flush?: boolean
  className?: string
}

/** A titled group of related things. */
export function Card({ title, description, actions, children, footer, flush, className }: CardProps) {
  return (
    <section
      data-slot="card"
      className={cn('flex min-w-0 flex-col rounded-lg border border-line bg-raised shadow-card', className)}
    >
      {title || actions ? (
        <header className="flex items-start justify-between gap-3 px-4.5 pt-4 pb-1">
          <div className="min-w-0">
            {title ? <h2 className="text-base font-semibold text-ink">{title}</h2> : null}
            {description ? <p className="mt-0.5 text-sm text-ink-faint">{description}</p> : null}
          </div>
          {actions ? <div className="flex shrink-0 items-center gap-1.5">{actions}</div> : null}
        </header>
      ) : null}
      <div className={cn('min-w-0 flex-1', flush ? 'overflow-hidden rounded-b-lg pt-2' : 'px-4.5 pt-3 pb-4.5')}>
        {children}
      </div>
      {footer ? (
        <footer className="flex flex-wrap items-center justify-between gap-2 border-t border-line px-4.5 py-3">
          {footer}
        </footer>
      ) : null}
    </section>
  )
}
