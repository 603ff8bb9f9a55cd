import { IN_POOL, poolOrder } from '../pool_order.ts'
import { BLINK_MS, LATE_MS } from '../runs/slot_book.ts'

/** What decides a text `m`, beside the text itself: see the joins below. */
const FACTS = `
  c.phone, c.opt_in_status, c.time_zone, c.attributes->>'state' AS state,
  p.reason AS suppression_reason, date_part('epoch', p.at) * 1000 AS suppressed_at,
  t.sender_id IS NULL AS opens_conversation, date_part('epoch', t.last_inbound_at) * 1000 AS last_inbound_at,
  s.id AS sender_id, coalesce(s.phone, s.messaging_service_sid) AS sender_address, s.paused_at IS NOT NULL AS sender_paused,
  s.segments_per_day IS NOT NULL AS sender_capped, s.segments_per_second IS NOT NULL AS sender_limited,
  date_part('epoch', statement_timestamp() + w.clock_offset) * 1000 AS now`

/**
 * OFFSET 0 keeps a subquery a subquery: looked up by its own index for each text, whatever a planner without statistics
 * may think of joining it.
 */
const factsOf = (wantedSender: string): string => `
  LEFT JOIN LATERAL (SELECT * FROM suppressions q WHERE q.workspace_id = w.id AND q.phone = c.phone OFFSET 0) p ON true
  LEFT JOIN conversations t ON t.contact_id = c.id
  LEFT JOIN LATERAL (
    SELECT own.* FROM senders own
    WHERE own.workspace_id = w.id AND (own.id = ${wantedSender} OR (${wantedSender} IS NULL AND ${IN_POOL}))
    ORDER BY ${poolOrder('c.id')} LIMIT 1
  ) s ON true`

/** A contact has one text in flight, and its texts keep their order: nothing older is due, and nothing is being sent. */
const noneBefore = (id: string, contactId: string): string => `
  NOT EXISTS (SELECT FROM messages o WHERE o.contact_id = ${contactId} AND o.status = 'sending' OFFSET 0)
  AND NOT EXISTS (
    SELECT FROM messages o WHERE o.contact_id = ${contactId} AND o.status IN ('planned', 'held') AND o.id < ${id}
      AND o.send_after <= statement_timestamp() + w.clock_offset
    OFFSET 0
  )`

const LATE = `interval '${LATE_MS} milliseconds'`
const BLINK = `interval '${BLINK_MS} milliseconds'`

/** Whether a text `m` is to have its sender's rate now: see `slotAnew`. A retry has had its turn. */
const TURN = `
  m.status = 'held' OR m.reason IS NOT DISTINCT FROM 'scheduled' AS was_held, m.send_after < statement_timestamp() + w.clock_offset - ${LATE} AS is_late,
  coalesce(m.attempt = 0 AND s.late_until > statement_timestamp() + w.clock_offset + ${BLINK}
    AND (m.slotted_at IS NULL OR m.slotted_at < s.late_since), false) AS is_overtaken,
  date_part('epoch', m.slotted_at) * 1000 AS slotted_at`

/**
 * A due text with the facts that decide it. The contact is locked for share, so that a STOP, which updates the contact,
 * either has been committed before (the lock then returns the row as it is now) or waits until this claim is. Neither
 * lock waits: what somebody else holds has its turn in the next claim.
 */
export const CLAIM_MESSAGES = {
  name: 'claim_messages',
  text: `
    SELECT m.id, m.workspace_id, m.contact_id, m.run_id, m.attempt, m.purpose, m.body, m.media, m.gate, m.segments,
      date_part('epoch', m.created_at) * 1000 AS created_at, f.id AS workflow_id, f.status AS workflow_status, ${TURN}, ${FACTS}
    FROM unnest($1::uuid[]) AS asked(id)
    JOIN workspaces w ON w.id = asked.id
    CROSS JOIN LATERAL (
      SELECT * FROM messages d
      WHERE d.workspace_id = w.id AND d.lane = $2 AND d.status IN ('planned', 'held')
        AND d.send_after <= statement_timestamp() + w.clock_offset AND ${noneBefore('d.id', 'd.contact_id')}
      ORDER BY d.send_after LIMIT $3
      FOR UPDATE SKIP LOCKED
    ) m
    JOIN contacts c ON c.id = m.contact_id
    ${factsOf('coalesce(m.sender_id, c.sender_id, t.sender_id)')}
    LEFT JOIN runs r ON r.id = m.run_id
    LEFT JOIN workflows f ON f.id = r.workflow_id
    FOR SHARE OF c SKIP LOCKED`,
}

