import { segmentsOf, type OptInFacts } from '@soniarose/messaging'
import type { Decided } from '@soniarose/worker'
import { requestText } from '#app/opt_in/request_text'
import type { EngineClient } from '../pool.ts'
import type { DueMessageRow } from './claim_messages_sql.ts'
import type { SendingSettings } from './sending_settings.ts'

/** An answer is waited for from when the question went out; one that is still on its way has not been asked too early. */
const ASKED = {
  name: 'asked_for_consent',
  text: `
    SELECT r.contact_id, date_part('epoch', CASE
      WHEN q.status IN ('planned', 'held', 'sending') THEN statement_timestamp() + w.clock_offset
      ELSE coalesce(q.sent_at, r.asked_at) END) * 1000 AS asked_at
    FROM opt_in_requests r
    JOIN workspaces w ON w.id = r.workspace_id
    LEFT JOIN LATERAL (
      SELECT m.status, m.sent_at FROM messages m WHERE m.contact_id = r.contact_id AND m.purpose = 'opt_in_request'
      ORDER BY m.id DESC LIMIT 1
    ) q ON true
    WHERE r.contact_id = ANY($1::uuid[])`,
}

/** Takes the right to ask, which each contact gives once: two texts at the same moment don't ask twice. */
const MAY_ASK = {
  name: 'may_ask_for_consent',
  text: `
    INSERT INTO opt_in_requests (contact_id, workspace_id, asked_at)
    SELECT c.id, c.workspace_id, date_trunc('milliseconds', workspace_now(c.workspace_id))
    FROM contacts c WHERE c.id = ANY($1::uuid[]) ORDER BY c.id
    ON CONFLICT DO NOTHING RETURNING contact_id`,
}

const WORDINGS = `
  SELECT c.id, coalesce(nullif(w.settings ->> 'brandName', ''), w.name) AS brand, w.settings ->> 'optInText' AS wording
  FROM contacts c JOIN workspaces w ON w.id = c.workspace_id WHERE c.id = ANY($1::uuid[])`

/** As a text that a hold lets go: so the claim gives it a slot of its sender's rate, where there is one. */
const ASK = {
  name: 'ask_for_consent',
  text: `
    INSERT INTO messages (id, workspace_id, contact_id, created_at, send_after, lane, segments, direction, purpose, status,
      reason, to_address, body)
    SELECT uuidv7(w.clock_offset), c.workspace_id, c.id, now.at, now.at, 0, x.segments, 'outbound', 'opt_in_request', 'held',
      'sender_rate', c.phone, x.body
    FROM json_to_recordset($1::json) AS x(id uuid, body text, segments smallint)
    JOIN contacts c ON c.id = x.id JOIN workspaces w ON w.id = c.workspace_id
    CROSS JOIN LATERAL (SELECT date_trunc('milliseconds', clock_timestamp() + w.clock_offset) AS at) now`,
}

/**
 * How it stands with the consent of contacts who have not given it, where their workspace asks for it; by contact.
 * Workspaces that don't cost nothing.
 */
export async function optInsOf(
  client: EngineClient,
  rows: readonly DueMessageRow[],
  settings: ReadonlyMap<string, SendingSettings>,
): Promise<Map<string, OptInFacts>> {
  const optIns = new Map<string, OptInFacts>()
  for (const row of rows) {
    const answerWithinMs = settings.get(row.workspace_id)?.answerWithinMs ?? null
    if (answerWithinMs === null || row.opt_in_status !== 'pending' || row.purpose !== 'workflow') continue
    optIns.set(row.contact_id, { askedAt: null, answerWithinMs })
  }
  if (optIns.size === 0) return optIns
  const { rows: asked } = await client.query<{ contact_id: string; asked_at: number }>({
    ...ASKED,
    values: [[...optIns.keys()]],
  })
  for (const { contact_id: contactId, asked_at: askedAt } of asked) {
    const known = optIns.get(contactId)
    if (known) optIns.set(contactId, { ...known, askedAt: Math.floor(askedAt) })
  }
  return optIns
}

/** Plans the question for those whose text has just been held for want of it, each contact's once. */
export async function askForConsent(client: EngineClient, decided: readonly Decided[]): Promise<void> {
  const wanting = decided.filter(
    ({ message, decision }) =>
      decision.outcome === 'hold' && decision.reason === 'pending_consent' && message.facts.optIn?.askedAt === null,
  )
  if (wanting.length === 0) return
  const contactIds = [...new Set(wanting.map(({ message }) => message.contactId))]
  const { rows: mayAsk } = await client.query<{ contact_id: string }>({ ...MAY_ASK, values: [contactIds] })
  if (mayAsk.length === 0) return
  const { rows } = await client.query<{ id: string; brand: string; wording: string | null }>(WORDINGS, [
    mayAsk.map((row) => row.contact_id),
  ])
  const questions = rows.map((row) => {
    const body = requestText(row)
    return { id: row.id, body, segments: segmentsOf(body) }
  })
  await client.query({ ...ASK, values: [JSON.stringify(questions)] })
}
