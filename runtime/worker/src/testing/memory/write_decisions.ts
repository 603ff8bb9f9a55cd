import type { ClaimReport, Decided } from '../../ports/message_store.ts'
import type { OutgoingText } from '../../ports/message_gateway.ts'
import type { MemoryDatabase } from './memory_database.ts'
import type { MessageRow } from './rows.ts'
import { messageSettlement, settleWaits, type Settlement } from './settle.ts'

/** A claim that has no outcome by then is `unknown`. */
export const CLAIM_MS = 20_000

/** Runs that a batch of decisions lets go on. */
export function runsOfDecisions(decided: readonly Decided[]): string[] {
  return settlementsOf(decided).map(({ runId }) => runId)
}

/** Writes what the gate said of each claimed text, and lets the runs go on whose text will not go out. */
export function writeDecisions(database: MemoryDatabase, decided: readonly Decided[]): ClaimReport {
  for (const each of decided) {
    const row = database.messages.need(each.message.id)
    database.messages.update(row.id, columnsOf(database, row, each))
  }
  return { toSend: textsOf(decided), settledRuns: settleWaits(database, settlementsOf(decided)) }
}

/** A decision as columns of the text it is about. */
export function columnsOf(
  database: MemoryDatabase,
  row: MessageRow,
  { message, decision, attemptId }: Decided,
): Partial<MessageRow> {
  const base = {
    senderId: message.senderId ?? row.senderId,
    to: message.to,
    attemptId: null,
    sendAfter: null,
    deadlineAt: null,
    reason: null,
  }
  switch (decision.outcome) {
    case 'send': {
      const deadlineAt = database.environment.now() + CLAIM_MS
      return { ...base, status: 'sending', attemptId, attempt: row.attempt + 1, deadlineAt }
    }
    case 'hold':
      return { ...base, status: 'held', reason: decision.reason, sendAfter: decision.until }
    case 'skip':
    case 'block':
      return { ...base, status: 'skipped', reason: decision.reason }
  }
}

/** Runs whose text will not go out go on. */
export function settlementsOf(decided: readonly Decided[]): Settlement[] {
  return decided.flatMap(({ message, decision }) => {
    if (!message.runId || (decision.outcome !== 'skip' && decision.outcome !== 'block')) return []
    const outcome = decision.outcome === 'skip' ? 'skipped' : 'blocked'
    return [messageSettlement(message.runId, message.id, { outcome, reason: decision.reason })]
  })
}

/** Texts that may go out. */
export function textsOf(decided: readonly Decided[]): OutgoingText[] {
  return decided.flatMap(({ message, attemptId }) => {
    if (!attemptId || !message.senderId) return []
    const { id: messageId, workspaceId, runId, senderId, to, body, mediaIds } = message
    return [{ messageId, attemptId, attempt: message.attempt + 1, workspaceId, runId, senderId, to, body, mediaIds }]
  })
}
