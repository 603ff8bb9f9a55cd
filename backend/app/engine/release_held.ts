import type { EngineClient } from './pool.ts'

/**
 * Texts that wait until somebody lifts what holds them, and it is lifted: a workspace thawed, a workflow resumed, a sender
 * no longer paused, a zone made known. They are decided anew; the gate has the last word as for any text. Found by an
 * index that holds nothing else, so that a look costs nothing where nothing is held.
 */
const RELEASE = {
  name: 'release_held',
  text: `
    UPDATE messages m SET send_after = date_trunc('milliseconds', clock_timestamp() + w.clock_offset)
    FROM workspaces w
    CROSS JOIN LATERAL (
      SELECT h.id FROM messages h
      WHERE h.workspace_id = w.id AND h.status = 'held' AND h.send_after IS NULL
        AND CASE h.reason
          WHEN 'frozen' THEN w.frozen_at IS NULL
          WHEN 'workflow_paused' THEN NOT EXISTS (
            SELECT FROM runs r JOIN workflows f ON f.id = r.workflow_id WHERE r.id = h.run_id AND f.status = 'paused')
          WHEN 'sender_paused' THEN NOT EXISTS (SELECT FROM senders s WHERE s.id = h.sender_id AND s.paused_at IS NOT NULL)
          WHEN 'quiet_hours' THEN h.gate -> 'values' ->> 'zoneSure' = 'false' AND EXISTS (
            SELECT FROM contacts c WHERE c.id = h.contact_id AND c.time_zone IS NOT NULL)
          ELSE false
        END
      LIMIT 5000
    ) h
    WHERE m.id = h.id AND m.status = 'held' AND m.send_after IS NULL
    RETURNING m.workspace_id`,
}

/** Lets held texts go whose reason is gone. @returns the workspaces that have some */
export async function releaseHeld(client: EngineClient): Promise<Set<string>> {
  const { rows } = await client.query<{ workspace_id: string }>({ ...RELEASE, values: [] })
  return new Set(rows.map((row) => row.workspace_id))
}
