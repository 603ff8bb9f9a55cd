import { CircleAlert, Hourglass, RadioTower, X } from 'lucide-react'
import { useLayoutEffect, useRef, type ReactNode } from 'react'
import { Link } from 'react-router'
import type { PhoneScript } from '../../api/clock.ts'
import { useContact } from '../../api/contacts.ts'
import { useThread } from '../../api/conversations.ts'
import { useMay } from '../../api/session.ts'
import type { Contact, Message } from '../../api/types.ts'
import { cn } from '../../ui/cn.ts'
import { formatClock, plural } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon_button.tsx'
import { PhoneFrame } from '../../ui/phone_frame.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useWorkspaceNow } from '../../ui/workspace_now.ts'
import { byDay, dayInWords } from '../contacts/timeline_kinds.ts'
import { contactName, consentText, formatPhone } from '../shared/contact_text.ts'
import { MessageBubble } from '../shared/message_bubble.tsx'
import { inOrder, saidAt, whyStatus } from '../shared/message_text.ts'
import { useErrorWords } from '../shared/use_error_words.ts'
import { Answer } from './answer.tsx'
import { DeliveryMenu } from './delivery_menu.tsx'
import { sayScript } from './delivery_scripts.ts'
import { arrived, lost, onItsClock, underWay } from './on_the_phone.ts'
import { PhoneMenu } from './phone_menu.tsx'

interface ContactPhoneProps {
  contactId: string
  known?: Contact
  scripts: readonly PhoneScript[]
  onRemove: () => void
}

/** One contact's phone: the texts that reached it, and a way to answer as the contact. */
export function ContactPhone({ contactId, known, scripts, onRemove }: ContactPhoneProps) {
  const loaded = useContact(contactId)
  const contact = loaded.data ?? known
  const now = new Date(useWorkspaceNow()).toISOString()
  const thread = useThread(contactId)
  const mayPlay = useMay('sandbox:write')
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
  const script = scripts.find((each) => each.phone === contact.phone)
  const said = sayScript(script)
  const newestLost = messages.findLast(lost)
  return (
    <div className="relative h-full">
      <PhoneFrame
        className="h-full"
        clock={formatClock(now, contact.timeZone ?? undefined)}
        title={
          // Its two menus lie at the left and at the right of the name.
          <span className="block truncate px-7">
            <Link to={`/crm/contacts/${contactId}`} className="hover:text-rose-ink" title={contactName(contact)}>
              {contactName(contact)}
            </Link>
          </span>
        }
        subtitle={
          <>
            {formatPhone(contact.phone)} · {consent.label.toLowerCase()}
          </>
        }
        footer={mayPlay ? <Answer contact={contact} /> : undefined}
      >
        {said ? (
          <Strip icon={<RadioTower />}>
            {said}
            {script?.used ? `: ${plural(script.used, 'text')} so far` : ''}
          </Strip>
        ) : null}
        <Texts messages={messages.filter(arrived)} pending={thread.isPending} zone={contact.timeZone} />
        {waiting.length > 0 ? (
          <Strip icon={<Hourglass />} title={waiting.map(whyStatus).join('\n')}>
            {plural(waiting.length, 'text')} on the way: {waiting.slice(0, 1).map(whyStatus)}
          </Strip>
        ) : null}
        {newestLost && newestLost === messages.findLast((message) => message.direction === 'outbound') ? (
          <Lost message={newestLost} />
        ) : null}
      </PhoneFrame>
      {mayPlay ? <DeliveryMenu phone={contact.phone} script={script} className="absolute top-11 left-3.5" /> : null}
      {mayPlay ? (
        <PhoneMenu
          phone={contact.phone}
          name={contactName(contact)}
          onRemove={onRemove}
          className="absolute top-11 right-3.5"
        />
      ) : (
        <IconButton
          size="sm"
          label={`Put the phone of ${contactName(contact)} away`}
          icon={<X />}
          onClick={onRemove}
          className="absolute top-11 right-3.5"
        />
      )}
    </div>
  )
}

/** Why the newest text isn't on the phone, in words where its code has some. */
function Lost({ message }: { message: Message }) {
  const words = useErrorWords(message.errorCode)
  const why = words && !message.reason ? `${words.title} (${message.errorCode})` : whyStatus(message)
  return (
    <Strip icon={<CircleAlert />} tone="bad" title={words?.advice ?? why}>
      The last text didn’t come: {why}
    </Strip>
  )
}

interface StripProps {
  icon: ReactNode
  tone?: 'warn' | 'bad'
  title?: string
  children: ReactNode
}

/** A line across the phone about what its owner wouldn't see. */
function Strip({ icon, tone = 'warn', title, children }: StripProps) {
  return (
    <p
      title={title}
      className={cn(
        'flex items-start gap-2 border-y border-line bg-sunken px-4 py-1.5 text-xs text-ink-soft [&_svg]:mt-px [&_svg]:size-3.5 [&_svg]:shrink-0',
        tone === 'bad' ? '[&_svg]:text-bad' : '[&_svg]:text-warn-ink',
      )}
    >
      {icon}
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </p>
  )
}

function Texts({ messages, pending, zone }: { messages: readonly Message[]; pending: boolean; zone: string | null }) {
  const end = useRef<HTMLDivElement>(null)
  const today = new Date(onItsClock(new Date(useWorkspaceNow()).toISOString(), zone))
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
        {byDay(messages, (message) => onItsClock(saidAt(message), zone)).map(({ day, rows }) => (
          <div key={day} className="flex flex-col gap-2.5">
            <p className="py-1 text-center text-2xs font-medium text-ink-faint">{dayInWords(day, today)}</p>
            {rows.map((message) => (
              <MessageBubble key={message.id} message={message} zone={zone} mirrored />
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}
