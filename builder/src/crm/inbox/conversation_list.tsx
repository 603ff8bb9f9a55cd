import { BellOff, CornerUpLeft, Hand } from 'lucide-react'
import { NavLink } from 'react-router'
import type { Conversation } from '../../api/types.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { cn } from '../../ui/cn.ts'
import { SearchInput } from '../../ui/input.tsx'
import { LoadMore } from '../../ui/load_more.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Ago } from '../../ui/time.tsx'
import { messageStatusText } from '../shared/message_text.ts'
import { lastAt, nameOf } from './conversation_order.ts'

const views = [
  { value: 'open', label: 'Open' },
  { value: 'unread', label: 'Unread' },
  { value: 'closed', label: 'Closed' },
] as const
export type InboxView = (typeof views)[number]['value']

/** The view that an address asks for; open conversations when it asks for none. */
export function viewOf(text: string): InboxView {
  return views.find((view) => view.value === text)?.value ?? 'open'
}

interface ConversationListProps {
  rows: readonly Conversation[]
  activeId: string | undefined
  addressOf: (contactId: string) => string
  view: InboxView
  onView: (view: InboxView) => void
  search: string
  onSearch: (search: string) => void
  hasMore: boolean
  loadingMore: boolean
  onMore: () => void
  className?: string
}

/** The left pane of the inbox. */
export function ConversationList(props: ConversationListProps) {
  const { rows, activeId, addressOf, view, onView, search, onSearch, hasMore, loadingMore, onMore, className } = props
  return (
    <section aria-label="Conversations" className={cn('flex min-h-0 flex-col', className)}>
      <div className="flex flex-col gap-2 p-3">
        <SearchInput label="Search conversations" value={search} onChange={onSearch} />
        <Segmented label="Show" size="sm" value={view} onChange={onView} options={views} className="self-start" />
      </div>
      <ul className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        {rows.length === 0 ? (
          <li className="px-3 py-8 text-center text-base text-ink-faint">
            {view === 'unread' ? 'All read.' : view === 'closed' ? 'Nothing closed.' : 'Nothing matches.'}
          </li>
        ) : null}
        {rows.map((row) => (
          <li key={row.contactId}>
            <ConversationLink row={row} to={addressOf(row.contactId)} active={row.contactId === activeId} />
          </li>
        ))}
        <li>
          <LoadMore hasMore={hasMore} loading={loadingMore} onMore={onMore} />
        </li>
      </ul>
    </section>
  )
}

function ConversationLink({ row, to, active }: { row: Conversation; to: string; active: boolean }) {
  const name = nameOf(row)
  const last = row.lastMessage
  const unread = row.unread ?? 0
  const failed = last && ['failed', 'undelivered', 'unknown'].includes(last.status)
  return (
    <NavLink
      to={to}
      aria-current={active ? 'true' : undefined}
      className={cn(
        'mb-0.5 flex items-start gap-3 rounded-md px-2.5 py-2.5 outline-offset-[-2px] calm transition-colors',
        active ? 'bg-rose-soft' : 'hover:bg-hover',
      )}
    >
      <Avatar name={name} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline justify-between gap-2">
          <span className={cn('truncate text-base', unread ? 'font-bold text-ink' : 'font-medium text-ink')}>
            {name}
          </span>
          {lastAt(row) ? (
            <Ago at={lastAt(row)} className={cn('shrink-0 text-xs', active ? 'text-ink-soft' : 'text-ink-faint')} />
          ) : null}
        </span>
        <span className="mt-0.5 flex items-center gap-1.5">
          {last?.direction === 'outbound' ? (
            <CornerUpLeft aria-label="You" className="size-3.5 shrink-0 text-ink-faint" />
          ) : null}
          <span
            className={cn(
              'min-w-0 flex-1 truncate text-sm',
              failed ? 'text-bad-ink' : unread ? 'text-ink' : 'text-ink-soft',
            )}
          >
            {failed ? `${messageStatusText[last.status].label}: ` : ''}
            {last?.body ?? 'No text yet'}
          </span>
          {row.handoffAt ? (
            <Hand aria-label="A person is asked for" className="size-3.5 shrink-0 text-plum-ink" />
          ) : null}
          {row.contact?.optInStatus === 'opted_out' ? (
            <BellOff aria-label="Opted out" className="size-3.5 shrink-0 text-bad-ink" />
          ) : null}
          {unread ? (
            <span className="nums grid h-4.5 min-w-4.5 place-items-center rounded-full bg-rose px-1 text-2xs font-bold text-on-rose">
              {unread}
              <span className="sr-only"> unread</span>
            </span>
          ) : null}
        </span>
      </span>
    </NavLink>
  )
}
