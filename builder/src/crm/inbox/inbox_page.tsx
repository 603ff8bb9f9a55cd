import { MessagesSquare } from 'lucide-react'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useConversations } from '../../api/conversations.ts'
import { messageOf } from '../../api/problem.ts'
import { Page } from '../../app/page.tsx'
import { useShortcuts } from '../../app/shortcuts.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { cn } from '../../ui/cn.ts'
import { EmptyState, ErrorState } from '../../ui/empty_state.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { newestFirst } from './conversation_order.ts'
import { ContactPane } from './contact_pane.tsx'
import { ConversationList } from './conversation_list.tsx'
import { Thread } from './thread.tsx'

/** All conversations: the list, one thread, and who it is with. Narrow screens show one of them at a time. */
export function InboxPage() {
  const { contactId } = useParams()
  const navigate = useNavigate()
  const conversations = useConversations()
  const [search, setSearch] = useState('')
  const rows = newestFirst(conversations.data?.pages.flatMap((page) => page.data) ?? [], search)
  const step = (by: number) => {
    const index = rows.findIndex((row) => row.contactId === contactId)
    const next = rows[index < 0 ? 0 : index + by]
    if (next) void navigate(`/crm/inbox/${next.contactId}`)
  }
  useShortcuts('Inbox', [
    { keys: 'j', label: 'Next conversation', run: () => step(1) },
    { keys: 'k', label: 'Previous conversation', run: () => step(-1) },
    { keys: 'r', label: 'Reply', run: () => document.querySelector<HTMLElement>('[data-composer]')?.focus() },
  ])
  return (
    <Page title="Inbox" fill>
      {conversations.isPending ? <SkeletonRows rows={8} className="p-6" /> : null}
      {conversations.isError && !conversations.data ? (
        <ErrorState message={messageOf(conversations.error)} onRetry={() => void conversations.refetch()} />
      ) : null}
      {conversations.data && rows.length === 0 && !search && !contactId ? (
        <EmptyState
          icon={<MessagesSquare />}
          title="No conversation yet"
          description="Texts that go out and replies that come in meet here."
          action={
            <ButtonLink variant="primary" to="/crm/contacts">
              Choose somebody to text
            </ButtonLink>
          }
        />
      ) : null}
      {conversations.data && (rows.length > 0 || search || contactId) ? (
        <div className="flex min-h-0 flex-1">
          <ConversationList
            rows={rows}
            activeId={contactId}
            search={search}
            onSearch={setSearch}
            hasMore={conversations.hasNextPage}
            loadingMore={conversations.isFetchingNextPage}
            onMore={() => void conversations.fetchNextPage()}
            className={cn('w-full shrink-0 border-line md:w-76 md:border-r xl:w-84', contactId && 'max-md:hidden')}
          />
          <div className={cn('min-w-0 flex-1', !contactId && 'max-md:hidden')}>
            {contactId ? (
              <Thread key={contactId} contactId={contactId} />
            ) : (
              <EmptyState icon={<MessagesSquare />} title="Choose a conversation" description="J and K move through the list." className="h-full" />
            )}
          </div>
          {contactId ? <ContactPane contactId={contactId} className="hidden w-80 shrink-0 border-l border-line xl:block" /> : null}
        </div>
      ) : null}
    </Page>
  )
}
