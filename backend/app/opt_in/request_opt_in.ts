import { segmentsOf } from '@soniarose/messaging'
import type { Tx } from '#app/core/db'
import { requestText } from '#app/opt_in/request_text'

export type RequestOptIn =
  | { ok: true; messageId: string }
  /** `asked`: lately, and not answered. */
  | { ok: false; reason: 'not_found' | 'opted_in' | 'opted_out' | 'asked' }

interface Facts {
  phone: string
  opt_in_status: 'pending' | 'opted_in' | 'opted_out'
  suppressed: boolean
  asked: boolean
  brand: string
  wording: string | null
}

// Nobody is asked again within a day: who does not answer a request has answered.
const facts = `
  SELECT c.phone, c.opt_in_status, coalesce(nullif(w.settings ->> 'brandName', ''), w.name) AS brand,
    w.settings ->> 'optInText' AS wording,
    EXISTS (SELECT FROM suppressions s WHERE s.workspace_id = c.workspace_id AND s.phone = c.phone) AS suppressed,
    EXISTS (SELECT FROM messages m WHERE m.contact_id = c.id AND m.purpose = 'opt_in_request'
      AND m.status NOT IN ('failed', 'canceled', 'skipped') AND m.created_at > workspace_now(w.id) - interval '1 day') AS asked
  FROM contacts c JOIN workspaces w ON w.id = c.workspace_id
  WHERE c.workspace_id = $1 AND c.id = $2 FOR UPDATE OF c`

const plan = `
  INSERT INTO messages (workspace_id, contact_id, created_at, send_after, lane, segments, direction, purpose, status, to_address, body)
  SELECT $1, $2, now.at, now.at, 0, $3, 'outbound', 'opt_in_request', 'planned', $4, $5
  FROM (SELECT date_trunc('milliseconds', workspace_now($1)) AS at) now RETURNING id`

// Also for the workflows: a text of theirs waits for this answer and asks no second time.
const noteAsked = `
  INSERT INTO opt_in_requests (workspace_id, contact_id, asked_at) VALUES ($1, $2, workspace_now($1))
  ON CONFLICT (contact_id) DO UPDATE SET asked_at = excluded.asked_at`

/**
 * Plans the one text that a contact without consent may get: the question for it. A "yes" then opts in, with both texts
 * as evidence. Ring `messages` after the commit.
 */
export async function requestOptIn(tx: Tx, at: { workspaceId: string; contactId: string }): Promise<RequestOptIn> {
  const [found] = await tx.query<Facts>(facts, [at.workspaceId, at.contactId])
  if (found === undefined) return { ok: false, reason: 'not_found' }
  if (found.suppressed) return { ok: false, reason: 'opted_out' }
  if (found.opt_in_status !== 'pending') return { ok: false, reason: found.opt_in_status }
  if (found.asked) return { ok: false, reason: 'asked' }
  const body = requestText(found)
  const segments = segmentsOf(body)
  const [message] = await tx.query<{ id: string }>(plan, [at.workspaceId, at.contactId, segments, found.phone, body])
  if (message === undefined) throw new Error('the request was not stored')
  await tx.query(noteAsked, [at.workspaceId, at.contactId])
  return { ok: true, messageId: message.id }
}
