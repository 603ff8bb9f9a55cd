import type { IncomingReply } from '@soniarose/core'
import type { EngineClient } from '../pool.ts'

/**
 * Which run a reply belongs to: of the contact's runs that wait for one, or whose question is just on its way out, the
 * one whose text is the newest. A run is "just on its way" when it waits for its text to be taken by the carrier and
 * its next node waits for a reply; it keeps the reply until it gets there.
 */
export const runsThatAsk = (contactId: string): string => `
  SELECT r.id, r.wait_kind = 'reply' AS waits
  FROM runs r
  JOIN workflow_versions v ON v.id = r.version_id
  LEFT JOIN LATERAL (
    SELECT m.id FROM messages m WHERE m.run_id = r.id AND m.direction = 'outbound' ORDER BY m.id DESC LIMIT 1
  ) asked ON true
  WHERE r.contact_id = ${contactId} AND r.status IN ('ready', 'waiting') AND (
    (r.wait_kind = 'reply' AND r.signal IS NULL AND r.status = 'waiting')
    OR (r.wait_kind = 'message' AND r.pending_reply IS NULL AND EXISTS (
      SELECT FROM jsonb_array_elements(v.graph -> 'edges') edge, jsonb_array_elements(v.graph -> 'nodes') node
      WHERE edge ->> 'source' = r.node_id AND coalesce(edge ->> 'sourceHandle', 'next') = 'next'
        AND node ->> 'id' = edge ->> 'target' AND node ->> 'type' = 'branch_on_reply')))
  ORDER BY asked.id DESC NULLS LAST`

const CHOOSE = `${runsThatAsk('$1')} FOR NO KEY UPDATE OF r`

const SETTLE = `
  UPDATE runs r SET signal = $2, status = 'ready', lane = 0, wait_until = coalesce(r.wait_until, r.wake_at, 'infinity'), wake_at = $3
  WHERE r.id = $1 AND r.status = 'waiting' AND r.wait_kind = 'reply' AND r.signal IS NULL`

const KEEP = `
  UPDATE runs r SET pending_reply = $2, lane = 0
  WHERE r.id = $1 AND r.status IN ('ready', 'waiting') AND r.wait_kind = 'message'`

/**
 * Gives a reply to the run it belongs to. Against a time-out at the same moment one of the two conditional updates wins.
 * @returns the run that has it now; null when no run of the contact asks
 */
export async function settleReply(
  client: EngineClient,
  contactId: string,
  { reply, now }: { reply: IncomingReply; now: Date },
): Promise<string | null> {
  const { rows } = await client.query<{ id: string; waits: boolean }>({
    name: 'choose_run_of_reply',
    text: CHOOSE,
    values: [contactId],
  })
  for (const run of rows) {
    const { rowCount } = run.waits
      ? await client.query(SETTLE, [run.id, JSON.stringify({ kind: 'reply', ...reply }), now])
      : await client.query(KEEP, [run.id, JSON.stringify(reply)])
    if (rowCount === 1) return run.id
  }
  return null
}
