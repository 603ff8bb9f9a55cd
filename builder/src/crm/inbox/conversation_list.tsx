import { BellOff, CornerUpLeft } from 'lucide-react'
import { NavLink } from 'react-router'
import type { Conversation } from '../../api/types.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { cn } from '../../ui/cn.ts'
import { SearchInput } from '../../ui/input.tsx'
import { LoadMore } from '../../ui/load_more.tsx'
import { Ago } from '../../ui/time.tsx'
import { messageStatusText } from '../shared/message_text.ts'
import { lastAt, nameOf } from './conversation_order.ts'

interface ConversationListProps {
  rows: readonly Conversation[]
  activeId: string | undefined
  search: string
  onSearch: (search: string) => void
  hasMore: boolean
  loadingMore: boolean
  onMore: () => void
  className?: string
}

/** The left pane of the inbox. */
export function ConversationList({ rows, activeId, search, onSearch, hasMore, loadingMore, onMore, className }: ConversationListProps) {
  return (
    <section aria-label="Conversations" className={cn('flex min-h-0 flex-col', className)}>
      <div className="p-3">
        <SearchInput label="Search conversations" value={search} onChange={onSearch} />
      </div>
      <ul className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        {rows.length === 0 ? <li className="px-3 py-8 text-center text-base text-ink-faint">Nothing matches.</li> : null}
        {rows.map((row) => (
          <li key={row.contactId}>
            <ConversationLink row={row} active={row.contactId === activeId} />
          </li>
        ))}
        <li>
          <LoadMore hasMore={hasMore} loading={loadingMore} onMore={onMore} />
        </li>
      </ul>
    </section>
  )
}

function ConversationLink({ row, active }: { row: Conversation; active: boolean }) {
  const name = nameOf(row)
  const last = row.lastMessage
  const unread = row.unread ?? 0
  const failed = last && ['failed', 'undelivered', 'unknown'].includes(last.status)
  return (
    <NavLink
      to={`/crm/inbox/${row.contactId}`}
      aria-current={active ? 'true' : undefined}
      className={cn('mb-0.5 flex items-start gap-3 rounded-md px-2.5 py-2.5 outline-offset-[-2px] calm transition-colors', active ? 'bg-rose-soft' : 'hover:bg-hover')}
    >
      <Avatar name={name} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline justify-between gap-2">
          <span className={cn('truncate text-base', unread ? 'font-bold text-ink' : 'font-medium text-ink')}>{name}</span>
          {lastAt(row) ? <Ago at={lastAt(row)} className={cn('shrink-0 text-xs', active ? 'text-ink-soft' : 'text-ink-faint')} /> : null}
        </span>
        <span className="mt-0.5 flex items-center gap-1.5">
          {last?.direction === 'outbound' ? <CornerUpLeft aria-label="You" className="size-3.5 shrink-0 text-ink-faint" /> : null}
          <span className={cn('min-w-0 flex-1 truncate text-sm', failed ? 'text-bad-ink' : unread ? 'text-ink' : 'text-ink-soft')}>
            {failed ? `${messageStatusText[last.status].label}: ` : ''}
            {last?.body ?? 'No text yet'}
          </span>
          {row.contact?.optInStatus === 'opted_out' ? <BellOff aria-label="Opted out" className="size-3.5 shrink-0 text-bad-ink" /> : null}
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
