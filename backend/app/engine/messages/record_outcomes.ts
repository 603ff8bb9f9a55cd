import type { GoOn, Recorded, RecordReport } from '@soniarose/worker'
import { eraseLost } from '#app/privacy/erase_lost'
import { CLAIM_SETTLED_RUNS, dueRunOf, type ClaimedRow } from '../runs/claim_runs_sql.ts'
import { writeBatch } from '../runs/write_batch.ts'
import { applyStop } from '../apply_stop.ts'
import { JsonRows } from '../json_rows.ts'
import type { EngineClient } from '../pool.ts'
import { nowOf } from '../sql_now.ts'
import { messageSettlement, settleWaits, type Settlement } from '../settle.ts'
import { tollFreeNumbers } from '../toll_free_block.ts'
import { IS_AWAITED, LOCK_RUNS_OF_ATTEMPTS, MARK_UNKNOWN } from './unknown_sql.ts'
import { pauseSenders, suppressNumbers } from './error_effects.ts'
import { CLAIM_SECONDS } from './write_decisions.ts'

interface OutcomeRow {
  id: string
  attemptId: string
  workspaceId: string
  number: number
  elapsedMs: number
  outcome: string
  sid: string | null
  httpStatus: number | null
  code: number | null
  reason: string | null
  retryInMs: number | null
}

const OUTCOMES = new JsonRows<OutcomeRow>({
  id: 'uuid',
  attemptId: 'uuid',
  workspaceId: 'uuid',
  number: 'smallint',
  elapsedMs: 'float8',
  outcome: 'text',
  sid: 'text',
  httpStatus: 'smallint',
  code: 'integer',
  reason: 'text',
  retryInMs: 'float8',
})

const INTO_ATTEMPTS =
  'INSERT INTO attempts (id, workspace_id, message_id, number, started_at, finished_at, outcome, http_status, error_code, error)'

/** What was given up as unknown has come to an end after all. */
const SETTLED_AFTER_ALL = `
  ON CONFLICT (message_id, number) DO UPDATE SET outcome = excluded.outcome, http_status = excluded.http_status,
    error_code = excluded.error_code, error = excluded.error, finished_at = excluded.finished_at
    WHERE attempts.outcome = 'unknown'`

/** The text and its attempt in one statement. An attempt began with its claim, by the database's clock. */
const RECORD = {
  name: 'record_outcomes',
  text: `
    WITH written AS (
      UPDATE messages m SET
        status = CASE WHEN x.outcome = 'accepted' THEN 'queued' WHEN x.outcome = 'refused' THEN 'failed'
          WHEN ${IS_AWAITED} THEN 'planned' ELSE 'canceled' END,
        provider_sid = coalesce(m.provider_sid, x.sid), error_code = x.code,
        reason = CASE WHEN x.outcome = 'retry' AND NOT ${IS_AWAITED} THEN 'not_awaited' ELSE x.reason END,
        sent_at = CASE x.outcome WHEN 'accepted' THEN ${nowOf('m')} END,
        status_rank = CASE x.outcome WHEN 'accepted' THEN 20 WHEN 'refused' THEN 51 ELSE 0 END,
        send_after = CASE WHEN x.outcome = 'retry' AND ${IS_AWAITED} THEN ${nowOf('m')} + make_interval(secs => x."retryInMs" / 1000) END,
        deadline_at = NULL, unknown_since = NULL
      FROM ${OUTCOMES.sql('$1')}
      -- CASE hides the status from the planner, who would else walk through a partial index instead of taking the key.
      WHERE m.id = x.id AND CASE WHEN m.status IN ('sending', 'unknown') THEN m.attempt_id = x."attemptId" END
      RETURNING m.id, m.workspace_id, x."attemptId", x.number, x.outcome, x."httpStatus", x.code, x.reason,
        coalesce(old.deadline_at - interval '${CLAIM_SECONDS} seconds', clock_timestamp() - make_interval(secs => x."elapsedMs" / 1000)) AS begun_at
    ), noted AS (
      ${INTO_ATTEMPTS}
      SELECT "attemptId", workspace_id, id, number, begun_at, clock_timestamp(), outcome, "httpStatus", code, reason FROM written
      ${SETTLED_AFTER_ALL}
    )
    SELECT id FROM written`,
}

