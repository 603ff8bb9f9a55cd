import { CircleCheck } from 'lucide-react'
import type { LedgerFinding, LedgerReport } from '../../api/compliance.ts'
import { Badge } from '../../ui/badge.tsx'
import { CopyButton } from '../../ui/copy_button.tsx'
import { DataTable, type Column } from '../../ui/data_table.tsx'
import { formatMoment, plural } from '../../ui/format.ts'
import { formatPhone } from '../shared/contact_text.ts'
import { findingKinds, foundKinds } from './finding_kinds.ts'

const say = (value: string | number | null) => (value === null ? '–' : String(value))

const columns: readonly Column<LedgerFinding>[] = [
  {
    id: 'kind',
    header: 'What',
    cell: ({ kind }) => (
      <Badge tone={findingKinds[kind].tone} title={findingKinds[kind].meaning}>
        {findingKinds[kind].label}
      </Badge>
    ),
  },
  { id: 'to', header: 'To', className: 'nums whitespace-nowrap', cell: ({ to }) => formatPhone(to) },
  { id: 'ours', header: 'We say', from: 'sm', cell: ({ ours }) => say(ours) },
  { id: 'theirs', header: 'Carrier says', from: 'sm', cell: ({ theirs }) => say(theirs) },
  {
    id: 'detail',
    header: 'In words',
    from: 'lg',
    className: 'text-ink-soft',
    cell: ({ detail }) => detail,
  },
  {
    id: 'sid',
    header: 'SID',
    from: 'md',
    cell: ({ sid }) => (
      <span className="flex items-center gap-1 font-mono text-xs" title={sid}>
        {sid.slice(0, 8)}…
        <CopyButton text={sid} label="Copy the message SID" />
      </span>
    ),
  },
]

/** What a comparison found: that all match, or what differs. */
export function LedgerReportView({ report }: { report: LedgerReport }) {
  const found = foundKinds(report)
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-ink-soft">
        {plural(report.ours, 'text')} of ours and {plural(report.theirs, 'text')} of the carrier’s, from{' '}
        {formatMoment(report.from)} to {formatMoment(report.to)}.
      </p>
      {report.complete ? null : (
        <p className="rounded-md bg-warn-soft px-3.5 py-2.5 text-sm text-warn-ink">
          More texts than one comparison takes; choose a shorter span to see what is missing.
        </p>
      )}
      {found.length === 0 ? (
        <p className="flex items-center gap-2.5 rounded-md bg-ok-soft px-3.5 py-2.5 text-base text-ok-ink">
          <CircleCheck aria-hidden className="size-4.5 shrink-0" />
          {report.ours === 0
            ? 'Nothing was sent, and the carrier says so too.'
            : 'All match: status, price and length.'}
        </p>
      ) : (
        <>
          <ul className="flex flex-wrap gap-1.5">
            {found.map(({ kind, count }) => (
              <li key={kind}>
                <Badge size="md" tone={findingKinds[kind].tone} title={findingKinds[kind].meaning}>
                  {count} × {findingKinds[kind].label.toLowerCase()}
                </Badge>
              </li>
            ))}
          </ul>
          <div className="-mx-4.5">
            <DataTable
              label="Differences"
              columns={columns}
              rows={report.findings}
              rowKey={(row) => `${row.kind} ${row.sid}`}
            />
          </div>
        </>
      )}
    </div>
  )
}
