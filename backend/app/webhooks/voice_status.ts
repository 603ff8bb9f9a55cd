import { transaction, type Tx } from '#app/core/db'
import { wakeWorkers } from '#app/core/doorbell'
import { emitEvent } from '#app/events/emit_event'
import { announce } from '#app/live/hub'
import { keepRawEvent, sidOf, wordOf } from '#app/webhooks/raw_event'
import type { SignedRequest, WebhookSender } from '#app/webhooks/signed_request'

/** The event that a missed call raises, for workflows that text back. */
const MISSED_CALL = 'call.missed'
const MISSED: readonly string[] = ['no-answer', 'busy', 'canceled', 'failed']
const ENDED: readonly string[] = [...MISSED, 'completed']

interface Side {
  sender: WebhookSender
  inbound: boolean
  /** The other one's number. */
  other: string
}

function sideOf({ params, senders }: SignedRequest): Side | null {
  const with_ = (phone: string | undefined) => senders.find((sender) => sender.phone !== null && sender.phone === phone)
  const called = with_(params.To ?? params.Called)
  if (called !== undefined) return { sender: called, inbound: true, other: params.From ?? params.Caller ?? '' }
  const caller = with_(params.From ?? params.Caller)
  return caller === undefined ? null : { sender: caller, inbound: false, other: params.To ?? params.Called ?? '' }
}

// Callbacks come in any order: a later step, by Twilio's own numbering, is never overwritten by an earlier one.
const upsert = `
  WITH moment AS (SELECT workspace_now($1) AS now), person AS (
    SELECT id FROM contacts WHERE workspace_id = $1 AND phone = $2
  )
  INSERT INTO call_logs (workspace_id, contact_id, call_sid, from_address, to_address, direction, status, sequence, duration_seconds, started_at, ended_at, data)
  SELECT $1, (SELECT id FROM person), $3, $4, $5, $6, $7, $8, $9,
         moment.now - coalesce($9::integer, 0) * interval '1 second', CASE WHEN $10 THEN moment.now END, $11
    FROM moment
  ON CONFLICT (call_sid) DO UPDATE
    SET status = excluded.status, sequence = excluded.sequence, ended_at = coalesce(excluded.ended_at, call_logs.ended_at),
        duration_seconds = coalesce(excluded.duration_seconds, call_logs.duration_seconds), data = call_logs.data || excluded.data,
        contact_id = coalesce(call_logs.contact_id, excluded.contact_id)
    WHERE call_logs.sequence < excluded.sequence AND call_logs.workspace_id = excluded.workspace_id
  RETURNING contact_id`

const whole = (text: string | undefined) => (/^\d{1,9}$/.test(text ?? '') ? Number(text) : null)

async function logCall(tx: Tx, request: SignedRequest, side: Side): Promise<string | null> {
  const { params } = request
  const status = wordOf(params.CallStatus ?? 'unknown')
  // Where no numbering comes, an ending still beats whatever was before it.
  const sequence = whole(params.SequenceNumber) ?? (ENDED.includes(status) ? 1_000 : 0)
  const [row] = await tx.query<{ contact_id: string | null }>(upsert, [
    side.sender.workspaceId,
    side.other,
    params.CallSid,
    params.From ?? '',
    params.To ?? '',
    side.inbound ? 'inbound' : 'outbound',
    status,
    sequence,
    whole(params.CallDuration),
    ENDED.includes(status),
    JSON.stringify({ forwardedFrom: params.ForwardedFrom ?? null, answeredBy: params.AnsweredBy ?? null }),
  ])
  return row?.contact_id ?? null
}

/** Nobody could speak: the caller gave up, met nobody, or was cut off at once. */
function isMissed(side: Side, { CallStatus: status = '', CallDuration: duration }: SignedRequest['params']): boolean {
  return side.inbound && (MISSED.includes(status) || (status === 'completed' && whole(duration) === 0))
}

// An unknown caller becomes a pending contact, as an unknown texter does; withheld numbers ("anonymous") stay out.
const addCaller = `
  INSERT INTO contacts (workspace_id, phone, sender_id, created_at, updated_at)
  SELECT $1, $2, $3, now, now FROM (SELECT date_trunc('milliseconds', workspace_now($1)) AS now) clock
  WHERE $2 ~ '^\\+[1-9][0-9]{4,14}$' ON CONFLICT (workspace_id, phone) DO NOTHING`

// One call is missed once, whatever comes of it, how often and in which order.
const noteMissed = `UPDATE call_logs SET data = data || '{"missed": true}' WHERE call_sid = $1 AND NOT data ? 'missed' RETURNING id`

/** @returns whether runs may have begun or woken */
async function raiseMissed(tx: Tx, { side, sid, contactId }: { side: Side; sid: string; contactId: string }) {
  const noted = await tx.query(noteMissed, [sid])
  if (noted.length === 0) return false
  const { workspaceId } = side.sender
  await emitEvent(tx, { workspaceId, contactId, name: MISSED_CALL, data: { callSid: sid, from: side.other } })
  return true
}

/** Takes in what became of a call, and starts what a missed one starts. */
export async function takeVoiceStatus(request: SignedRequest, path: string): Promise<void> {
  const { params, accountSid } = request
  const side = sideOf(request)
  const sid = sidOf(params.CallSid)
  await transaction(async (tx) => {
    const key = `${sid}:${wordOf(params.CallStatus)}:${wordOf(params.SequenceNumber)}`
    const fresh = await keepRawEvent(tx, {
      kind: 'voice',
      key,
      workspaceId: side?.sender.workspaceId ?? null,
      accountSid,
      path,
      params,
      error: side === null ? 'no sender has this number' : null,
    })
    if (!fresh || side === null || sid === '') return
    const { workspaceId, id: senderId } = side.sender
    const missed = isMissed(side, params)
    if (missed) await tx.query(addCaller, [workspaceId, side.other, senderId])
    const contactId = await logCall(tx, request, side)
    const raised = missed && contactId !== null && (await raiseMissed(tx, { side, sid, contactId }))
    tx.afterCommit(() => {
      if (raised) wakeWorkers('runs')
      announce(workspaceId, 'calls')
    })
  })
}
