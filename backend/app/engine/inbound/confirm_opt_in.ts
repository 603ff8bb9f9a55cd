import { normaliseReply } from '@soniarose/core'
import type { EngineClient } from '../pool.ts'
import { pokeRuns } from '../poke_runs.ts'
import { startByEvent } from '../start_by_event.ts'
import type { InboundText, StoredInbound } from './store_inbound.ts'

/** The whole reply, as `normaliseReply` writes it: what a court would read as a yes, and nothing that needs reading. */
const AGREES = new Set(
  'yes,y,yep,yeah,yes please,yes i agree,i agree,agree,agreed,ok,okay,sure,start,unstop,join,subscribe,si,si por favor,acepto,oui,oui merci,daccord'.split(
    ',',
  ),
)

/** Whether a text says yes, if it was asked. */
export const agrees = (body: string): boolean => AGREES.has(normaliseReply(body))

/** A question older than this has gone without an answer. */
const ANSWER_WITHIN = '30 days'

const REQUEST = `
  SELECT m.id, m.body, EXISTS (
      SELECT FROM runs r
      WHERE r.contact_id = $1 AND r.status IN ('ready', 'waiting') AND r.vars #>> '{trigger,kind}' = 'contact_created'
    ) AS begun
  FROM messages m
  WHERE m.contact_id = $1 AND m.purpose = 'opt_in_request' AND m.sent_at IS NOT NULL
    AND m.sent_at > $2::timestamptz - interval '${ANSWER_WITHIN}'
  ORDER BY m.id DESC LIMIT 1`

const OPT_IN = `
  WITH contact AS (
    UPDATE contacts SET opt_in_status = 'opted_in', updated_at = $7
    WHERE workspace_id = $1 AND id = $2 AND opt_in_status = 'pending' RETURNING id
  ), proof AS (
    INSERT INTO consents (workspace_id, contact_id, phone, status, source, wording, actor, message_id, at)
    SELECT $1, $2, $3, 'opted_in', 'double opt-in', $4, 'the contact', $6, $7 FROM contact
  ), noted AS (
    INSERT INTO compliance_events (workspace_id, contact_id, phone, kind, source, text, message_id, at)
    SELECT $1, $2, $3, 'double_opt_in', 'sms', $5, $6, $7 FROM contact
  )
  SELECT id FROM contact`

/**
 * A pending contact's "yes" to our question: the permission, with the question and the answer as its evidence. What
 * waited for the contact to be known begins now.
 * @returns how many runs began; null when the text is no such answer
 */
export async function confirmOptIn(
  client: EngineClient,
  text: InboundText,
  stored: StoredInbound,
): Promise<number | null> {
  if (!agrees(text.body)) return null
  const { workspaceId, from } = text
  const { contactId, messageId, now } = stored
  const asked = await client.query<{ id: string; body: string; begun: boolean }>(REQUEST, [contactId, now])
  const [request] = asked.rows
  if (!request) return null
  const { rowCount } = await client.query(OPT_IN, [
    workspaceId,
    contactId,
    from,
    request.body,
    text.body,
    messageId,
    now,
  ])
  if (rowCount !== 1) return null
  await pokeRuns(client, [contactId])
  // What began as the contact was made has only waited for this: it goes on, and doesn't begin a second time.
  if (request.begun) return 0
  return startByEvent(client, [
    { workspaceId, contactId, kind: 'contact_created', key: '', data: {}, triggerKey: `opt-in:${request.id}` },
  ])
}
