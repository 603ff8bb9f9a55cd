import { JsonRows } from '../json_rows.ts'
import { runsThatAsk } from './settle_reply.ts'
import { BLOCKED_AT_CARRIER } from './store_inbound.ts'

interface FromRow {
  index: number
  workspaceId: string
  senderId: string
  phone: string
  keyword: string
}

export const FROM = new JsonRows<FromRow>({
  index: 'integer',
  workspaceId: 'uuid',
  senderId: 'uuid',
  phone: 'text',
  keyword: 'text',
})

/** Who wrote a text, and whom it may concern. */
export interface FoundRow {
  index: number
  /** null: somebody else holds the contact just now. */
  contact_id: string | null
  opt_in_status: 'pending' | 'opted_in' | 'opted_out'
  /** Epoch milliseconds of the workspace's clock. */
  now: number
  /** The carrier blocks texts to them. */
  blocked: boolean
  /** A workflow may begin with this word. */
  starts: boolean
  /** The run that the reply belongs to: of those that ask, the one that asked last. */
  run_id: string | null
  /** It waits for the reply; else its question is still on its way out. */
  waits: boolean | null
  /** False: the engine is at it just now. */
  held: boolean
}

/**
 * The contacts of some numbers and the runs that ask them, locked; numbers that nobody knows get a contact. No lock is
 * waited for: whoever waits while holding so much could make others wait in a circle. (OFFSET 0: looked up by its index
 * for each number.)
 */
export const FIND = {
  name: 'find_inbound_contacts',
  text: `
    WITH x AS MATERIALIZED (
      SELECT x.*, date_trunc('milliseconds', clock_timestamp() + w.clock_offset) AS now
      FROM ${FROM.sql('$1')} JOIN workspaces w ON w.id = x."workspaceId"
    ), added AS (
      INSERT INTO contacts (workspace_id, phone, sender_id, created_at, updated_at)
      SELECT x."workspaceId", x.phone, x."senderId", x.now, x.now FROM x
      WHERE NOT EXISTS (SELECT FROM contacts c WHERE c.workspace_id = x."workspaceId" AND c.phone = x.phone OFFSET 0)
      ORDER BY x."workspaceId", x.phone
      ON CONFLICT (workspace_id, phone) DO NOTHING
      RETURNING id, workspace_id, phone, opt_in_status
    )
    SELECT x.index, coalesce(known.id, added.id) AS contact_id, coalesce(known.opt_in_status, added.opt_in_status) AS opt_in_status,
      date_part('epoch', x.now) * 1000 AS now, chosen.id AS run_id, chosen.waits, held.id IS NOT NULL AS held,
      EXISTS (
        SELECT FROM suppressions s WHERE s.workspace_id = x."workspaceId" AND s.phone = x.phone AND ${BLOCKED_AT_CARRIER} OFFSET 0
      ) AS blocked,
      EXISTS (
        SELECT FROM workflow_triggers t
        WHERE t.workspace_id = x."workspaceId" AND t.kind = 'keyword' AND lower(t.key) = lower(x.keyword) OFFSET 0
      ) AS starts
    FROM x
    LEFT JOIN LATERAL (
      SELECT c.id, c.opt_in_status FROM contacts c WHERE c.workspace_id = x."workspaceId" AND c.phone = x.phone
      FOR NO KEY UPDATE SKIP LOCKED
    ) known ON true
    LEFT JOIN added ON added.workspace_id = x."workspaceId" AND added.phone = x.phone
    LEFT JOIN LATERAL (${runsThatAsk('known.id')} LIMIT 1) chosen ON true
    LEFT JOIN LATERAL (
      SELECT r.id FROM runs r
      WHERE r.id = chosen.id AND CASE WHEN chosen.waits
        THEN r.status = 'waiting' AND r.wait_kind = 'reply' AND r.signal IS NULL
        ELSE r.status IN ('ready', 'waiting') AND r.wait_kind = 'message' AND r.pending_reply IS NULL END
      FOR NO KEY UPDATE SKIP LOCKED
    ) held ON true`,
}

interface TextRow {
  index: number
  workspaceId: string
  contactId: string
  senderId: string
  now: number
  sid: string
  from: string
  to: string
  body: string
  segments: number
  runId: string | null
  waits: boolean | null
}

export const TEXTS = new JsonRows<TextRow>({
  index: 'integer',
  workspaceId: 'uuid',
  contactId: 'uuid',
  senderId: 'uuid',
  now: 'float8',
  sid: 'text',
  from: 'text',
  to: 'text',
  body: 'text',
  segments: 'smallint',
  runId: 'uuid',
  waits: 'boolean',
})

/**
 * Texts of contacts and runs that are held, each another one's: stored, added to their threads, and given to the runs.
 * What was stored before does nothing and is not returned.
 */
export const STORE_TEXTS = {
  name: 'store_inbound_texts',
  text: `
    WITH x AS MATERIALIZED (
      SELECT x.*, to_timestamp(x.now / 1000) AS at, w.clock_offset FROM ${TEXTS.sql('$1')} JOIN workspaces w ON w.id = x."workspaceId"
    ), message AS (
      INSERT INTO messages (id, workspace_id, contact_id, sender_id, created_at, direction, purpose, status, provider_sid,
        from_address, to_address, body, segments, run_id)
      SELECT uuidv7(x.clock_offset), x."workspaceId", x."contactId", x."senderId", x.at, 'inbound', 'conversation', 'received',
        x.sid, x."from", x."to", x.body, x.segments, x."runId"
      FROM x ORDER BY x.index
      ON CONFLICT DO NOTHING
      RETURNING id, contact_id
    ), stored AS (
      SELECT x.*, message.id FROM message JOIN x ON x."contactId" = message.contact_id
    ), thread AS (
      INSERT INTO conversations (contact_id, workspace_id, sender_id, last_message_at, last_inbound_at, unread)
      SELECT "contactId", "workspaceId", "senderId", at, at, 1 FROM stored ORDER BY "contactId"
      ON CONFLICT (contact_id) DO UPDATE SET sender_id = coalesce(conversations.sender_id, excluded.sender_id),
        last_message_at = excluded.last_message_at, last_inbound_at = excluded.last_inbound_at,
        unread = conversations.unread + 1, status = 'open'
    ), replies AS MATERIALIZED (
      SELECT "runId", waits, at, jsonb_build_object('id', id, 'body', body, 'receivedAt', now) AS reply
      FROM stored WHERE "runId" IS NOT NULL
    ), settled AS (
      UPDATE runs r SET signal = CASE WHEN p.waits THEN p.reply || '{"kind":"reply"}' ELSE r.signal END,
        status = CASE WHEN p.waits THEN 'ready' ELSE r.status END,
        wait_until = CASE WHEN p.waits THEN coalesce(r.wait_until, r.wake_at, 'infinity') ELSE r.wait_until END,
        wake_at = CASE WHEN p.waits THEN p.at ELSE r.wake_at END,
        pending_reply = CASE WHEN p.waits THEN r.pending_reply ELSE p.reply END,
        lane = 0
      FROM replies p WHERE r.id = p."runId"
    )
    SELECT index FROM stored`,
}
