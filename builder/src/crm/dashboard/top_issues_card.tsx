import { Sparkles } from 'lucide-react'
import type { DashboardData } from '../../api/types.ts'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { formatCount } from '../../ui/format.ts'
import { SkeletonRows } from '../../ui/skeleton.tsx'

/** What went wrong most often, what it means, and what mends it. */
export function TopIssuesCard({ data }: { data: DashboardData | undefined }) {
  return (
    <Card title="Top issues" description="What to mend first">
      {!data ? <SkeletonRows rows={3} /> : null}
      {data && data.topIssues.length === 0 ? (
        <p className="flex items-center gap-2.5 text-base text-ink-soft">
          <Sparkles className="size-4.5 text-ok" /> Nothing went wrong lately.
        </p>
      ) : null}
      <ul className="flex flex-col divide-y divide-line">
        {data?.topIssues.map((issue) => (
          <li key={issue.errorCode ?? issue.explanation} className="py-3 first:pt-0 last:pb-0">
            <div className="flex items-start justify-between gap-3">
              <p className="text-base font-medium text-ink">{issue.explanation}</p>
              <Badge tone="bad">{formatCount(issue.count)}×</Badge>
            </div>
            <p className="mt-1 text-sm text-ink-soft">{issue.mend}</p>
            {issue.errorCode ? (
              <p className="nums mt-1 text-xs text-ink-faint">Twilio error {issue.errorCode}</p>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  )
}
