import type { Sender, SenderQueue } from '../../api/senders.ts'
import { formatCount } from '../../ui/format.ts'

/** What a sender may send, in words: `1 segment a second, 2,000 a day`. */
export function limitsInWords({
  segmentsPerSecond,
  segmentsPerDay,
}: Pick<Sender, 'segmentsPerSecond' | 'segmentsPerDay'>): string {
  const parts = [
    segmentsPerSecond ? `${segmentsPerSecond} a second` : null,
    segmentsPerDay ? `${formatCount(segmentsPerDay)} a day` : null,
  ].filter((part) => part !== null)
  return parts.length === 0 ? 'No limit' : `${parts.join(', ')} (segments)`
}

/** How much of a day's cap is used, 0 to 1; null without a cap. */
export function dayUsed({ segmentsPerDay, queue }: Pick<Sender, 'segmentsPerDay' | 'queue'>): number | null {
  if (!segmentsPerDay || queue?.segmentsToday === null || queue?.segmentsToday === undefined) return null
  return Math.min(1, queue.segmentsToday / segmentsPerDay)
}

/** How many texts wait at a sender. */
export function waitingAt(queue: SenderQueue | undefined): number {
  return queue === undefined ? 0 : queue.planned + queue.held + queue.sending
}
