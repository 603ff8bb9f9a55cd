import { BellRing, PencilLine, Phone, Workflow, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { useTimeline } from '../../api/contacts.ts'
import { messageOf } from '../../api/problem.ts'
import type { Contact, TimelineRow } from '../../api/types.ts'
import { ErrorState } from '../../ui/empty_state.tsx'
import { formatClock } from '../../ui/format.ts'
import { LoadMore } from '../../ui/load_more.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { MessageBubble } from '../shared/message_bubble.tsx'
import { byDay, dayInWords, groupOfKind, messageOfRow, type TimelineGroup } from './timeline_kinds.ts'

const filters = [
  { value: 'all', label: 'All' },
  { value: 'messages', label: 'Texts' },
  { value: 'workflows', label: 'Workflows' },
  { value: 'consent', label: 'Consent' },
  { value: 'changes', label: 'Changes' },
  { value: 'calls', label: 'Calls' },
] as const

const icons: Record<TimelineGroup, LucideIcon> = {
  messages: PencilLine,
  workflows: Workflow,
  consent: BellRing,
  changes: PencilLine,
  calls: Phone,
}

/** What happened with a contact, newest first, texts as bubbles. */
export function Timeline({ contact }: { contact: Contact }) {
  const [filter, setFilter] = useState<(typeof filters)[number]['value']>('all')
  const timeline = useTimeline(contact.id)
  const all = timeline.data?.pages.flatMap((page) => page.data) ?? []
  const rows = all.filter((row) => filter === 'all' || groupOfKind(row.kind) === filter)
  return (
    <section aria-label="Timeline" className="min-w-0">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-base font-semibold">Timeline</h2>
        <Segmented label="Show" size="sm" value={filter} onChange={setFilter} options={filters} />
      </div>
      {timeline.isPending ? <SkeletonRows /> : null}
      {timeline.isError && !timeline.data ? (
        <ErrorState message={messageOf(timeline.error)} onRetry={() => void timeline.refetch()} />
      ) : null}
      {timeline.data && rows.length === 0 ? (
        <p className="rounded-lg border border-dashed border-line-strong py-10 text-center text-base text-ink-soft">
          Nothing here so far.
        </p>
      ) : null}
      <div aria-live="polite" className="flex flex-col gap-5">
        {byDay(rows, (row) => row.at).map(({ day, rows: ofDay }) => (
          <section key={day} aria-label={dayInWords(day)}>
            <h3 className="mb-3 flex items-center gap-3 text-xs font-medium text-ink-faint">
              {dayInWords(day)}
              <span className="h-px flex-1 bg-line" />
            </h3>
            <ol className="flex flex-col gap-3">
              {ofDay.map((row) => (
                <li key={row.id}>
                  <Row row={row} contact={contact} />
                </li>
              ))}
            </ol>
          </section>
        ))}
      </div>
      <LoadMore
        hasMore={timeline.hasNextPage}
        loading={timeline.isFetchingNextPage}
        onMore={() => void timeline.fetchNextPage()}
      />
    </section>
  )
}

/** Where the run of a row is shown, when the row says which workflow and run. */
function runAddress(row: TimelineRow): string | null {
  const { workflowId, runId } = row.data
  return typeof workflowId === 'string' && typeof runId === 'string'
    ? `/crm/workflows/${workflowId}/runs/${runId}`
    : null
}

function Row({ row, contact }: { row: TimelineRow; contact: Contact }) {
  const message = messageOfRow(row)
  const runTo = runAddress(row)
  if (message) return <MessageBubble message={message} zone={contact.timeZone} runTo={runTo} />
  const Icon = icons[groupOfKind(row.kind)]
  const note =
    typeof row.data.wording === 'string' ? row.data.wording : typeof row.data.text === 'string' ? row.data.text : null
  return (
    <div className="flex items-start gap-3 text-base text-ink-soft">
      <span className="grid size-7 shrink-0 place-items-center rounded-full border border-line bg-raised">
        <Icon aria-hidden className="size-3.5 text-ink-faint" />
      </span>
      <div className="min-w-0 flex-1 pt-1">
        <p className="wrap-anywhere">
          {runTo ? (
            <Link to={runTo} className="font-medium text-ink hover:text-rose-ink hover:underline">
              {row.summary}
            </Link>
          ) : (
            <span className="text-ink">{row.summary}</span>
          )}
        </p>
        {note ? <p className="mt-0.5 text-sm wrap-anywhere text-ink-faint">“{note}”</p> : null}
      </div>
      <time dateTime={row.at} className="nums pt-1 text-xs text-ink-faint">
        {formatClock(row.at)}
      </time>
    </div>
  )
}
