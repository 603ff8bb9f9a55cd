import type { Message } from '../../api/types.ts'

/** Whether a text is on the contact's phone: their own, or one of ours that left. */
export function arrived(message: Message): boolean {
  return message.direction === 'inbound' || ['queued', 'sent', 'delivered'].includes(message.status)
}

/** Whether one of our texts may still come to the phone. */
export function underWay(message: Message): boolean {
  return message.direction === 'outbound' && ['planned', 'held', 'sending', 'unknown'].includes(message.status)
}

/** Whether one of our texts came to nothing. */
export function lost(message: Message): boolean {
  return message.direction === 'outbound' && ['undelivered', 'failed', 'skipped'].includes(message.status)
}

/** What a phone's own clock and calendar say at a moment, as `2026-11-22 21:16:00`. */
export function onItsClock(at: string, zone: string | null): string {
  return new Date(at).toLocaleString('sv-SE', zone === null ? {} : { timeZone: zone })
}
