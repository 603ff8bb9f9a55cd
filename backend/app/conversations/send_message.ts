import { segmentsOf } from '@soniarose/messaging'
import type { Tx } from '#app/core/db'
import { allotSlots } from '#app/engine/runs/allot_slots'
import { MMS_LIMIT } from '#app/media/accept_file'
import { MESSAGE_COLUMNS, type MessageRow } from '#app/messages/message'

export interface Outgoing {
  workspaceId: string
  contactId: string
  /** Not absent: instead of the one that the contact knows us by. */
  senderId?: string
  body: string
  mediaIds: string[]
  /** In the workspace's clock; null: as soon as it may. */
  sendAt: string | null
}

export type SendMessage =
  | { ok: true; message: MessageRow }
  | {
      ok: false
      error:
        | { type: 'not_found' }
        | { type: 'opted_out' }
        | { type: 'no_consent' }
        | { type: 'no_media'; id: string }
        | { type: 'too_much_media' }
    }

interface Facts {
  phone: string
  opt_in_status: string
  suppressed: boolean
  sender_id: string | null
  now: Date
  media: string[]
  media_bytes: number
}

// The contact is locked, so that a STOP and a text that a person writes at the same moment can't pass each other.
const facts = `
  SELECT c.phone, c.opt_in_status, c.sender_id, workspace_now(c.workspace_id) AS now,
         EXISTS (SELECT FROM suppressions s WHERE s.workspace_id = c.workspace_id AND s.phone = c.phone) AS suppressed,
         ARRAY(SELECT m.id::text FROM media_assets m WHERE m.workspace_id = c.workspace_id AND m.id = ANY($3::uuid[])
                AND m.status = 'ready' AND (m.expires_at IS NULL OR m.expires_at > now())) AS media,
         (SELECT coalesce(sum(m.size_bytes), 0)::float8 FROM media_assets m WHERE m.workspace_id = c.workspace_id AND m.id = ANY($3::uuid[])) AS media_bytes
    FROM contacts c WHERE c.workspace_id = $1 AND c.id = $2 FOR SHARE`

const plan = `
  WITH planned AS (
    INSERT INTO messages (id, workspace_id, contact_id, sender_id, created_at, send_after, lane, segments, direction, purpose, status, reason, to_address, body, media)
    VALUES (uuidv7((SELECT clock_offset FROM workspaces WHERE id = $1)), $1, $2, $3, $4, $5, 0, $6, 'outbound', 'conversation', 'planned', $10, $7, $8, $9)
    RETURNING ${MESSAGE_COLUMNS}
  ), seen AS (
    INSERT INTO conversations (contact_id, workspace_id, last_message_at) VALUES ($2, $1, $4)
    ON CONFLICT (contact_id) DO UPDATE SET last_message_at = greatest(conversations.last_message_at, excluded.last_message_at), status = 'open'
  )
  SELECT * FROM planned`

/**
 * Plans a text that a person writes to a contact. The send gate has the last word when it goes out; who has said no
 * is told here already, so that nobody waits for a text that never leaves.
 */
export async function sendMessage(tx: Tx, text: Outgoing): Promise<SendMessage> {
  const [found] = await tx.query<Facts>(facts, [text.workspaceId, text.contactId, text.mediaIds])
  if (found === undefined) return { ok: false, error: { type: 'not_found' } }
  if (found.opt_in_status === 'opted_out' || found.suppressed) return { ok: false, error: { type: 'opted_out' } }
  if (found.opt_in_status === 'pending') return { ok: false, error: { type: 'no_consent' } }
  const absent = text.mediaIds.find((id) => !found.media.includes(id))
  if (absent !== undefined) return { ok: false, error: { type: 'no_media', id: absent } }
  if (found.media_bytes > MMS_LIMIT) return { ok: false, error: { type: 'too_much_media' } }
  const segments = segmentsOf(text.body)
  const senderId = text.senderId ?? found.sender_id
  const turn = await turnOf(tx, text, { now: found.now.getTime(), senderId, segments })
  const [message] = await tx.query<MessageRow>(plan, [
    text.workspaceId,
    text.contactId,
    senderId,
    found.now,
    new Date(turn.at),
    segments,
    found.phone,
    text.body,
    text.mediaIds.length === 0 ? null : JSON.stringify(text.mediaIds),
    turn.reason,
  ])
  if (message === undefined) throw new Error('the text was not stored')
  return { ok: true, message }
}

interface Turn {
  /** Epoch milliseconds. */
  at: number
  reason: 'scheduled' | null
}

/** When a text has its turn. A later one gets its slot then: a slot of next week would move the sender's queue behind it. */
async function turnOf(
  tx: Tx,
  { contactId, workspaceId, sendAt }: Outgoing,
  { now, senderId, segments }: { now: number; senderId: string | null; segments: number },
): Promise<Turn> {
  const wanted = sendAt === null ? now : Date.parse(sendAt)
  if (wanted > now) return { at: wanted, reason: 'scheduled' }
  const request = { id: contactId, contactId, workspaceId, senderId, segments, createdAt: now }
  return { at: (await allotSlots(tx.client, [request])).get(contactId) ?? now, reason: null }
}