/**
 * Texts whose fate was given up as unknown, and which were then to be sent again, or not to be sent any more: the provider
 * has taken them after all.
 */
const ADMIT = {
  name: 'admit_outcomes',
  text: `
    UPDATE messages m SET status = 'queued', status_rank = 20, provider_sid = x.sid, reason = NULL, sent_at = ${nowOf('m')},
      send_after = NULL, held_by = NULL, unknown_since = NULL
    FROM ${OUTCOMES.sql('$1')}
    JOIN attempts a ON a.id = x."attemptId" AND a.outcome = 'unknown'
    WHERE m.id = x.id AND a.message_id = m.id AND m.provider_sid IS NULL AND m.status IN ('planned', 'held', 'canceled', 'skipped')
    RETURNING m.id`,
}

/** Attempts whose text somebody else has settled meanwhile, or whose end nobody knows. */
const NOTE_ATTEMPTS = {
  name: 'note_attempts',
  text: `
    ${INTO_ATTEMPTS}
    SELECT x."attemptId", x."workspaceId", x.id, x.number, clock_timestamp() - make_interval(secs => x."elapsedMs" / 1000),
      clock_timestamp(), x.outcome, x."httpStatus", x.code, x.reason
    FROM ${OUTCOMES.sql('$1')}
    ${SETTLED_AFTER_ALL}`,
}

/**
 * The first text to somebody opens the conversation, and its sender stays; later ones cost no write. One whose outcome
 * came too late to count has not been sent as far as anybody knows.
 */
const OPEN_CONVERSATIONS = {
  name: 'open_conversations',
  text: `
    INSERT INTO conversations (contact_id, workspace_id, last_message_at, sender_id)
    SELECT m.contact_id, m.workspace_id, m.sent_at, m.sender_id FROM messages m
    WHERE m.id = ANY($1::uuid[]) AND m.sent_at IS NOT NULL
    ON CONFLICT (contact_id) DO UPDATE SET sender_id = excluded.sender_id WHERE conversations.sender_id IS NULL`,
}

/**
 * Writes the outcomes of attempts, with what they mean for runs, contacts and senders. Only attempts that are still the
 * message's own count: a record that comes twice, or after a callback has told the outcome, changes nothing.
 */
export async function recordOutcomes(
  client: EngineClient,
  records: readonly Recorded[],
  goOn?: GoOn,
): Promise<RecordReport> {
  // Contacts before runs before messages: the order in which a STOP takes them.
  await stopRecipients(client, records)
  const again = records.filter((record) => record.class.outcome === 'retry').map((record) => record.text.attemptId)
  if (again.length > 0) await client.query({ ...LOCK_RUNS_OF_ATTEMPTS, values: [again] })
  const known = records.filter((record) => record.class.outcome !== 'unknown')
  const written = await writeKnown(client, known)
  const admitted = await admit(
    client,
    known.filter((record) => record.class.outcome === 'accepted' && !written.has(record.text.messageId)),
  )
  await noteAttempts(
    client,
    records.filter((record) => !written.has(record.text.messageId)),
  )
  for (const id of admitted) written.add(id)
  await eraseLost(client, known, written)
  await writeUnknown(client, records)
  const pausing = records.filter(({ effect }) => effect === 'pause_sender')
  await pauseSenders(
    client,
    pausing.map(({ text, outcome }) => ({ senderId: text.senderId, code: outcome.code ?? 0 })),
  )
  const settlements = known.filter((record) => written.has(record.text.messageId)).flatMap(settlementOf)
  if (settlements.length === 0) return { settledRuns: 0 }
  return goOn ? goOnAtOnce(client, settlements, goOn) : { settledRuns: await settleWaits(client, settlements) }
}

