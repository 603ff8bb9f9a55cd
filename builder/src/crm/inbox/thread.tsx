import { ArrowLeft, CheckCheck, Hand } from 'lucide-react'
import { Fragment, useEffect, useLayoutEffect, useRef } from 'react'
import { Link, useNavigate } from 'react-router'
import { useContact } from '../../api/contacts.ts'
import { useMarkRead, useThread } from '../../api/conversations.ts'
import { messageOf } from '../../api/problem.ts'
import type { Conversation, Message } from '../../api/types.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/empty_state.tsx'
import { IconButton } from '../../ui/icon_button.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { byDay, dayInWords } from '../contacts/timeline_kinds.ts'
import { Composer } from '../shared/composer.tsx'
import { ConsentBadge } from '../shared/consent_badge.tsx'
import { contactName, formatPhone } from '../shared/contact_text.ts'
import { MessageBubble } from '../shared/message_bubble.tsx'
import { inOrder, saidAt } from '../shared/message_text.ts'
import { useMay } from '../../api/session.ts'

interface ThreadProps {
  contactId: string
  conversation: Conversation | undefined
  onClose: () => void
}

/** One conversation with its reply box; stays at the newest text unless somebody scrolled up. */
export function Thread({ contactId, conversation, onClose }: ThreadProps) {
  const contact = useContact(contactId)
  const thread = useThread(contactId)
  const navigate = useNavigate()
  const unread = conversation?.unread ?? 0
  const { mutate: markRead } = useMarkRead()
  const may = useMay('conversations:write')
  useEffect(() => {
    if (may && unread > 0) markRead(contactId)
  }, [contactId, unread, may, markRead])
  const messages = inOrder(thread.data?.pages.flatMap((page) => page.data) ?? [])
  return (
    <section aria-label="Conversation" className="flex h-full min-h-0 flex-col">
      <header className="flex min-h-13 items-center gap-3 border-b border-line px-4 py-2">
        <IconButton
          label="Back to the list"
          tooltip={false}
          icon={<ArrowLeft />}
          className="-ml-2 md:hidden"
          onClick={() => void navigate('/crm/inbox')}
        />
        {contact.data ? (
          <>
            <Link to={`/crm/contacts/${contactId}`} className="min-w-0 flex-1 rounded-sm hover:text-rose-ink">
              <span className="block truncate text-base font-semibold">{contactName(contact.data)}</span>
              <span className="nums block truncate text-xs text-ink-faint">{formatPhone(contact.data.phone)}</span>
            </Link>
            <ConsentBadge status={contact.data.optInStatus} />
            {may && conversation && conversation.status !== 'closed' ? (
              <IconButton label="Close the conversation" keys="e" icon={<CheckCheck />} onClick={onClose} />
            ) : null}
          </>
        ) : null}
      </header>
      {conversation?.handoffAt ? (
        <p className="flex items-center gap-2 bg-plum-soft px-4 py-2 text-sm text-plum-ink">
          <Hand aria-hidden className="size-4" /> A workflow handed this over to a person. Closing the conversation ends
          that.
        </p>
      ) : null}
      <Messages
        messages={messages}
        zone={contact.data?.timeZone}
        pending={thread.isPending}
        error={thread.isError && !thread.data ? messageOf(thread.error) : null}
        onRetry={() => void thread.refetch()}
        onOlder={thread.hasNextPage ? () => void thread.fetchNextPage() : undefined}
        loadingOlder={thread.isFetchingNextPage}
      />
      {contact.data ? <Composer contact={contact.data} className="m-3 mt-0" /> : null}
    </section>
  )
}

interface MessagesProps {
  messages: readonly Message[]
  zone?: string | null
  pending: boolean
  error: string | null
  onRetry: () => void
  onOlder?: () => void
  loadingOlder: boolean
}

function Messages({ messages, zone, pending, error, onRetry, onOlder, loadingOlder }: MessagesProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const newest = messages.at(-1)?.id
  useLayoutEffect(() => {
    const element = scroller.current
    if (element && atEnd.current) element.scrollTop = element.scrollHeight
  }, [newest, messages.length])
  return (
    <div
      ref={scroller}
      tabIndex={0}
      aria-label="Texts"
      role="log"
      onScroll={(event) => {
        const { scrollHeight, scrollTop, clientHeight } = event.currentTarget
        atEnd.current = scrollHeight - scrollTop - clientHeight < 60
      }}
      className="min-h-0 flex-1 overflow-y-auto px-4 py-4 outline-offset-[-2px]"
    >
      {pending ? <SkeletonRows rows={4} /> : null}
      {error ? <ErrorState message={error} onRetry={onRetry} /> : null}
      {onOlder ? (
        <div className="grid place-items-center pb-4">
          <Button variant="ghost" size="sm" loading={loadingOlder} onClick={onOlder}>
            Older texts
          </Button>
        </div>
      ) : null}
      {!pending && !error && messages.length === 0 ? (
        <p className="py-10 text-center text-base text-ink-faint">No text yet.</p>
      ) : null}
      <ol className="flex flex-col gap-3">
        {byDay(messages, saidAt).map(({ day, rows }) => (
          <Fragment key={day}>
            <li className="py-1 text-center text-xs font-medium text-ink-faint">{dayInWords(day)}</li>
            {rows.map((message) => (
              <li key={message.id}>
                <MessageBubble
                  message={message}
                  zone={zone}
                  extra={message.runId ? <span>· by a workflow</span> : undefined}
                />
              </li>
            ))}
          </Fragment>
        ))}
      </ol>
    </div>
  )
}
