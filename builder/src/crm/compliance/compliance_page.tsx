import { BellOff, BellRing, CheckCheck, LifeBuoy, Send, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { useComplianceEvents, useComplianceMetrics } from '../../api/compliance.ts'
import { messageOf } from '../../api/problem.ts'
import type { ComplianceEvent } from '../../api/types.ts'
import { Page } from '../../app/page.tsx'
import { useSearchState } from '../../app/use_search_state.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { DataTable, type Column } from '../../ui/data_table.tsx'
import { EmptyState, ErrorState } from '../../ui/empty_state.tsx'
import { formatCount, formatMoment, formatShare } from '../../ui/format.ts'
import { LoadMore } from '../../ui/load_more.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Select } from '../../ui/select.tsx'
import { Stat } from '../../ui/stat.tsx'
import { formatPhone } from '../shared/contact_text.ts'
import { ErasuresCard } from './erasures_card.tsx'
import { eventKindText, eventKinds } from './event_kinds.tsx'
import { LedgerCard } from './ledger_card.tsx'
import { NumberLookup } from './number_lookup.tsx'
import { RateMeter } from './rate_meter.tsx'

const columns: readonly Column<ComplianceEvent>[] = [
  {
    id: 'kind',
    header: 'What',
    cell: (row) => {
      const text = eventKindText(row.kind)
      return (
        <Badge tone={text.tone} icon={text.icon}>
          {text.label}
        </Badge>
      )
    },
  },
  {
    id: 'phone',
    header: 'Number',
    className: 'nums whitespace-nowrap',
    cell: (row) =>
      row.contactId ? (
        <Link to={`/crm/contacts/${row.contactId}`} className="font-medium hover:text-rose-ink hover:underline">
          {formatPhone(row.phone)}
        </Link>
      ) : (
        formatPhone(row.phone)
      ),
  },
  {
    id: 'text',
    header: 'Their words',
    from: 'md',
    className: 'max-w-72 truncate text-ink-soft',
    cell: (row) => (row.text ? `“${row.text}”` : '–'),
  },
  {
    id: 'source',
    header: 'Where from',
    from: 'lg',
    className: 'text-ink-soft',
    cell: (row) => row.source.replaceAll('_', ' '),
  },
  {
    id: 'at',
    header: 'When',
    align: 'right',
    from: 'sm',
    className: 'whitespace-nowrap text-ink-soft',
    cell: (row) => formatMoment(row.at),
  },
]

/** Who opted in and out, at what rate, and what the record says about one number. */
export function CompliancePage() {
  const [filter, setFilter] = useSearchState(['kind', 'phone'])
  const events = useComplianceEvents({ kind: filter.kind, phone: filter.phone })
  const rows = events.data?.pages.flatMap((page) => page.data) ?? []
  const filtered = Boolean(filter.kind || filter.phone)
  return (
    <Page title="Compliance">
      <div className="flex flex-col gap-4">
        <Rates />
        <NumberLookup phone={filter.phone} onPhone={(phone) => setFilter({ phone })} />
        <LedgerCard />
        <ErasuresCard />
        <Card
          title="Events"
          description="Kept as evidence; nothing here can be changed."
          flush
          actions={
            <Select
              label="Kind of event"
              size="sm"
              value={filter.kind}
              onChange={(kind) => setFilter({ kind })}
              options={[{ value: '', label: 'Every kind' }, ...eventKinds]}
              className="w-40"
            />
          }
        >
          {events.isError && rows.length === 0 ? (
            <ErrorState message={messageOf(events.error)} onRetry={() => void events.refetch()} />
          ) : (
            <>
              <DataTable
                label="Compliance events"
                columns={columns}
                rows={rows}
                rowKey={(row) => row.id}
                loading={events.isPending}
                empty={
                  <EmptyState
                    icon={<ShieldCheck />}
                    title={filtered ? 'Nothing on record for this' : 'Nothing on record yet'}
                    description={
                      filtered
                        ? 'Try another kind, or the whole number.'
                        : 'STOP, START and HELP, consents and carrier opt-outs appear here by themselves.'
                    }
                    action={
                      filtered ? (
                        <Button onClick={() => setFilter({ kind: '', phone: '' })}>Clear filters</Button>
                      ) : undefined
                    }
                    className="py-10"
                  />
                }
              />
              <LoadMore
                hasMore={events.hasNextPage}
                loading={events.isFetchingNextPage}
                onMore={() => void events.fetchNextPage()}
              />
            </>
          )}
        </Card>
      </div>
    </Page>
  )
}

const periods = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
] as const

function Rates() {
  const [days, setDays] = useState<(typeof periods)[number]['value']>('30')
  const metrics = useComplianceMetrics(Number(days))
  const data = metrics.data
  const loading = metrics.isPending
  if (metrics.isError && !data)
    return <ErrorState message={messageOf(metrics.error)} onRetry={() => void metrics.refetch()} className="py-8" />
  return (
    <section aria-label="Rates" className="flex flex-col gap-3">
      <Segmented label="Period" size="sm" value={days} onChange={setDays} options={periods} className="self-start" />
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-[repeat(4,minmax(0,1fr))_minmax(0,1.6fr)]">
        <Stat label="Sent" icon={<Send />} loading={loading} value={formatCount(data?.sent ?? 0)} />
        <Stat
          label="Delivered"
          icon={<CheckCheck />}
          loading={loading}
          value={data && data.sent > 0 ? formatShare(data.delivered / data.sent) : '–'}
          hint={data ? `${formatCount(data.delivered)} texts` : undefined}
        />
        <Stat label="Opt-ins" icon={<BellRing />} loading={loading} value={formatCount(data?.optIns ?? 0)} />
        <Stat label="Help asked" icon={<LifeBuoy />} loading={loading} value={formatCount(data?.helps ?? 0)} />
        <div className="col-span-2 lg:col-span-1">
          <RateMeter
            icon={<BellOff />}
            loading={loading}
            rate={data?.optOutRate ?? null}
            count={data?.optOuts ?? 0}
            sent={data?.sent ?? 0}
          />
        </div>
      </div>
    </section>
  )
}
