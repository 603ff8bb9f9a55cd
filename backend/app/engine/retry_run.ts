import type { EngineClient } from './pool.ts'

const FIND = `
  SELECT r.status, r.archived_at IS NOT NULL AS archived, EXISTS (
    SELECT FROM runs a JOIN workflow_versions v ON v.id = r.version_id
    WHERE a.contact_id = r.contact_id AND a.workflow_id = r.workflow_id AND a.status IN ('ready', 'waiting')
      AND coalesce(v.graph #>> '{settings,reentry}', 'never') <> 'always'
  ) AS has_other
  FROM runs r WHERE r.id = $1 AND r.workspace_id = $2 FOR UPDATE`

/** The same node again, as a new visit with a fresh budget: what failed stays in the record. Wants a `moment.now`. */
export const RETRY_SET = `
    status = 'ready', exit_reason = NULL, finished_at = NULL, seq = r.seq + 1, epoch = r.epoch + 1,
    steps_used = 1, since_wait = 1, failures = 0, wait_kind = NULL, wait_key = NULL, signal = NULL, wait_until = NULL,
    entered_at = moment.now, wake_at = moment.now`

const RETRY = `
  UPDATE runs r SET ${RETRY_SET}, lane = 0
  FROM workspaces w
  CROSS JOIN LATERAL (SELECT date_trunc('milliseconds', clock_timestamp() + w.clock_offset) AS now) moment
  WHERE r.id = $1 AND w.id = r.workspace_id`

/** Takes a failed run up again at the node where it failed. In the caller's transaction; ring `runs` after it. */
export async function retryRun(
  client: EngineClient,
  workspaceId: string,
  runId: string,
): Promise<'retried' | 'not_found' | 'wrong_status' | 'archived' | 'active_already'> {
  const { rows } = await client.query<{ status: string; archived: boolean; has_other: boolean }>(FIND, [
    runId,
    workspaceId,
  ])
  const run = rows[0]
  if (!run) return 'not_found'
  if (run.status !== 'failed') return 'wrong_status'
  if (run.archived) return 'archived'
  if (run.has_other) return 'active_already'
  await client.query(RETRY, [runId])
  return 'retried'
}
