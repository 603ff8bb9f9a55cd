import type { ReactNode } from 'react'
import { PhoneCall, PhoneIncoming, PhoneMissed, PhoneOutgoing } from 'lucide-react'
import { Link } from 'react-router'
import { useCalls } from '../../api/media.ts'
import { messageOf } from '../../api/problem.ts'
import { useMay, useWorkspace } from '../../api/session.ts'
import type { Call } from '../../api/types.ts'
import { Page } from '../../app/page.tsx'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy_button.tsx'
import { DataTable, type Column } from '../../ui/data_table.tsx'
import { EmptyState, ErrorState } from '../../ui/empty_state.tsx'
import { formatDuration } from '../../ui/format.ts'
import { LoadMore } from '../../ui/load_more.tsx'
import { Ago } from '../../ui/time.tsx'
import { formatPhone } from '../shared/contact_text.ts'

const missed = new Set(['no-answer', 'busy', 'failed', 'canceled'])

function toneOf(status: string): Tone {
  if (status === 'completed') return 'ok'
  return missed.has(status) ? 'bad' : 'info'
}

function DirectionIcon({ call }: { call: Call }) {
  const inbound = call.direction === 'inbound'
  const Icon = inbound ? (missed.has(call.status) ? PhoneMissed : PhoneIncoming) : PhoneOutgoing
  return (
    <Icon
      aria-label={inbound ? 'From the contact' : 'To the contact'}
      className={inbound && missed.has(call.status) ? 'size-4 text-bad-ink' : 'size-4 text-ink-faint'}
    />
  )
}

const columns: readonly Column<Call>[] = [
  {
    id: 'who',
    header: 'Number',
    className: 'nums whitespace-nowrap',
    cell: (call) => {
      const phone = formatPhone(call.direction === 'inbound' ? call.from : call.to)
      return (
        <span className="flex items-center gap-2.5">
          <DirectionIcon call={call} />
          {call.contactId ? (
            <Link to={`/crm/contacts/${call.contactId}`} className="font-medium hover:text-rose-ink hover:underline">
              {phone}
            </Link>
          ) : (
            phone
          )}
        </span>
      )
    },
  },
  {
    id: 'status',
    header: 'Outcome',
    cell: (call) => <Badge tone={toneOf(call.status)}>{call.status.replaceAll('-', ' ')}</Badge>,
  },
  {
    id: 'duration',
    header: 'Length',
    align: 'right',
    from: 'sm',
    cell: (call) => (call.duration === null ? '–' : formatDuration(call.duration)),
  },
  {
    id: 'sid',
    header: 'Call SID',
    from: 'lg',
    cell: (call) => (
      <span className="flex items-center gap-1 font-mono text-xs text-ink-soft">
        <span className="truncate">{call.callSid}</span>
        <CopyButton text={call.callSid} label="Copy the Call SID" />
      </span>
    ),
  },
  {
    id: 'at',
    header: 'When',
    align: 'right',
    className: 'whitespace-nowrap text-ink-soft',
    cell: (call) => <Ago at={call.at} />,
  },
]

/** How there come to be calls, and where to go for it. */
function howToBegin(sandbox: boolean, mayPlay: boolean): { description: string; action?: ReactNode } {
  if (!sandbox)
    return {
      description: 'Calls appear once a number’s voice status callback points here.',
      action: <ButtonLink to="/crm/settings/senders">Senders and their addresses</ButtonLink>,
    }
  if (!mayPlay) return { description: 'Nobody has called yet.' }
  return {
    description: 'Nobody has called yet. On the dev phone, a contact can: from the menu of their phone.',
    action: <ButtonLink to="/dev/phone">Open the dev phone</ButtonLink>,
  }
}

/** Calls to and from the workspace's numbers, as the carrier reported them. */
export function CallsPage() {
  const calls = useCalls()
  const sandbox = useWorkspace()?.mode === 'sandbox'
  const mayPlay = useMay('sandbox:write')
  const rows = calls.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <Page title="Calls">
      {calls.isError && rows.length === 0 ? (
        <ErrorState message={messageOf(calls.error)} onRetry={() => void calls.refetch()} />
      ) : (
        <div className="rounded-lg border border-line bg-raised shadow-card">
          <DataTable
            label="Calls"
            columns={columns}
            rows={rows}
            rowKey={(call) => call.id}
            loading={calls.isPending}
            empty={<EmptyState icon={<PhoneCall />} title="No calls yet" {...howToBegin(sandbox, mayPlay)} />}
          />
          <LoadMore
            hasMore={calls.hasNextPage}
            loading={calls.isFetchingNextPage}
            onMore={() => void calls.fetchNextPage()}
          />
        </div>
      )}
    </Page>
  )
}
