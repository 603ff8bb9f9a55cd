import type { EngineClient } from '../pool.ts'

/** A text from a phone, as the carrier told it. */
export interface InboundText {
  workspaceId: string
  senderId: string
  messageSid: string
  /** E.164. */
  from: string
  to: string
  body: string
  /** Where the carrier keeps the files of an MMS. */
  media: { url: string; contentType: string }[]
  /** Twilio's `OptOutType`, only with Advanced Opt-Out. */
  optOutType: string | null
}

/** The stored text and whom it came from, locked until the end of the transaction. */
export interface StoredInbound {
  messageId: string
  contactId: string
  optedOut: boolean
  /** Has neither agreed nor refused yet. */
  pending: boolean
  /** Now, on the workspace's clock. */
  now: Date
}

const CLOCK = `SELECT date_trunc('milliseconds', workspace_now($1)) AS now`

/** The carrier says that they have opted out, whatever is recorded here: START is for it, too. */
export const BLOCKED_AT_CARRIER = `(s.toll_free <> '{}' OR s.source = 'twilio-21610')`

const FIND_CONTACT = `
  SELECT id, opt_in_status, EXISTS (
    SELECT FROM suppressions s WHERE s.workspace_id = $1 AND s.phone = $2 AND ${BLOCKED_AT_CARRIER}) AS blocked
  FROM contacts WHERE workspace_id = $1 AND phone = $2 FOR NO KEY UPDATE`

const ADD_CONTACT = `
  INSERT INTO contacts (workspace_id, phone, sender_id, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)
  ON CONFLICT (workspace_id, phone) DO NOTHING`

/** The id is of the workspace's clock, like those of its runs' texts: by id, a thread is in the order in which it was said. */
const STORE = `
  WITH message AS (
    INSERT INTO messages (id, workspace_id, contact_id, sender_id, created_at, direction, purpose, status, provider_sid,
      from_address, to_address, body, media, segments)
    VALUES (uuidv7((SELECT clock_offset FROM workspaces WHERE id = $1)), $1, $2, $3, $4, 'inbound', 'conversation', 'received', $5, $6, $7, $8, $9, $10)
    ON CONFLICT DO NOTHING
    RETURNING id
  ), thread AS (
    INSERT INTO conversations (contact_id, workspace_id, sender_id, last_message_at, last_inbound_at, unread)
    SELECT $2, $1, $3, $4, $4, 1 FROM message
    ON CONFLICT (contact_id) DO UPDATE SET sender_id = coalesce(conversations.sender_id, excluded.sender_id), last_message_at = excluded.last_message_at, last_inbound_at = excluded.last_inbound_at,
      unread = conversations.unread + 1, status = 'open'
  )
  SELECT id FROM message`

interface ContactRow {
  id: string
  opt_in_status: string
  blocked: boolean
}

/** The contact with this number; a new one has given no permission yet. */
async function contactOf(client: EngineClient, text: InboundText, now: Date): Promise<ContactRow> {
  const known = await client.query<ContactRow>({
    name: 'inbound_contact',
    text: FIND_CONTACT,
    values: [text.workspaceId, text.from],
  })
  if (known.rows[0]) return known.rows[0]
  await client.query(ADD_CONTACT, [text.workspaceId, text.from, text.senderId, now])
  const added = await client.query<ContactRow>({
    name: 'inbound_contact',
    text: FIND_CONTACT,
    values: [text.workspaceId, text.from],
  })
  if (!added.rows[0]) throw new Error('the contact of an inbound text could not be stored')
  return added.rows[0]
}

/** Stores the text once, however often it comes. @returns null when it was here already */
export async function storeInbound(
  client: EngineClient,
  text: InboundText,
  segments: number,
): Promise<StoredInbound | null> {
  const clock = await client.query<{ now: Date }>({ name: 'inbound_clock', text: CLOCK, values: [text.workspaceId] })
  const now = clock.rows[0]?.now
  if (!now) throw new Error('the workspace of an inbound text is gone')
  const contact = await contactOf(client, text, now)
  const media = text.media.length > 0 ? JSON.stringify(text.media) : null
  const { rows } = await client.query<{ id: string }>({
    name: 'store_inbound',
    text: STORE,
    values: [
      text.workspaceId,
      contact.id,
      text.senderId,
      now,
      text.messageSid,
      text.from,
      text.to,
      text.body,
      media,
      segments,
    ],
  })
  const messageId = rows[0]?.id
  return messageId === undefined
    ? null
    : {
        messageId,
        contactId: contact.id,
        optedOut: contact.opt_in_status === 'opted_out' || contact.blocked,
        pending: contact.opt_in_status === 'pending',
        now,
      }
}
