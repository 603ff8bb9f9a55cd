import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { cn } from './cn.ts'
import { Skeleton } from './skeleton.tsx'

interface StatProps {
  label: string
  value: ReactNode
  hint?: ReactNode
  icon?: ReactNode
  /** Where the figure comes from. */
  to?: string
  loading?: boolean
  chart?: ReactNode
  tone?: 'plain' | 'bad'
}

/** One figure with its name; a link when there is more behind it. */
export function Stat({ label, value, hint, icon, to, loading, chart, tone = 'plain' }: StatProps) {
  const body = (
    <>
      <span className="flex items-center gap-2 text-sm font-medium text-ink-soft [&_svg]:size-4 [&_svg]:text-ink-faint">
        {icon}
        {label}
      </span>
      <span className="mt-2 flex items-end justify-between gap-3">
        {loading ? (
          <Skeleton className="h-9 w-16" />
        ) : (
          <span className={cn('nums text-2xl font-semibold tracking-tight', tone === 'bad' && 'text-bad-ink')}>
            {value}
          </span>
        )}
        {chart}
      </span>
      {hint ? <span className="mt-1 block truncate text-xs text-ink-faint">{hint}</span> : null}
    </>
  )
  const look = 'block min-w-0 rounded-lg border border-line bg-raised px-4 py-3.5 shadow-card'
  if (!to) return <div className={look}>{body}</div>
  return (
    <Link
      to={to}
      className={cn(look, 'calm transition-[border-color,box-shadow] hover:border-line-strong hover:shadow-float')}
    >
      {body}
    </Link>
  )
}
