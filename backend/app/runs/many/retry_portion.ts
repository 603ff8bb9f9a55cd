import type { EngineClient } from '#app/engine/pool'
import { RETRY_SET } from '#app/engine/retry_run'
import type { Refusal } from '#app/runs/many/refusal'

const LOOK = 'SELECT id FROM runs WHERE workspace_id = $1 AND id = ANY($2::uuid[])'

/**
 * Of several failed runs of one contact in one workflow only the last goes on, where it may be in but once. A run that
 * somebody holds just then is not waited for. Lane 1: replies go before what thousands have to make up for.
 */
const RETRY = `
  WITH asked AS MATERIALIZED (
    SELECT r.id, r.status, r.archived_at, r.contact_id, r.workflow_id, r.version_id, r.entry FROM runs r
    WHERE r.workspace_id = $1 AND r.id = ANY($2::uuid[]) FOR UPDATE SKIP LOCKED
  ), placed AS (
    SELECT a.*, coalesce(v.graph #>> '{settings,reentry}', 'never') <> 'always' AS once,
      row_number() OVER (PARTITION BY a.workflow_id, a.contact_id, a.status ORDER BY a.entry DESC) AS place
    FROM asked a JOIN workflow_versions v ON v.id = a.version_id
  ), judged AS (
    SELECT p.id, CASE
      WHEN p.status <> 'failed' THEN 'wrong_status'
      WHEN p.archived_at IS NOT NULL THEN 'archived'
      WHEN p.once AND (p.place > 1 OR EXISTS (
        SELECT FROM runs o WHERE o.contact_id = p.contact_id AND o.workflow_id = p.workflow_id
          AND o.status IN ('ready', 'waiting'))) THEN 'active_already'
    END AS reason
    FROM placed p
  ), retried AS (
    UPDATE runs r SET ${RETRY_SET}, lane = CASE WHEN cardinality($2::uuid[]) < 100 THEN 0 ELSE 1 END
    FROM judged j CROSS JOIN workspaces w
    CROSS JOIN LATERAL (SELECT date_trunc('milliseconds', clock_timestamp() + w.clock_offset) AS now) moment
    WHERE r.id = j.id AND j.reason IS NULL AND w.id = r.workspace_id RETURNING r.id
  )
  SELECT j.id, j.reason, EXISTS (SELECT FROM retried d WHERE d.id = j.id) AS done FROM judged j`

/**
 * Takes some failed runs up again where they failed, in the caller's transaction.
 * @returns why the others were not; `busy` ones may be asked for again
 */
export async function retryPortion(
  client: EngineClient,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, Refusal>> {
  const refused = new Map<string, Refusal>(ids.map((id) => [id, 'not_found']))
  const known = await client.query<{ id: string }>(LOOK, [workspaceId, ids])
  for (const { id } of known.rows) refused.set(id, 'busy')
  const { rows } = await client.query<{ id: string; reason: Refusal | null; done: boolean }>(RETRY, [workspaceId, ids])
  for (const { id, reason, done } of rows) {
    if (done) refused.delete(id)
    else if (reason !== null) refused.set(id, reason)
  }
  return refused
}
