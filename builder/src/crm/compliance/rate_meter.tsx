import type { ReactNode } from 'react'
import { Badge } from '../../ui/badge.tsx'
import { formatShare, plural } from '../../ui/format.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { judgeOptOutRate } from './opt_out_rate.ts'

interface RateMeterProps {
  rate: number | null
  count: number
  sent: number
  icon: ReactNode
  loading: boolean
}

const top = 0.05

/** The opt-out rate on a scale with the marks at which to watch it and to act. */
export function RateMeter({ rate, count, sent, icon, loading }: RateMeterProps) {
  const verdict = judgeOptOutRate(rate, sent)
  const place = `${Math.min(1, (rate ?? 0) / top) * 100}%`
  return (
    <div className="flex h-full flex-col rounded-lg border border-line bg-raised px-4 py-3.5 shadow-card">
      <div className="flex items-center justify-between gap-2">
        <span className="flex items-center gap-2 text-sm font-medium text-ink-soft [&_svg]:size-4 [&_svg]:text-ink-faint">
          {icon} Opt-out rate
        </span>
        {loading ? null : <Badge tone={verdict.tone}>{verdict.label}</Badge>}
      </div>
      <div className="mt-2 flex items-end gap-4">
        {loading ? (
          <Skeleton className="h-9 w-20" />
        ) : (
          <span className="nums text-2xl font-semibold tracking-tight">{formatShare(rate)}</span>
        )}
        <div
          className="relative mb-2 h-2 flex-1 overflow-visible rounded-full"
          role="img"
          aria-label={`Opt-out rate ${formatShare(rate)}; watch from 1%, act from 3%`}
        >
          <div className="flex h-full gap-0.5">
            <span className="w-1/5 rounded-l-full bg-ok" />
            <span className="w-2/5 bg-warn" />
            <span className="flex-1 rounded-r-full bg-bad" />
          </div>
          <span
            className="absolute -top-1 size-4 -translate-x-1/2 rounded-full border-3 border-raised bg-ink"
            style={{ left: place }}
          />
        </div>
      </div>
      <span className="mt-1 text-xs text-ink-faint">{plural(count, 'opt-out')}; watch from 1%, act from 3%</span>
    </div>
  )
}
