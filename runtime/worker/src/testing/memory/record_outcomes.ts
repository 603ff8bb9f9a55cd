import { twilioError } from '@soniarose/messaging'
import type { GoOn, Recorded, RecordReport } from '../../ports/message_store.ts'
import type { MemoryDatabase } from './memory_database.ts'
import { key, type MemoryTransaction } from './memory_transaction.ts'
import { applyStop, contactByPhone, lockForStop, type LockedForStop, type StopOrder } from './outside/apply_stop.ts'
import { suppressionId } from './due_messages.ts'
import type { MessageRow, RunRow } from './rows.ts'
import { messageSettlement, settleWaits, type Settlement } from './settle.ts'
import { backToPlan, markUnknown } from './unknown.ts'
import { committing, within } from './call.ts'
import { dueRunOf } from './due_run.ts'
import { prepareBatch, writeBatch, type PreparedBatch } from './write_batch.ts'

const RANK = { accepted: 20, refused: 51, retry: 0 } as const
const STATUS = { accepted: 'queued', refused: 'failed', retry: 'planned' } as const

export interface Outcomes {
  records: readonly Recorded[]
  /** Advances the runs in the same transaction. */
  goOn: GoOn | undefined
}

/** Rows that a recording holds, and what it will write of them. */
interface Held {
  stops: { order: StopOrder; locked: LockedForStop }[]
  /** Runs that go on in this very transaction. */
  going: { run: RunRow; settlement: Settlement }[]
}

/**
 * Writes the outcomes of attempts, with what they mean for runs, contacts and senders. Only attempts that are still
 * their message's own count: a record that comes twice changes nothing.
 */
export async function recordOutcomes(
  database: MemoryDatabase,
  transaction: MemoryTransaction,
  { records, goOn }: Outcomes,
): Promise<RecordReport> {
  const held = await within(transaction, 'messages.record', () =>
    lockForRecords(database, transaction, { records, goOn }),
  )
  const batch =
    goOn && held.going.length > 0 ? await advanceAtOnce(database, transaction, { goOn, held, records }) : null
  return committing(transaction, 'messages.recorded', () => {
    for (const { order, locked } of held.stops) applyStop(database, order, locked)
    for (const record of records) suppress(database, record)
    const written = records.filter((record) => writeOutcome(database, record))
    for (const record of records) writeAttempt(database, record)
    for (const { text, effect } of records)
      if (effect === 'pause_sender') database.senders.update(text.senderId, { paused: true })
    const committed = batch && writeBatch(database, batch)
    const gone = new Set(held.going.map(({ run }) => run.id))
    const settledRuns = settleWaits(
      database,
      written.flatMap(settlementOf).filter(({ runId }) => !gone.has(runId)),
    )
    return { settledRuns, ...(committed ? { committed } : {}) }
  })
}

/** Contacts before texts before runs: a STOP takes its contact first, and no text that is being sent. */
async function lockForRecords(
  database: MemoryDatabase,
  transaction: MemoryTransaction,
  { records, goOn }: Outcomes,
): Promise<Held> {
  const stops: Held['stops'] = []
  for (const record of records) {
    const order = stopOrderOf(record)
    if (record.effect === 'opt_out') stops.push({ order, locked: await lockForStop(database, transaction, order) })
    const contact = record.effect === 'suppress' ? contactByPhone(database, order.workspaceId, order.phone) : null
    if (contact) await transaction.lock([key.contact(contact.id)], 'update')
  }
  await transaction.lock(
    records.map(({ text }) => key.message(text.messageId)),
    'update',
  )
  // What an outcome does to its number or sender is not to be seen before the commit: such batches go on by themselves.
  const isPlain = goOn !== undefined && records.every(({ effect }) => effect === 'none')
  const going = isPlain ? lockGoing(database, transaction, records) : []
  const runs = records.flatMap(({ text }) => (text.runId ? [key.run(text.runId)] : []))
  await transaction.lock(runs, 'update')
  return { stops, going }
}

/** Runs that wait for exactly these texts and that nobody else holds. */
function lockGoing(
  database: MemoryDatabase,
  transaction: MemoryTransaction,
  records: readonly Recorded[],
): Held['going'] {
  return records.flatMap((record) => {
    const isNews = isOpen(database, database.messages.get(record.text.messageId), record)
    return (isNews ? settlementOf(record) : []).flatMap((settlement) => {
      if (!transaction.tryLock(key.run(settlement.runId), 'update')) return []
      const run = database.runs.get(settlement.runId)
      const isWaiting =
        run?.status === 'waiting' &&
        run.signal === null &&
        run.failures === 0 &&
        run.waitKind === 'message' &&
        run.waitKey === settlement.signal.key
      return run && isWaiting ? [{ run, settlement }] : []
    })
  })
}

