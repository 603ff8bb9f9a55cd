import { cn } from './cn.ts'

/** The points of a line through `values` in a box of the given size, as an SVG path. */
export function linePath(values: readonly number[], width: number, height: number): string {
  if (values.length < 2) return ''
  const top = Math.max(...values, 1)
  const step = width / (values.length - 1)
  return values.map((value, index) => `${index ? 'L' : 'M'}${(index * step).toFixed(1)} ${(height - (value / top) * height).toFixed(1)}`).join('')
}

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
    <svg role="img" aria-label={label} viewBox="-2 -3 100 32" className={cn('h-8 w-24 shrink-0', strokes[tone], className)}>
      <path d={`${path}L96 29L0 29Z`} fill="currentColor" opacity="0.12" />
      <path d={path} fill="none" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" strokeLinecap="round" />
    </svg>
  )
}