/** The runs take their next steps in this transaction; those that another holds only have their waits ended. */
async function goOnAtOnce(
  client: EngineClient,
  settlements: readonly Settlement[],
  { advance, offer }: GoOn,
): Promise<RecordReport> {
  const waits = [settlements.map(({ runId }) => runId), settlements.map(({ waitKey }) => waitKey)]
  const { rows } = await client.query<ClaimedRow>({ ...CLAIM_SETTLED_RUNS, values: waits })
  const held = new Set(rows.map((row) => row.id))
  const signals = new Map(settlements.map(({ runId, signal }) => [runId, signal]))
  const due = rows.map((row) => dueRunOf({ ...row, signal: signals.get(row.id) ?? null }))
  const committed = due.length > 0 ? await writeBatch(client, await advance(due), offer) : undefined
  const settledRuns = await settleWaits(
    client,
    settlements.filter((settlement) => !held.has(settlement.runId)),
  )
  return { settledRuns, ...(committed ? { committed } : {}) }
}

async function stopRecipients(client: EngineClient, records: readonly Recorded[]): Promise<void> {
  const refused = records.filter(({ effect }) => effect === 'opt_out')
  const senderIds = refused.map(({ text }) => text.senderId)
  const tollFree = refused.length > 0 ? await tollFreeNumbers(client, senderIds) : new Map<string, string>()
  for (const { text, outcome } of refused) {
    await applyStop(client, {
      workspaceId: text.workspaceId,
      contactId: null,
      phone: text.to,
      kind: 'opt_out',
      source: `twilio-${outcome.code}`,
      text: null,
      messageId: text.messageId,
      tollFree: tollFree.get(text.senderId) ?? null,
    })
  }
  await suppressNumbers(
    client,
    records.flatMap(({ text, outcome: { code }, effect }) =>
      effect === 'suppress' && code != null ? [{ workspaceId: text.workspaceId, phone: text.to, code }] : [],
    ),
  )
}

async function writeKnown(client: EngineClient, known: readonly Recorded[]): Promise<Set<string>> {
  if (known.length === 0) return new Set()
  const { rows: written } = await client.query<{ id: string }>({
    ...RECORD,
    values: [OUTCOMES.encode(known.map(rowOf))],
  })
  const first = known.filter(
    ({ class: judged, text }) => judged.outcome === 'accepted' && text.opensConversation !== false,
  )
  if (first.length > 0)
    await client.query({ ...OPEN_CONVERSATIONS, values: [first.map((record) => record.text.messageId)] })
  return new Set(written.map((row) => row.id))
}

async function admit(client: EngineClient, late: readonly Recorded[]): Promise<string[]> {
  if (late.length === 0) return []
  const { rows } = await client.query<{ id: string }>({ ...ADMIT, values: [OUTCOMES.encode(late.map(rowOf))] })
  return rows.map((row) => row.id)
}

async function writeUnknown(client: EngineClient, records: readonly Recorded[]): Promise<void> {
  const unknown = records.filter((record) => record.class.outcome === 'unknown')
  if (unknown.length === 0) return
  const rows = unknown.map(({ text, class: judged }) => ({ attemptId: text.attemptId, reason: judged.reason }))
  await client.query({ ...MARK_UNKNOWN, values: [JSON.stringify(rows)] })
}

async function noteAttempts(client: EngineClient, records: readonly Recorded[]): Promise<void> {
  if (records.length > 0) await client.query({ ...NOTE_ATTEMPTS, values: [OUTCOMES.encode(records.map(rowOf))] })
}

function rowOf({ text, outcome, class: judged, elapsedMs, retryInMs }: Recorded): OutcomeRow {
  return {
    id: text.messageId,
    attemptId: text.attemptId,
    workspaceId: text.workspaceId,
    number: text.attempt,
    elapsedMs,
    outcome: judged.outcome,
    sid: outcome.sid ?? null,
    httpStatus: outcome.httpStatus ?? null,
    code: outcome.code ?? null,
    reason: judged.outcome === 'accepted' ? null : judged.reason,
    retryInMs,
  }
}

function settlementOf({ text, class: judged, outcome }: Recorded): Settlement[] {
  if (!text.runId) return []
  if (judged.outcome === 'accepted') return [messageSettlement(text.runId, text.messageId, 'accepted')]
  if (judged.outcome !== 'refused') return []
  return [
    messageSettlement(text.runId, text.messageId, 'failed', { reason: judged.reason, errorCode: outcome.code ?? null }),
  ]
}
