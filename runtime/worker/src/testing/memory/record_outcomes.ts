import { twilioError } from '@soniarose/messaging'
import type { Recorded, RecordReport } from '../../ports/message_store.ts'
import type { MemoryDatabase } from './memory_database.ts'
import { key, type MemoryTransaction } from './memory_transaction.ts'
import { applyStop, lockForStop, type LockedForStop, type StopOrder } from './outside/apply_stop.ts'
import { suppressionId } from './due_messages.ts'
import type { MessageRow } from './rows.ts'
import { messageSettlement, settleWaits, type Settlement } from './settle.ts'
import { unknownColumns } from './unknown.ts'

const RANK = { accepted: 20, refused: 51, retry: 0 } as const
const STATUS = { accepted: 'queued', refused: 'failed', retry: 'planned' } as const

/**
 * Writes the outcomes of attempts, with what they mean for runs, contacts and senders. Only attempts that are still
 * their message's own count: a record that comes twice changes nothing.
 */
export async function recordOutcomes(database: MemoryDatabase, transaction: MemoryTransaction, records: readonly Recorded[]): Promise<RecordReport> {
  // Contacts before runs: the order in which a STOP takes them.
  const stops: { order: StopOrder; locked: LockedForStop }[] = []
  for (const record of records) {
    if (record.effect !== 'opt_out') continue
    const order = stopOrderOf(record)
    stops.push({ order, locked: await lockForStop(database, transaction, order) })
  }
  await transaction.lock(records.flatMap(({ text }) => (text.runId ? [key.run(text.runId)] : [])), 'update')
  return transaction.commit(() => {
    for (const { order, locked } of stops) applyStop(database, order, locked)
    for (const record of records) suppress(database, record)
    const written = records.filter((record) => writeOutcome(database, record))
    for (const record of records) writeAttempt(database, record)
    for (const { text, effect } of records) if (effect === 'pause_sender') database.senders.update(text.senderId, { paused: true })
    return { settledRuns: settleWaits(database, written.flatMap(settlementOf)) }
  })
}

function stopOrderOf({ text, outcome }: Recorded): StopOrder {
  return { workspaceId: text.workspaceId, phone: text.to, kind: 'opt_out', source: `twilio-${outcome.code}`, text: null, messageId: null }
}

function suppress(database: MemoryDatabase, { text, outcome, effect }: Recorded): void {
  if (effect !== 'suppress' || outcome.code == null) return
  const id = suppressionId(text.workspaceId, text.to)
  if (database.suppressions.get(id)) return
  database.suppressions.insert({ id, reason: twilioError(outcome.code).title, at: database.now(text.workspaceId) })
}

/** @returns whether the outcome was still news, and known */
function writeOutcome(database: MemoryDatabase, record: Recorded): boolean {
  const { text, class: judged } = record
  const message = database.messages.get(text.messageId)
  if (message?.attemptId !== text.attemptId) return false
  if (judged.outcome === 'unknown') {
    if (message.status === 'sending') database.messages.update(message.id, { ...unknownColumns(database, message), reason: judged.reason })
    return false
  }
  if (message.status !== 'sending' && message.status !== 'unknown') return false
  database.messages.update(message.id, outcomeColumns(database, message, record))
  return true
}

function outcomeColumns(database: MemoryDatabase, message: MessageRow, { outcome, class: judged, retryInMs }: Recorded): Partial<MessageRow> {
  if (judged.outcome === 'unknown') return {}
  const now = database.now(message.workspaceId)
  return {
    status: STATUS[judged.outcome],
    statusRank: RANK[judged.outcome],
    providerSid: message.providerSid ?? outcome.sid ?? null,
    errorCode: outcome.code ?? null,
    reason: judged.outcome === 'accepted' ? null : judged.reason,
    sentAt: judged.outcome === 'accepted' ? now : null,
    sendAfter: judged.outcome === 'retry' ? now + (retryInMs ?? 0) : null,
    deadlineAt: null,
    unknownSince: null,
  }
}

function writeAttempt(database: MemoryDatabase, { text, outcome, class: judged }: Recorded): void {
  const known = database.attempts.get(text.attemptId)
  if (known && known.outcome !== 'unknown') return
  const { workspaceId, messageId, attempt } = text
  database.attempts.put({ id: text.attemptId, workspaceId, messageId, number: attempt, outcome: judged.outcome, errorCode: outcome.code ?? null })
}

function settlementOf({ text, class: judged, outcome }: Recorded): Settlement[] {
  if (!text.runId) return []
  if (judged.outcome === 'accepted') return [messageSettlement(text.runId, text.messageId, { outcome: 'accepted' })]
  if (judged.outcome !== 'refused') return []
  return [messageSettlement(text.runId, text.messageId, { outcome: 'failed', reason: judged.reason, errorCode: outcome.code ?? null })]
}
