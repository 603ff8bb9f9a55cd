import { cn } from './cn.ts'
import { linePath } from './line_path.ts'

interface SparklineProps {
  values: readonly number[]
  /** What the line shows, for screen readers. */
  label: string
  className?: string
  tone?: 'rose' | 'ok' | 'bad' | 'info'
}

const strokes = { rose: 'text-rose', ok: 'text-ok', bad: 'text-bad', info: 'text-info' }

/** A small line of how a figure went. */
export function Sparkline({ values, label, className, tone = 'rose' }: SparklineProps) {
  const path = linePath(values, 96, 26)
  if (!path) return null
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox="-2 -3 100 32"
      className={cn('h-8 w-24 shrink-0', strokes[tone], className)}
    >
      <path d={`${path}L96 29L0 29Z`} fill="currentColor" opacity="0.12" />
      <path d={path} fill="none" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" strokeLinecap="round" />
    </svg>
  )
}
