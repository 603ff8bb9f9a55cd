import { Check, CheckCheck, CircleAlert, Clock, Hourglass, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { mediaAddress } from '../../api/media_address.ts'
import type { Message, MessageStatus } from '../../api/types.ts'
import { Bubble } from '../../ui/bubble.tsx'
import { cn } from '../../ui/cn.ts'
import { formatClock, formatMoment } from '../../ui/format.ts'
import { Tooltip } from '../../ui/tooltip.tsx'
import { hasLeft, messageStatusText, whyStatus } from './message_text.ts'
import { useErrorWords } from './use_error_words.ts'

const icons: Partial<Record<MessageStatus, LucideIcon>> = {
  planned: Clock,
  held: Hourglass,
  sending: Clock,
  queued: Check,
  sent: Check,
  delivered: CheckCheck,
  undelivered: CircleAlert,
  failed: CircleAlert,
  unknown: CircleAlert,
}

/** The delivery status of one text, with the reason on hover and in words where something is wrong. */
export function DeliveryMark({ message }: { message: Pick<Message, 'status' | 'reason' | 'errorCode'> }) {
  const Icon = icons[message.status] ?? Clock
  const text = messageStatusText[message.status]
  const trouble = ['held', 'undelivered', 'failed', 'unknown', 'skipped'].includes(message.status)
  const words = useErrorWords(message.errorCode)
  const why = whyStatus(message)
  return (
    <Tooltip
      label={words ? words.advice : why}
      render={
        <span
          tabIndex={0}
          className={cn(
            'inline-flex items-center gap-1 rounded-xs font-medium',
            text?.tone === 'bad' && 'text-bad-ink',
            text?.tone === 'warn' && 'text-warn-ink',
            text?.tone === 'ok' && 'text-ok-ink',
          )}
        >
          <Icon aria-hidden className="size-3.5" />
          {text?.label ?? message.status}
          {trouble && (message.reason || message.errorCode) ? (
            <span className="font-normal">
              · {words && !message.reason ? `${words.title} (${message.errorCode})` : why}
            </span>
          ) : null}
        </span>
      }
    />
  )
}

interface MessageBubbleProps {
  message: Message
  zone?: string | null
  /** Where the run that sent it is shown. */
  runTo?: string | null
  /** Draws it as the contact's phone does: our texts at the left. */
  mirrored?: boolean
  extra?: ReactNode
}

/** One text with its time and its delivery. */
export function MessageBubble({ message, zone, runTo, mirrored, extra }: MessageBubbleProps) {
  const outbound = message.direction === 'outbound'
  const at = message.sentAt ?? message.createdAt
  return (
    <Bubble
      side={outbound !== Boolean(mirrored) ? 'out' : 'in'}
      faint={outbound && !hasLeft(message.status)}
      images={message.mediaUrls?.map((url) => mediaAddress(url))}
      meta={
        <>
          <Tooltip
            label={zone ? `${formatMoment(at)}; ${formatMoment(at, zone)} in ${zone}` : formatMoment(at)}
            // A phone goes by the clock of its own place.
            render={<time dateTime={at}>{formatClock(at, mirrored && zone ? zone : undefined)}</time>}
          />
          {outbound && !mirrored ? <DeliveryMark message={message} /> : null}
          {outbound && !mirrored && message.segments > 1 ? <span>{message.segments} segments</span> : null}
          {runTo ? (
            <Link to={runTo} className="font-medium text-rose-ink hover:underline">
              by a workflow
            </Link>
          ) : null}
          {extra}
        </>
      }
    >
      {message.clearedAt ? 'The words were cleared by the retention setting.' : message.body}
    </Bubble>
  )
}