/**
 * The same facts for texts that a transaction is planning just now, to be claimed at birth. Texts whose contact is
 * locked, or has one before them, are absent: they are planned like any other.
 */
export const FACTS_OF_NEW = {
  name: 'facts_of_new_messages',
  text: `
    SELECT x.id, f.id AS workflow_id, f.status AS workflow_status, ${FACTS}
    FROM json_to_recordset($1::json) AS x(id uuid, "workspaceId" uuid, "contactId" uuid, "senderId" uuid, "workflowId" uuid)
    JOIN workspaces w ON w.id = x."workspaceId"
    JOIN contacts c ON c.id = x."contactId"
    ${factsOf('coalesce(x."senderId", c.sender_id, t.sender_id)')}
    LEFT JOIN workflows f ON f.id = x."workflowId"
    WHERE ${noneBefore('x.id', 'x."contactId"')}
    FOR SHARE OF c SKIP LOCKED`,
}

export const DUE_WORKSPACES_OF_MESSAGES = {
  name: 'due_workspaces_of_messages',
  text: `
    SELECT w.id FROM workspaces w
    WHERE EXISTS (
      SELECT FROM messages m WHERE m.workspace_id = w.id AND m.lane = 0 AND m.status IN ('planned', 'held')
        AND m.send_after <= statement_timestamp() + w.clock_offset
    ) OR EXISTS (
      SELECT FROM messages m WHERE m.workspace_id = w.id AND m.lane = 1 AND m.status IN ('planned', 'held')
        AND m.send_after <= statement_timestamp() + w.clock_offset
    )
    ORDER BY random() LIMIT $1`,
}

export const SENDING_WORKSPACES = {
  name: 'sending_workspaces',
  text: `SELECT id, settings, frozen_at IS NOT NULL AS frozen, mode = 'sandbox' AS sandbox FROM workspaces WHERE id = ANY($1::uuid[])`,
}

/** What the facts' joins give. */
export interface FactsRow {
  id: string
  phone: string
  opt_in_status: 'pending' | 'opted_in' | 'opted_out'
  time_zone: string | null
  state: string | null
  suppression_reason: string | null
  suppressed_at: number | null
  opens_conversation: boolean
  last_inbound_at: number | null
  sender_id: string | null
  sender_address: string | null
  sender_paused: boolean
  /** It has a limit of segments a day. */
  sender_capped: boolean
  /** It has a limit of segments a second. */
  sender_limited: boolean
  workflow_id: string | null
  workflow_status: string | null
  now: number
}

/** A text with its facts. */
export interface DueMessageRow extends FactsRow {
  workspace_id: string
  contact_id: string
  run_id: string | null
  attempt: number
  purpose: 'workflow' | 'conversation' | 'opt_in_request' | 'confirmation'
  body: string
  media: string[] | null
  segments: number
  gate: { confirmation?: { of: 'stop' | 'start' | 'help'; at: number } } | null
  created_at: number
}

/** A row of the claim. */
export interface ClaimedTextRow extends DueMessageRow {
  /** It comes from a hold, or was written for a later time: the slot that it had, if any, is long past. */
  was_held: boolean
  /** Its turn passed while nobody sent. */
  is_late: boolean
  /** Late texts have its turn, and it has none of theirs yet. */
  is_overtaken: boolean
  /** Epoch milliseconds: when it got its turn for having been late, or behind such a one. */
  slotted_at: number | null
}
