import { CloudOff, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { cn } from './cn.ts'

interface EmptyStateProps {
  title: string
  description?: ReactNode
  icon?: ReactNode
  /** The one thing to do next. */
  action?: ReactNode
  className?: string
}

/** What a list says when there is nothing in it. */
export function EmptyState({ title, description, icon, action, className }: EmptyStateProps) {
  return (
    <div className={cn('rise flex flex-col items-center justify-center px-6 py-14 text-center', className)}>
      {icon ? (
        <span className="mb-4 grid size-13 place-items-center rounded-full bg-rose-soft text-rose-ink [&_svg]:size-6">
          {icon}
        </span>
      ) : null}
      <h2 className="text-lg font-semibold text-ink">{title}</h2>
      {description ? <p className="mt-1.5 max-w-sm text-base text-pretty text-ink-soft">{description}</p> : null}
      {action ? <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  )
}

interface ErrorStateProps {
  title?: string
  /** What happened and what to do. */
  message: string
  onRetry?: () => void
  className?: string
}

/** What a page or a card says when its data couldn't be had. */
export function ErrorState({ title = 'This didn’t load', message, onRetry, className }: ErrorStateProps) {
  return (
    <div role="alert" className={cn('flex flex-col items-center px-6 py-14 text-center', className)}>
      <span className="mb-4 grid size-13 place-items-center rounded-full bg-bad-soft text-bad-ink">
        <CloudOff className="size-6" />
      </span>
      <h2 className="text-lg font-semibold">{title}</h2>
      <p className="mt-1.5 max-w-sm text-base text-pretty text-ink-soft">{message}</p>
      {onRetry ? (
        <Button className="mt-5" icon={<RotateCw />} onClick={onRetry}>
          Try again
        </Button>
      ) : null}
    </div>
  )
}
