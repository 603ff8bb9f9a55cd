import { CircleCheck, Hourglass, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { DashboardData } from '../../api/types.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { formatCount, formatSpan } from '../../ui/format.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { queueVerdict } from './queue_verdict.ts'

const icons: Partial<Record<Tone, ReactNode>> = { ok: <CircleCheck />, warn: <Hourglass />, bad: <TriangleAlert /> }

/** How much work is due, how old it is, how fast it goes. */
export function QueueCard({ data }: { data: DashboardData | undefined }) {
  if (!data) {
    return (
      <Card title="Queue">
        <Skeleton className="h-28 w-full" />
      </Card>
    )
  }
  const { queue } = data
  const verdict = queueVerdict(queue)
  const rows = [
    ['Due now', formatCount(queue.depth)],
    ['Being worked on', formatCount(queue.active)],
    ['Waiting for their time', formatCount(queue.delayed)],
    ['Failed', formatCount(queue.failed)],
    ['Oldest due', queue.oldestAge === null ? '–' : formatSpan(queue.oldestAge)],
    ['Speed', `${formatCount(Math.round(queue.rate * 10) / 10)} / s`],
  ] as const
  return (
    <Card
      title="Queue"
      actions={
        <Badge tone={verdict.tone} icon={icons[verdict.tone]}>
          {verdict.label}
        </Badge>
      }
    >
      <dl className="grid grid-cols-[1fr_auto] gap-y-2 text-base">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-soft">{name}</dt>
            <dd className="nums text-right font-medium">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
