/**
 * A due text with the facts that decide it. The contact is locked for share, so that a STOP, which updates the contact,
 * either has been committed before (the lock then returns the row as it is now) or waits until this claim is. Neither
 * lock waits: what somebody else holds has its turn in the next claim.
 *
 * A contact has one text in flight and its texts keep their order: a text is passed over while an older one of the same
 * contact is due or any is being sent.
 *
 * OFFSET 0 keeps a subquery a subquery: looked up by its own index for each text, whatever a planner without statistics
 * may think of joining it.
 */
export const CLAIM_MESSAGES = {
  name: 'claim_messages',
  text: `
    SELECT m.id, m.workspace_id, m.contact_id, m.run_id, m.attempt, m.purpose, m.status, m.to_address, m.body, m.media,
      m.segments, m.gate,
      extract(epoch FROM m.created_at)::float8 * 1000 AS created_at,
      c.phone, c.opt_in_status, c.time_zone, c.attributes->>'state' AS state,
      p.reason AS suppression_reason, extract(epoch FROM p.at)::float8 * 1000 AS suppressed_at,
      extract(epoch FROM t.last_inbound_at)::float8 * 1000 AS last_inbound_at,
      s.id AS sender_id, coalesce(s.phone, s.messaging_service_sid) AS sender_address,
      s.paused_at IS NOT NULL AS sender_paused, s.segments_per_second IS NOT NULL AS sender_limited,
      f.status AS workflow_status,
      extract(epoch FROM statement_timestamp() + w.clock_offset)::float8 * 1000 AS now
    FROM unnest($1::uuid[]) AS asked(id)
    JOIN workspaces w ON w.id = asked.id
    CROSS JOIN LATERAL (
      SELECT * FROM messages d
      WHERE d.workspace_id = w.id AND d.lane = $2 AND d.status IN ('planned', 'held')
        AND d.send_after <= statement_timestamp() + w.clock_offset
        AND NOT EXISTS (
          SELECT FROM messages o
          WHERE o.contact_id = d.contact_id AND o.status IN ('planned', 'held', 'sending') AND o.id <> d.id
            AND (o.status = 'sending' OR (o.id < d.id AND o.send_after <= statement_timestamp() + w.clock_offset))
          OFFSET 0
        )
      ORDER BY d.send_after LIMIT $3
      FOR UPDATE SKIP LOCKED
    ) m
    JOIN contacts c ON c.id = m.contact_id
    LEFT JOIN LATERAL (SELECT * FROM suppressions x WHERE x.workspace_id = w.id AND x.phone = c.phone OFFSET 0) p ON true
    LEFT JOIN conversations t ON t.contact_id = m.contact_id
    LEFT JOIN LATERAL (
      SELECT * FROM senders x
      WHERE x.workspace_id = w.id AND (x.id = coalesce(m.sender_id, c.sender_id) OR (coalesce(m.sender_id, c.sender_id) IS NULL AND x.is_default))
      LIMIT 1
    ) s ON true
    LEFT JOIN runs r ON r.id = m.run_id
    LEFT JOIN workflows f ON f.id = r.workflow_id
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

/** A row of the claim. */
export interface DueMessageRow {
  id: string
  workspace_id: string
  contact_id: string
  run_id: string | null
  attempt: number
  purpose: 'workflow' | 'conversation' | 'opt_in_request' | 'confirmation'
  status: 'planned' | 'held'
  to_address: string | null
  body: string
  media: string[] | null
  segments: number
  gate: { confirmation?: { of: 'stop' | 'start' | 'help'; at: number } } | null
  created_at: number
  phone: string
  opt_in_status: 'pending' | 'opted_in' | 'opted_out'
  time_zone: string | null
  state: string | null
  suppression_reason: string | null
  suppressed_at: number | null
  last_inbound_at: number | null
  sender_id: string | null
  sender_address: string | null
  sender_paused: boolean
  sender_limited: boolean
  workflow_status: string | null
  now: number
}
