import type { MessageOutcome } from '@soniarose/core'
import type { ClaimReport, Decided, OutgoingText } from '@soniarose/worker'
import { JsonRows } from '../json_rows.ts'
import type { EngineClient } from '../pool.ts'
import { spendDays } from './day_caps.ts'
import { askForConsent } from './opt_ins.ts'
import { messageSettlement, settleWaits, type Settlement } from '../settle.ts'

/** A claim that has no outcome by then is `unknown`: the time that a POST may take, and some more. */
export const CLAIM_SECONDS = 20

/** A decision as columns of the text it is about. */
export interface DecisionRow {
  id: string
  status: 'planned' | 'sending' | 'held' | 'skipped'
  reason: string | null
  gate: unknown
  sendAfter: number | null
  senderId: string | null
  attemptId: string | null
  /** What somebody has to lift. */
  heldBy: string | null
  /** The contact's number as it is now: it may have changed since the text was planned. */
  to: string
}

const DECISIONS = new JsonRows<DecisionRow>({
  id: 'uuid',
  status: 'text',
  reason: 'text',
  gate: 'jsonb',
  sendAfter: 'float8',
  senderId: 'uuid',
  attemptId: 'uuid',
  heldBy: 'uuid',
  to: 'text',
})

const WRITE_DECISIONS = {
  name: 'write_decisions',
  text: `
    UPDATE messages m SET
      status = x.status, reason = x.reason, gate = x.gate, held_by = x."heldBy", to_address = x."to",
      held_since = CASE WHEN x."heldBy" IS NOT NULL THEN coalesce(m.held_since, m.send_after) END, send_after = to_timestamp(x."sendAfter" / 1000),
      sender_id = coalesce(x."senderId", m.sender_id), attempt_id = x."attemptId",
      attempt = m.attempt + CASE WHEN x."attemptId" IS NULL THEN 0 ELSE 1 END,
      deadline_at = CASE WHEN x."attemptId" IS NULL THEN NULL ELSE clock_timestamp() + interval '${CLAIM_SECONDS} seconds' END
    FROM ${DECISIONS.sql('$1')}
    WHERE m.id = x.id`,
}

/** Writes what the gate said of each claimed text, and lets the runs go on whose text will not go out. */
export async function writeDecisions(client: EngineClient, decided: readonly Decided[]): Promise<ClaimReport> {
  const rows = decided.map(rowOf)
  await client.query({ ...WRITE_DECISIONS, values: [DECISIONS.encode(rows)] })
  await spendDays(client, decided)
  await askForConsent(client, decided)
  const settledRuns = await settleRefused(client, decided)
  return { toSend: textsOf(decided), settledRuns }
}

/** Runs whose text will not go out. */
export function settleRefused(client: EngineClient, decided: readonly Decided[]): Promise<number> {
  return settleWaits(client, decided.flatMap(settlementOf))
}

/** Texts that may go out. */
export function textsOf(decided: readonly Decided[]): OutgoingText[] {
  return decided.flatMap(textOf)
}

export function rowOf({ message, decision, attemptId }: Decided): DecisionRow {
  const { outcome, sentence, values } = decision
  const gate = { outcome, sentence, values }
  const { id, senderId, to } = message
  const base = { id, gate, senderId, to, attemptId: null, heldBy: null, sendAfter: null }
  switch (decision.outcome) {
    case 'send':
      return { ...base, status: 'sending', reason: null, attemptId }
    case 'hold': {
      const heldBy = decision.until === null ? holderOf(message, decision.reason) : null
      return { ...base, status: 'held', reason: decision.reason, sendAfter: decision.until, heldBy }
    }
    case 'skip':
    case 'block':
      return { ...base, status: 'skipped', reason: decision.reason }
  }
}

function holderOf(message: Decided['message'], reason: string): string | null {
  switch (reason) {
    case 'frozen':
      return message.workspaceId
    case 'workflow_paused':
      return message.workflowId ?? null
    case 'sender_paused':
      return message.senderId
    default:
      return null
  }
}

function settlementOf({ message, decision }: Decided): Settlement[] {
  if (!message.runId || (decision.outcome !== 'skip' && decision.outcome !== 'block')) return []
  const outcome: MessageOutcome = decision.outcome === 'skip' ? 'skipped' : 'blocked'
  return [messageSettlement(message.runId, message.id, outcome, { reason: decision.reason })]
}

function textOf({ message, attemptId }: Decided): OutgoingText[] {
  if (!attemptId || !message.senderId) return []
  const { id: messageId, workspaceId, runId, senderId, to, body, mediaIds, opensConversation } = message
  const attempt = message.attempt + 1
  return [{ messageId, attemptId, attempt, workspaceId, runId, senderId, opensConversation, to, body, mediaIds }]
}
