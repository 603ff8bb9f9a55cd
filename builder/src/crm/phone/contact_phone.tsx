import { ArrowUp, Hourglass, X } from 'lucide-react'
import { useLayoutEffect, useRef, useState, type FormEvent } from 'react'
import { Link } from 'react-router'
import { useSendInbound } from '../../api/clock.ts'
import { useContact } from '../../api/contacts.ts'
import { useThread } from '../../api/conversations.ts'
import { messageOf } from '../../api/problem.ts'
import type { Contact, Message } from '../../api/types.ts'
import { formatClock, plural } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon_button.tsx'
import { PhoneFrame } from '../../ui/phone_frame.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useWorkspaceNow } from '../../ui/workspace_now.ts'
import { byDay, dayInWords } from '../contacts/timeline_kinds.ts'
import { contactName, consentText, formatPhone } from '../shared/contact_text.ts'
import { MessageBubble } from '../shared/message_bubble.tsx'
import { inOrder, saidAt, whyStatus } from '../shared/message_text.ts'
import { arrived, underWay } from './on_the_phone.ts'

const quickReplies = ['YES', 'NO', 'HELP', 'STOP'] as const

interface ContactPhoneProps {
  contactId: string
  known?: Contact
  onRemove: () => void
}

/** One contact's phone: the texts that reached it, and a way to answer as the contact. */
export function ContactPhone({ contactId, known, onRemove }: ContactPhoneProps) {
  const loaded = useContact(contactId)
  const contact = loaded.data ?? known
  const now = new Date(useWorkspaceNow()).toISOString()
  const thread = useThread(contactId)
  const messages = inOrder(thread.data?.pages.flatMap((page) => page.data) ?? [])
  const waiting = messages.filter(underWay)
  if (!contact) {
    return (
      <PhoneFrame
        title={loaded.isError ? 'This contact is gone' : <Skeleton className="h-4 w-24" />}
        className="h-full"
        footer={<IconButton label="Put this phone away" icon={<X />} onClick={onRemove} />}
      >
        {null}
      </PhoneFrame>
    )
  }
  const consent = consentText[contact.optInStatus]
  return (
    <div className="group relative h-full">
      <PhoneFrame
        className="h-full"
        clock={formatClock(now, contact.timeZone ?? undefined)}
        title={
          <Link to={`/crm/contacts/${contactId}`} className="hover:text-rose-ink">
            {contactName(contact)}
          </Link>
        }
        subtitle={
          <>
            {formatPhone(contact.phone)} · {consent.label.toLowerCase()}
          </>
        }
        footer={<Answer contact={contact} />}
      >
        <Texts messages={messages.filter(arrived)} pending={thread.isPending} zone={contact.timeZone} />
        {waiting.length > 0 ? (
          <p
            className="flex items-center gap-2 border-t border-line bg-sunken px-4 py-1.5 text-xs text-ink-soft"
            title={waiting.map(whyStatus).join('\n')}
          >
            <Hourglass aria-hidden className="size-3.5 shrink-0 text-warn-ink" />
            <span className="truncate">
              {plural(waiting.length, 'text')} on the way: {waiting.slice(0, 1).map(whyStatus)}
            </span>
          </p>
        ) : null}
      </PhoneFrame>
      <IconButton
        size="sm"
        label="Put this phone away"
        icon={<X />}
        onClick={onRemove}
        className="absolute top-10 right-3 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100"
      />
    </div>
  )
}

function Texts({ messages, pending, zone }: { messages: readonly Message[]; pending: boolean; zone: string | null }) {
  const end = useRef<HTMLDivElement>(null)
  const newest = messages.at(-1)?.id
  useLayoutEffect(() => {
    const element = end.current
    if (element) element.scrollTop = element.scrollHeight
  }, [newest])
  return (
    <div
      ref={end}
      role="log"
      aria-label="Texts"
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto px-3 py-3 outline-offset-[-3px]"
    >
      {pending ? <Skeleton className="h-14 w-3/4 rounded-lg" /> : null}
      {!pending && messages.length === 0 ? (
        <p className="pt-8 text-center text-sm text-ink-faint">No texts yet.</p>
      ) : null}
      <div className="flex flex-col gap-2.5">
        {byDay(messages, saidAt).map(({ day, rows }) => (
          <div key={day} className="flex flex-col gap-2.5">
            <p className="py-1 text-center text-2xs font-medium text-ink-faint">{dayInWords(day)}</p>
            {rows.map((message) => (
              <MessageBubble key={message.id} message={message} zone={zone} mirrored />
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}

function Answer({ contact }: { contact: Contact }) {
  const [body, setBody] = useState('')
  const send = useSendInbound()
  const post = (text: string) => {
    const words = text.trim()
    if (words) send.mutate({ from: contact.phone, body: words }, { onSuccess: () => setBody('') })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    post(body)
  }
  const refused = send.data && !send.data.delivered
  return (
    <div className="flex flex-col gap-2">
      {send.isError || refused ? (
        <p role="alert" className="px-1 text-xs text-bad-ink">
          {send.isError ? messageOf(send.error) : 'The webhook refused this text; the server’s log says why.'}
        </p>
      ) : null}
      <div className="flex gap-1.5">
        {quickReplies.map((word) => (
          <button
            key={word}
            type="button"
            disabled={send.isPending}
            onClick={() => post(word)}
            className="h-7 flex-1 rounded-full border border-line-strong text-xs font-semibold text-ink-soft calm transition-colors hover:border-rose hover:bg-rose-soft hover:text-rose-ink disabled:opacity-50"
          >
            {word}
          </button>
        ))}
      </div>
      <form
        onSubmit={submit}
        className="flex items-center gap-1.5 rounded-full border border-control/75 bg-raised py-1 pr-1 pl-4 focus-within:border-rose focus-within:ring-3 focus-within:ring-rose/20"
      >
        <input
          data-phone-input
          aria-label={`Text as ${contactName(contact)}`}
          placeholder="Text message"
          value={body}
          onChange={(event) => setBody(event.target.value)}
          className="h-7 min-w-0 flex-1 bg-transparent text-base outline-none max-sm:text-[16px]"
        />
        <button
          type="submit"
          aria-label="Send as the contact"
          disabled={!body.trim() || send.isPending}
          className="grid size-7 shrink-0 place-items-center rounded-full bg-rose text-on-rose calm transition-opacity disabled:opacity-40"
        >
          <ArrowUp className="size-4" strokeWidth={2.5} />
        </button>
      </form>
    </div>
  )
}
