import type { Message, MessageStatus } from '../../api/types.ts'
import { reasonInWords } from '../../runs/reasons.ts'
import type { Tone } from '../../ui/badge.tsx'

/** The words and the tone for a message's status. */
export const messageStatusText: Record<MessageStatus, { label: string; tone: Tone; meaning: string }> = {
  planned: { label: 'Planned', tone: 'neutral', meaning: 'Waits for its turn to be sent.' },
  held: { label: 'Held', tone: 'warn', meaning: 'Held back by quiet hours, a limit or a freeze; goes out by itself.' },
  sending: { label: 'Sending', tone: 'info', meaning: 'Being handed to the provider.' },
  queued: { label: 'Queued', tone: 'info', meaning: 'Accepted by the provider.' },
  sent: { label: 'Sent', tone: 'info', meaning: 'Handed to the carrier.' },
  delivered: { label: 'Delivered', tone: 'ok', meaning: 'On the phone.' },
  undelivered: { label: 'Undelivered', tone: 'bad', meaning: 'The carrier couldn’t deliver it.' },
  failed: { label: 'Failed', tone: 'bad', meaning: 'Refused before it reached the carrier.' },
  unknown: {
    label: 'Unknown',
    tone: 'warn',
    meaning: 'No answer came back; it may have been sent. It is looked up before anything is sent again.',
  },
  canceled: { label: 'Canceled', tone: 'neutral', meaning: 'Taken back before it was sent.' },
  skipped: { label: 'Skipped', tone: 'neutral', meaning: 'Not sent, by a rule.' },
  received: { label: 'Received', tone: 'neutral', meaning: 'Came from the contact.' },
}

/** Whether a text has left the house, so far as is known. */
export function hasLeft(status: MessageStatus): boolean {
  return !['planned', 'held', 'canceled', 'skipped', 'failed'].includes(status)
}

/** Reasons that only a text can have; the others are a run's too. */
const OWN_REASONS: Record<string, string> = {
  sender_rate: 'It waits for its turn at the sender’s rate.',
  scheduled: 'It goes out at the time that was chosen.',
  confirmation_not_allowed: 'No confirmation is owed for this.',
  not_awaited: 'Its run has gone on without it.',
  resent_by_policy: 'Nobody knew whether it was sent; by the workspace’s rule it is sent again.',
  held_by_policy: 'Nobody knows whether it was sent; somebody has to look.',
}

const sayReason = (reason: string): string => OWN_REASONS[reason] ?? reasonInWords(reason)

/** Why a message stands as it does: its own reason, its error, or the meaning of its status. */
export function whyStatus(message: Pick<Message, 'status' | 'reason' | 'errorCode'>): string {
  const reason = message.reason ? sayReason(message.reason) : null
  const parts = [reason, message.errorCode ? `error ${message.errorCode}` : null].filter(Boolean)
  return parts.length ? parts.join(' · ') : (messageStatusText[message.status]?.meaning ?? message.status)
}

/** When a text counts as said: when it left, else when it was written or came in. */
export function saidAt(message: Pick<Message, 'sentAt' | 'createdAt'>): string {
  return message.sentAt ?? message.createdAt
}

/** Texts in the order in which they were said, the oldest first, each once. */
export function inOrder(messages: readonly Message[]): Message[] {
  const once = new Map(messages.map((message) => [message.id, message]))
  return [...once.values()].toSorted((a, b) => Date.parse(saidAt(a)) - Date.parse(saidAt(b)))
}
