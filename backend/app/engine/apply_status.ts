import { isTollFree, isProviderStatus, statusRank, twilioError, type ProviderStatus } from '@soniarose/messaging'
import { effectOf } from '@soniarose/worker'
import { applyStop } from './apply_stop.ts'
import { pauseSenders, suppressNumbers } from './messages/error_effects.ts'
import type { EngineClient } from './pool.ts'
import { messageSettlement, settleWaits } from './settle.ts'

/** What the provider says has become of a text. */
export interface StatusReport {
  /** Workspaces whose account the report is signed by: it can be about no others' texts. */
  workspaceIds: readonly string[]
  messageSid: string
  /** From the callback's address: finds the text even when the answer that held its SID never came. */
  attemptId: string | null
  status: string
  errorCode: number | null
}

export interface AppliedStatus {
  workspaceId: string
  /** Runs that go on by it. */
  woken: number
}

/** Our status for each of the provider's. Everything before `sent` is the provider's queue. */
const OURS: Record<ProviderStatus, string> = {
  scheduled: 'queued',
  accepted: 'queued',
  queued: 'queued',
  sending: 'queued',
  sent: 'sent',
  canceled: 'canceled',
  failed: 'failed',
  undelivered: 'undelivered',
  partially_delivered: 'delivered',
  delivered: 'delivered',
  read: 'delivered',
}

interface RisenRow {
  id: string
  workspace_id: string
  run_id: string | null
  before: string
}

const OURS_TO_JUDGE = `m.workspace_id = ANY($1::uuid[]) AND m.direction = 'outbound'
  AND (m.provider_sid = $2 OR (m.attempt_id = $3::uuid AND m.status IN ('sending', 'unknown')))`

/**
 * A text of unknown fate that by its author's rule is to be sent again, or then was not to be sent any more: what is now
 * told of its former attempt is told of the text.
 */
const GIVEN_UP = `m.workspace_id = ANY($1::uuid[]) AND m.direction = 'outbound' AND m.status IN ('planned', 'held', 'canceled', 'skipped')
  AND m.provider_sid IS NULL AND $2::text IS NOT NULL AND m.id = (SELECT a.message_id FROM attempts a WHERE a.id = $3::uuid AND a.outcome = 'unknown')`

const OPEN = `(m.status IN ('sending', 'unknown', 'planned', 'held') OR m.provider_sid IS NULL)`

const riseOf = (which: string): string => `
  UPDATE messages m SET
    provider_sid = coalesce(m.provider_sid, $2),
    status = CASE WHEN $4 > m.status_rank OR ${OPEN} THEN $5 ELSE m.status END,
    status_rank = greatest(m.status_rank, $4),
    error_code = CASE WHEN $5 = 'delivered' THEN NULL WHEN $4 >= m.status_rank THEN coalesce($6, m.error_code) ELSE m.error_code END,
    reason = CASE WHEN ${OPEN} THEN NULL ELSE m.reason END,
    sent_at = coalesce(m.sent_at, moment.now),
    delivered_at = CASE WHEN $5 = 'delivered' THEN coalesce(m.delivered_at, moment.now) ELSE m.delivered_at END,
    deadline_at = NULL, unknown_since = NULL, send_after = NULL
  FROM workspaces w
  CROSS JOIN LATERAL (SELECT date_trunc('milliseconds', clock_timestamp() + w.clock_offset) AS now) moment
  WHERE ${which} AND w.id = m.workspace_id
  RETURNING m.id, m.workspace_id, m.run_id, old.status AS before`

/**
 * Applies a status in the caller's transaction. Statuses only rise, so order and repetition don't matter; one that
 * comes before the answer to our own request, or in place of it, is that answer: the run goes on.
 * @returns null when it is about no text of these workspaces, or no status that we know
 */
export async function applyStatus(client: EngineClient, report: StatusReport): Promise<AppliedStatus | null> {
  if (!isProviderStatus(report.status)) return null
  const text = (await riseAs(client, report, OURS_TO_JUDGE)) ?? (await riseAs(client, report, GIVEN_UP))
  if (!text) return null
  const answers = ['sending', 'unknown', 'planned', 'held'].includes(text.before) && text.run_id !== null
  const woken = answers ? await settleWaits(client, [messageSettlement(text.run_id ?? '', text.id, 'accepted')]) : 0
  return { workspaceId: text.workspace_id, woken }
}

async function riseAs(client: EngineClient, report: StatusReport, which: string): Promise<RisenRow | null> {
  const { status, attemptId } = report
  if (!isProviderStatus(status) || (which === GIVEN_UP && attemptId === null)) return null
  const about = [report.workspaceIds, report.messageSid, attemptId]
  await obeyErrorCode(client, { about, which }, { status, code: report.errorCode })
  const values = [...about, statusRank(status), OURS[status], report.errorCode]
  return (await client.query<RisenRow>(riseOf(which), values)).rows[0] ?? null
}

interface ToldRow {
  id: string
  workspace_id: string
  contact_id: string
  sender_id: string | null
  to_address: string
  /** null: a service chose the number, or the sender is gone. */
  from_phone: string | null
}

/**
 * Some codes say something of the recipient or the sender: an opt-out at the carrier is one here, a number that is dead
 * or no mobile is not texted again, a sender whose account is suspended is paused. Before the text itself is touched: a
 * STOP takes the contact first and its texts after, and two orders of locks would meet head-on.
 */
async function obeyErrorCode(
  client: EngineClient,
  { about, which }: { about: readonly unknown[]; which: string },
  { status, code }: { status: string; code: number | null },
): Promise<void> {
  if (code === null) return
  const { effect, retry } = twilioError(code)
  // What passes by itself, such as a limit of this hour, stops nobody.
  const isLasting = retry === 'never' && (status === 'failed' || status === 'undelivered')
  const asked = effectOf(effect)
  const isOptOut = asked === 'opt_out' || effect === 'opt_out_if_toll_free'
  if (!isOptOut && !(isLasting && asked !== 'none')) return
  const { rows } = await client.query<ToldRow>(
    `SELECT m.id, m.workspace_id, m.contact_id, m.sender_id, m.to_address, s.phone AS from_phone
     FROM messages m LEFT JOIN senders s ON s.id = m.sender_id WHERE ${which}`,
    [...about],
  )
  const text = rows[0]
  if (!text) return
  if (isOptOut) return optOut(client, text, code)
  if (asked === 'suppress')
    return suppressNumbers(client, [{ workspaceId: text.workspace_id, phone: text.to_address, code }])
  if (text.sender_id !== null) await pauseSenders(client, [{ senderId: text.sender_id, code }])
}

async function optOut(client: EngineClient, text: ToldRow, code: number): Promise<void> {
  const tollFree = text.from_phone !== null && isTollFree(text.from_phone) ? text.from_phone : null
  if (tollFree === null && twilioError(code).effect !== 'opt_out') return
  await applyStop(client, {
    workspaceId: text.workspace_id,
    contactId: text.contact_id,
    phone: text.to_address,
    kind: 'opt_out',
    source: `twilio-${code}`,
    text: null,
    messageId: text.id,
    tollFree,
  })
}
