import { MessagesSquare } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useConversations, useSetConversationStatus } from '../../api/conversations.ts'
import { messageOf } from '../../api/problem.ts'
import { Page } from '../../app/page.tsx'
import { useShortcuts } from '../../app/shortcuts.ts'
import { useDebounced } from '../../app/use_debounced.ts'
import { useSearchState } from '../../app/use_search_state.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { cn } from '../../ui/cn.ts'
import { EmptyState, ErrorState } from '../../ui/empty_state.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { toast } from '../../ui/toast.tsx'
import { ConversationList, viewOf } from './conversation_list.tsx'
import { newestFirst } from './conversation_order.ts'
import { Thread } from './thread.tsx'
import { useWide } from '../../app/use_wide.ts'
import { useMay } from '../../api/session.ts'

// Only wide screens have room for it.
const ContactPane = lazy(async () => ({ default: (await import('./contact_pane.tsx')).ContactPane }))

/** All conversations: the list, one thread, and who it is with. Narrow screens show one of them at a time. */
export function InboxPage() {
  const { contactId } = useParams()
  const wide = useWide('xl')
  const navigate = useNavigate()
  const [{ view }, setView] = useSearchState(['view'])
  const [typed, setTyped] = useState('')
  const search = useDebounced(typed)
  const chosen = viewOf(view)
  const conversations = useConversations({
    search,
    status: chosen === 'closed' ? 'closed' : 'open',
    unread: chosen === 'unread',
  })
  const rows = newestFirst(conversations.data?.pages.flatMap((page) => page.data) ?? [])
  const address = (id: string) => `/crm/inbox/${id}${view ? `?view=${view}` : ''}`
  const step = (by: number) => {
    const index = rows.findIndex((row) => row.contactId === contactId)
    const next = rows[index < 0 ? 0 : index + by]
    if (next) void navigate(address(next.contactId))
  }
  const may = useMay('conversations:write')
  const close = useCloseThread(contactId, () => step(1))
  useShortcuts('Inbox', [
    { keys: 'j', label: 'Next conversation', run: () => step(1) },
    { keys: 'k', label: 'Previous conversation', run: () => step(-1) },
    ...(may
      ? [
          { keys: 'r', label: 'Reply', run: () => document.querySelector<HTMLElement>('[data-composer]')?.focus() },
          { keys: 'e', label: 'Close the conversation, open the next', run: close },
        ]
      : []),
  ])
  const bare = conversations.data && rows.length === 0 && !search && !view && !contactId
  if (bare) {
    return (
      <Page title="Inbox">
        <EmptyState
          icon={<MessagesSquare />}
          title="No conversation yet"
          description="Texts that go out and replies that come in meet here."
          action={
            may ? (
              <ButtonLink variant="primary" to="/crm/contacts">
                Choose somebody to text
              </ButtonLink>
            ) : undefined
          }
        />
      </Page>
    )
  }
  return (
    <Page title="Inbox" fill>
      {conversations.isPending ? <SkeletonRows rows={8} className="p-6" /> : null}
      {conversations.isError && !conversations.data ? (
        <ErrorState message={messageOf(conversations.error)} onRetry={() => void conversations.refetch()} />
      ) : null}
      {conversations.data ? (
        <div className="flex min-h-0 flex-1">
          <ConversationList
            rows={rows}
            activeId={contactId}
            addressOf={address}
            search={typed}
            onSearch={setTyped}
            view={chosen}
            onView={(next) => setView({ view: next === 'open' ? '' : next })}
            hasMore={conversations.hasNextPage}
            loadingMore={conversations.isFetchingNextPage}
            onMore={() => void conversations.fetchNextPage()}
            className={cn('w-full shrink-0 border-line md:w-76 md:border-r xl:w-84', contactId && 'max-md:hidden')}
          />
          <div className={cn('min-w-0 flex-1', !contactId && 'max-md:hidden')}>
            {contactId ? (
              <Thread
                key={contactId}
                contactId={contactId}
                conversation={rows.find((row) => row.contactId === contactId)}
                onClose={close}
              />
            ) : (
              <EmptyState
                icon={<MessagesSquare />}
                title="Choose a conversation"
                description="J and K move through the list."
                className="h-full"
              />
            )}
          </div>
          {contactId && wide ? (
            <Suspense fallback={<SkeletonRows rows={4} className="w-80 shrink-0 border-l border-line bg-sunken p-5" />}>
              <ContactPane contactId={contactId} className="w-80 shrink-0 border-l border-line" />
            </Suspense>
          ) : null}
        </div>
      ) : null}
    </Page>
  )
}

function useCloseThread(contactId: string | undefined, onClosed: () => void) {
  const setStatus = useSetConversationStatus()
  return () => {
    if (!contactId) return
    setStatus.mutate(
      { contactId, status: 'closed' },
      {
        onSuccess: () => {
          toast.success('Conversation closed', {
            action: { label: 'Undo', onClick: () => setStatus.mutate({ contactId, status: 'open' }) },
          })
          onClosed()
        },
        onError: (error) => toast.error('It wasn’t closed', { description: messageOf(error) }),
      },
    )
  }
}
