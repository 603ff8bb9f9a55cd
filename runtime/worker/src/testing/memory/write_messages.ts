import type { MessageWrite } from '../../engine/batch_writes.ts'
import type { OutgoingText } from '../../ports/message_gateway.ts'
import type { Decided, SendOffer } from '../../ports/message_store.ts'
import { dueMessageOf, hasNoneBefore } from './due_messages.ts'
import type { MemoryDatabase } from './memory_database.ts'
import { key, type MemoryTransaction } from './memory_transaction.ts'
import type { MessageRow, SenderRow } from './rows.ts'
import { columnsOf, settlementsOf, textsOf } from './write_decisions.ts'
import { settleWaits } from './settle.ts'

/** The senders with a limit, whose slots these texts may take. */
export function limitedSenders(database: MemoryDatabase, messages: readonly MessageWrite[]): SenderRow[] {
  const workspaces = new Set(messages.map((message) => message.workspaceId))
  return [...database.senders.rows()].filter(
    (sender) => sender.perSecond !== null && workspaces.has(sender.workspaceId),
  )
}

/** Texts with their moments, and what a sender's offer has decided of some of them. */
export interface PreparedTexts {
  rows: MessageRow[]
  nextSlots: ReadonlyMap<string, number>
  decided: Decided[]
}

/** Gives each text its sender's next slot. The limited senders must be held. */
export function prepareTexts(database: MemoryDatabase, messages: readonly MessageWrite[]): PreparedTexts {
  const nextSlots = new Map<string, number>()
  const rows = messages.map((message) => {
    const wanted = message.senderId ?? database.contacts.need(message.contactId).senderId
    const sender = limitedSenders(database, [message]).find((row) => (wanted ? row.id === wanted : row.isDefault))
    if (!sender?.perSecond) return plannedMessage(message, message.createdAt)
    const slot = Math.max(message.createdAt, nextSlots.get(sender.id) ?? sender.nextSlotAt ?? 0)
    nextSlots.set(sender.id, slot + (message.segments * 1000) / sender.perSecond)
    return plannedMessage(message, slot)
  })
  return { rows, nextSlots, decided: [] }
}

export interface Offered {
  texts: PreparedTexts
  room: number
  /** Texts whose sending ends in the same transaction. */
  ended: ReadonlySet<string>
}

/** Holds the contacts of texts that may be claimed at birth, one of each contact. @returns those texts */
export function lockForOffer(
  database: MemoryDatabase,
  transaction: MemoryTransaction,
  { texts, room, ended }: Offered,
): MessageRow[] {
  const first = new Map<string, MessageRow>()
  for (const row of texts.rows) if (isDue(row) && !first.has(row.contactId)) first.set(row.contactId, row)
  const chosen = [...first.values()].slice(0, Math.max(0, room))
  return chosen.filter(
    (row) => hasNoneBefore(database, row, ended) && transaction.tryLock(key.contact(row.contactId), 'share'),
  )
}

/** Asks the offer about texts whose contacts are held. */
export function decideTexts(
  database: MemoryDatabase,
  texts: PreparedTexts,
  { held, offer }: { held: readonly MessageRow[]; offer: SendOffer },
): PreparedTexts {
  if (held.length === 0) return texts
  return { ...texts, decided: offer.decide(held.map((row) => dueMessageOf(database, row))) }
}

export interface WrittenTexts {
  /** Planned, and may be sent at once. */
  sendable: number
  /** Claimed at birth. */
  toSend: OutgoingText[]
  settledRuns: number
}

/** Writes texts: those that an offer has taken as `sending`, the others as `planned`. */
export function writeTexts(database: MemoryDatabase, { rows, nextSlots, decided }: PreparedTexts): WrittenTexts {
  for (const [id, nextSlotAt] of nextSlots) database.senders.update(id, { nextSlotAt })
  const decisions = new Map(decided.map((each) => [each.message.id, each]))
  for (const row of rows) {
    const decision = decisions.get(row.id)
    database.messages.insert(decision ? { ...row, ...columnsOf(database, row, decision) } : row)
  }
  const settledRuns = settleWaits(database, settlementsOf(decided))
  return { sendable: rows.filter(isDue).length - decided.length, toSend: textsOf(decided), settledRuns }
}

function isDue({ sendAfter, createdAt }: MessageRow): boolean {
  return sendAfter !== null && sendAfter <= createdAt
}

function plannedMessage(message: MessageWrite, sendAfter: number): MessageRow {
  const { id, workspaceId, contactId, runId, seq, nodeId, senderId, createdAt, lane, to, body, segments, mediaIds } =
    message
  const own = { id, workspaceId, contactId, runId, nodeId, senderId, createdAt, lane, to, body, segments, mediaIds }
  return { ...own, ...UNSENT, stepSeq: seq, purpose: 'workflow', sendAfter }
}

/** An outbound text that nothing has happened to yet. */
export const UNSENT = {
  direction: 'outbound',
  status: 'planned',
  attemptId: null,
  slottedAt: null,
  sentAt: null,
  deliveredAt: null,
  deadlineAt: null,
  unknownSince: null,
  attempt: 0,
  statusRank: 0,
  errorCode: null,
  reason: null,
  providerSid: null,
} as const
