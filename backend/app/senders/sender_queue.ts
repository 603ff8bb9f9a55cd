import type { Db } from '#app/core/db'

/** What waits to go out by a sender. */
export interface SenderQueue {
  planned: number
  held: number
  sending: number
  /** The oldest text that waits. */
  oldestAt: Date | null
  /** When the last text with a slot has its turn, by the sender's rate; null: there is no rate, or no queue. */
  clearsAt: Date | null
  /** Segments since midnight in Los Angeles, by all numbers of its brand; null: the sender has no cap of a day. */
  segmentsToday: number | null
}

interface QueueRow {
  id: string
  planned: number
  held: number
  sending: number
  oldest_at: Date | null
  clears_at: Date | null
  segments_today: number | null
}

/** More than so many are counted as so many: nobody needs them exactly. */
const MOST_COUNTED = 50_000

// Each part by an index of its own, so that the millions that were sent cost nothing.
const pending = `
  (SELECT sender_id, contact_id, status, created_at FROM messages
    WHERE workspace_id = $1 AND lane IN (0, 1) AND status IN ('planned', 'held') AND send_after IS NOT NULL LIMIT ${MOST_COUNTED})
  UNION ALL
  (SELECT sender_id, contact_id, status, created_at FROM messages
    WHERE workspace_id = $1 AND status = 'held' AND send_after IS NULL LIMIT ${MOST_COUNTED})
  UNION ALL
  (SELECT sender_id, contact_id, status, created_at FROM messages WHERE workspace_id = $1 AND status = 'sending')`

const statement = `
  WITH waiting AS (
    SELECT coalesce(p.sender_id, c.sender_id, t.sender_id) AS sender_id, p.status, p.created_at
    FROM (${pending}) p JOIN contacts c ON c.id = p.contact_id LEFT JOIN conversations t ON t.contact_id = p.contact_id
  )
  SELECT s.id, count(q.status) FILTER (WHERE q.status = 'planned') AS planned, count(q.status) FILTER (WHERE q.status = 'held') AS held,
    count(q.status) FILTER (WHERE q.status = 'sending') AS sending, min(q.created_at) AS oldest_at,
    CASE WHEN s.next_slot_at > workspace_now($1) THEN s.next_slot_at END AS clears_at,
    CASE WHEN s.segments_per_day IS NOT NULL THEN coalesce((
      SELECT sum(d.segments)::integer FROM senders n JOIN sender_days d ON d.sender_id = n.id
      WHERE n.workspace_id = $1 AND (n.id = s.id OR n.brand = s.brand) AND d.day = (workspace_now($1) AT TIME ZONE 'America/Los_Angeles')::date), 0) END AS segments_today
  FROM senders s
  LEFT JOIN waiting q ON q.sender_id = s.id OR (q.sender_id IS NULL AND s.is_default)
  WHERE s.workspace_id = $1 GROUP BY s.id`

/** The queues of a workspace's senders, by sender. A text that has no sender yet counts with the default one. */
export async function senderQueues(db: Db, workspaceId: string): Promise<Map<string, SenderQueue>> {
  const rows = await db.query<QueueRow>(statement, [workspaceId])
  return new Map(rows.map((row) => [row.id, toQueue(row)]))
}

const toQueue = (row: QueueRow): SenderQueue => ({
  planned: row.planned,
  held: row.held,
  sending: row.sending,
  oldestAt: row.oldest_at,
  clearsAt: row.clears_at,
  segmentsToday: row.segments_today,
})
