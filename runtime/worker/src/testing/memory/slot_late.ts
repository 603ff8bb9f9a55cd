import { senderOf } from './due_messages.ts'
import type { MemoryDatabase } from './memory_database.ts'
import { key, type MemoryTransaction } from './memory_transaction.ts'
import type { MessageRow, SenderRow } from './rows.ts'

/** So much after its turn a text is late: nobody was there to claim it. */
const LATE_MS = 5_000
/** A sender that is behind by less is let be. */
const BLINK_MS = 1_000

/** How far a sender's rate has been given away: `next` to texts that are planned, the rest to late ones. */
interface Meter {
  sender: SenderRow
  perSecond: number
  next: number
  since: number
  until: number
  /** This very claim has given slots to late texts. */
  isCatchingUp: boolean
}

/** What of a claim has its turn now, and what has got a later one. */
export interface Slotted {
  due: MessageRow[]
  later: { row: MessageRow; slot: number; slottedAt: number }[]
  /** Younger texts for the contacts of those, which come due with them. */
  younger: { id: string; slot: number }[]
  meters: ReadonlyMap<string, Meter>
}

/**
 * Texts that came due while no worker ran are late all at once, and get slots of their sender's rate from now on. Those
 * who have a slot already move up behind them as they come due. What a sender's rate isn't to be had for just now is left
 * for the next claim.
 */
export function slotLate(
  database: MemoryDatabase,
  transaction: MemoryTransaction,
  claimed: readonly MessageRow[],
): Slotted {
  const meters = new Map<string, Meter>()
  const slotted = { due: [] as MessageRow[], later: [] as Slotted['later'], younger: [] as Slotted['younger'], meters }
  for (const row of claimed) {
    const now = database.now(row.workspaceId)
    const sender = limitedSenderOf(database, row)
    const meter = sender && (meters.get(sender.id) ?? meterOf(sender))
    if (!meter || !isOutOfTurn(row, meter, now)) {
      slotted.due.push(row)
      continue
    }
    if (!transaction.tryLock(key.sender(meter.sender.id), 'update')) continue
    meters.set(meter.sender.id, meter)
    const slot = catchUp(meter, row, now)
    if (slot <= now) slotted.due.push(row)
    else {
      slotted.later.push({ row, slot, slottedAt: now })
      slotted.younger.push(...lockYounger(database, transaction, { row, slot }))
    }
  }
  return slotted
}

/** Writes the later turns, and how far each sender's rate has been given away. */
export function putOff(database: MemoryDatabase, { later, younger, meters }: Slotted): void {
  for (const { row, slot, slottedAt } of later)
    database.messages.update(row.id, { status: 'planned', reason: 'sender_rate', sendAfter: slot, slottedAt })
  for (const { id, slot } of younger) database.messages.update(id, { sendAfter: slot })
  for (const { sender, next, since, until } of meters.values())
    database.senders.update(sender.id, { nextSlotAt: next, lateSince: since, lateUntil: until })
}

function limitedSenderOf(database: MemoryDatabase, row: MessageRow): (SenderRow & { perSecond: number }) | null {
  const sender = senderOf(database, row, database.contacts.need(row.contactId))
  return sender !== null && sender.perSecond !== null ? { ...sender, perSecond: sender.perSecond } : null
}

function isOutOfTurn(row: MessageRow, { since, until, isCatchingUp }: Meter, now: number): boolean {
  if (row.status === 'held' || row.purpose === 'confirmation') return false
  const isOvertaken =
    row.attempt === 0 &&
    until > now + (isCatchingUp ? 0 : BLINK_MS) &&
    (row.slottedAt === null || row.slottedAt < since)
  return isOvertaken || isLate(row, now)
}

const isLate = (row: MessageRow, now: number): boolean => (row.sendAfter ?? now) < now - LATE_MS

const meterOf = (sender: SenderRow & { perSecond: number }): Meter => ({
  sender,
  perSecond: sender.perSecond,
  next: sender.nextSlotAt ?? 0,
  since: sender.lateSince ?? 0,
  until: sender.lateUntil ?? 0,
  isCatchingUp: false,
})

/** The next slot for a late text; one that is late again though it has had such a slot begins the catching up anew. */
function catchUp(meter: Meter, row: MessageRow, now: number): number {
  const isMissed = isLate(row, now) && row.slottedAt !== null && row.slottedAt >= meter.since
  if (isMissed || meter.until <= now) Object.assign(meter, { since: now, until: now })
  const took = (Math.max(1, row.segments) * 1_000) / meter.perSecond
  const slot = meter.until
  meter.until = slot + took
  if (isLate(row, now)) meter.next = Math.max(meter.next, now) + took
  meter.next = Math.max(meter.next, meter.until)
  meter.isCatchingUp = true
  return slot
}

function lockYounger(
  database: MemoryDatabase,
  transaction: MemoryTransaction,
  { row, slot }: { row: MessageRow; slot: number },
): Slotted['younger'] {
  const ahead = [...database.messages.rows()].filter(
    (other) =>
      other.contactId === row.contactId &&
      other.status === 'planned' &&
      other.purpose === 'workflow' &&
      other.id > row.id &&
      (other.sendAfter ?? slot) < slot,
  )
  return ahead.filter(({ id }) => transaction.tryLock(key.message(id), 'update')).map(({ id }) => ({ id, slot }))
}