async function advanceAtOnce(
  database: MemoryDatabase,
  transaction: MemoryTransaction,
  { goOn, held, records }: { goOn: GoOn; held: Held; records: readonly Recorded[] },
): Promise<PreparedBatch> {
  const due = held.going.map(({ run, settlement }) => dueRunOf(database, { ...run, signal: settlement.signal }))
  const writes = await goOn.advance(due)
  return prepareBatch(database, transaction, {
    writes,
    offer: goOn.offer,
    ended: new Set(records.map(({ text }) => text.messageId)),
  })
}

function stopOrderOf({ text, outcome }: Recorded): StopOrder {
  return {
    workspaceId: text.workspaceId,
    phone: text.to,
    kind: 'opt_out',
    source: `twilio-${outcome.code}`,
    text: null,
    messageId: null,
  }
}

function suppress(database: MemoryDatabase, { text, outcome, effect }: Recorded): void {
  if (effect === 'suppress' && outcome.code != null)
    suppressNumber(database, { workspaceId: text.workspaceId, phone: text.to, code: outcome.code })
}

/** A number that must not, or can't, be texted again, with the code that says so. */
export function suppressNumber(
  database: MemoryDatabase,
  { workspaceId, phone, code }: { workspaceId: string; phone: string; code: number },
): void {
  const id = suppressionId(workspaceId, phone)
  if (database.suppressions.get(id)) return
  database.suppressions.insert({ id, reason: twilioError(code).title, at: database.now(workspaceId) })
}

/** @returns whether the outcome was still news, and known */
function writeOutcome(database: MemoryDatabase, record: Recorded): boolean {
  const { text, class: judged } = record
  const message = database.messages.get(text.messageId)
  if (!message || !isOpen(database, message, record)) return false
  if (judged.outcome === 'unknown') {
    if (message.status === 'sending') markUnknown(database, message, judged.reason)
    return false
  }
  database.messages.update(message.id, outcomeColumns(database, message, record))
  return true
}

/** Whether the record is about the attempt that the text still waits for, or by which it was given up though it was taken. */
function isOpen(database: MemoryDatabase, message: MessageRow | undefined, { text, class: judged }: Recorded): boolean {
  if (message === undefined) return false
  if (message.status === 'sending' || message.status === 'unknown') return message.attemptId === text.attemptId
  const wasGivenUp = database.attempts.get(text.attemptId)?.outcome === 'unknown' && message.providerSid === null
  return judged.outcome === 'accepted' && wasGivenUp && UNSENT.has(message.status)
}

/** A text that is to be sent again, or is not to be sent any more. */
const UNSENT: ReadonlySet<MessageRow['status']> = new Set(['planned', 'held', 'canceled', 'skipped'])

function outcomeColumns(
  database: MemoryDatabase,
  message: MessageRow,
  { outcome, class: judged, retryInMs }: Recorded,
): Partial<MessageRow> {
  if (judged.outcome === 'unknown') return {}
  const now = database.now(message.workspaceId)
  const isAgain = judged.outcome === 'retry'
  return {
    status: STATUS[judged.outcome],
    statusRank: RANK[judged.outcome],
    providerSid: message.providerSid ?? outcome.sid ?? null,
    errorCode: outcome.code ?? null,
    reason: judged.outcome === 'accepted' ? null : judged.reason,
    sentAt: judged.outcome === 'accepted' ? now : null,
    sendAfter: null,
    deadlineAt: null,
    unknownSince: null,
    ...(isAgain ? backToPlan(database, message, { sendAfter: now + (retryInMs ?? 0), reason: judged.reason }) : {}),
  }
}

function writeAttempt(database: MemoryDatabase, { text, outcome, class: judged }: Recorded): void {
  const known = database.attempts.get(text.attemptId)
  if (known && known.outcome !== 'unknown') return
  const { workspaceId, messageId, attempt } = text
  database.attempts.put({
    id: text.attemptId,
    workspaceId,
    messageId,
    number: attempt,
    outcome: judged.outcome,
    errorCode: outcome.code ?? null,
  })
}

function settlementOf({ text, class: judged, outcome }: Recorded): Settlement[] {
  if (!text.runId) return []
  if (judged.outcome === 'accepted') return [messageSettlement(text.runId, text.messageId, { outcome: 'accepted' })]
  if (judged.outcome !== 'refused') return []
  return [
    messageSettlement(text.runId, text.messageId, {
      outcome: 'failed',
      reason: judged.reason,
      errorCode: outcome.code ?? null,
    }),
  ]
}
