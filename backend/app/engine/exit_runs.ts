import type { EngineClient } from './pool.ts'

/** Which active runs to end. */
export type RunSelection = { contactId: string } | { runIds: readonly string[] } | { workflowId: string }

export interface RunEnding {
  status: 'exited' | 'canceled'
  /** Such as `opted_out`, `canceled`; shown on the run and on the visit that was cut short. */
  reason: string
  detail?: Record<string, unknown>
}

const CONDITIONS = {
  contactId: 'r.contact_id = $1::uuid',
  runIds: 'r.id = ANY($1::uuid[])',
  workflowId: 'r.workflow_id = $1::uuid',
} as const

const exitSql = (condition: string): string => `
  WITH ended AS (
    UPDATE runs r SET status = $2, exit_reason = $3, wake_at = NULL, wait_until = NULL, signal = NULL, pending_reply = NULL,
      wait_kind = NULL, wait_key = NULL, epoch = r.epoch + 1,
      finished_at = date_trunc('milliseconds', clock_timestamp() + w.clock_offset)
    FROM workspaces w
    WHERE ${condition} AND r.status IN ('ready', 'waiting') AND w.id = r.workspace_id
    RETURNING r.id, r.seq, r.workspace_id, r.version_id, r.node_id, r.entered_at, r.finished_at, r.parent_run_id
  ), recorded AS (
    INSERT INTO steps (run_id, seq, workspace_id, started_at, finished_at, node_id, node_type, status, outcome, detail)
    SELECT e.id, e.seq, e.workspace_id, e.entered_at, e.finished_at, e.node_id,
      coalesce((SELECT n->>'type' FROM jsonb_array_elements(v.graph->'nodes') n WHERE n->>'id' = e.node_id LIMIT 1), 'unknown'),
      'canceled', $3, $4::jsonb
    FROM ended e JOIN workflow_versions v ON v.id = e.version_id
    ON CONFLICT DO NOTHING
  ), called AS (
    UPDATE effects f SET status = 'canceled', finished_at = clock_timestamp(), lease_until = NULL, epoch = f.epoch + 1
    FROM ended e WHERE f.run_id = e.id AND f.status IN ('planned', 'running')
  ), parents AS (
    UPDATE runs p SET status = 'ready', wait_until = coalesce(p.wait_until, p.wake_at, 'infinity'),
      wake_at = date_trunc('milliseconds', clock_timestamp() + w.clock_offset),
      signal = jsonb_build_object('kind', 'child', 'key', e.id, 'status', $2::text)
    FROM ended e CROSS JOIN workspaces w
    WHERE p.id = e.parent_run_id AND w.id = p.workspace_id AND p.status = 'waiting' AND p.wait_kind = 'child'
      AND p.wait_key = e.id::text AND p.signal IS NULL AND NOT EXISTS (SELECT FROM ended x WHERE x.id = p.id)
  )
  SELECT id FROM ended`

/**
 * Ends active runs from outside, in the caller's transaction: the visit under way is recorded as cut short, calls that
 * have not begun are dropped, a parent that waits goes on. Waits for the engine where it holds one of the runs just
 * then, so whatever that run still planned is committed and can be seen when this returns.
 * @returns the ids of the runs that were ended
 */
export async function exitRuns(client: EngineClient, selection: RunSelection, ending: RunEnding): Promise<string[]> {
  const [by, value] =
    'contactId' in selection
      ? (['contactId', selection.contactId] as const)
      : 'runIds' in selection
        ? (['runIds', selection.runIds] as const)
        : (['workflowId', selection.workflowId] as const)
  const { rows } = await client.query<{ id: string }>({
    name: `exit_runs_by_${by}`,
    text: exitSql(CONDITIONS[by]),
    values: [value, ending.status, ending.reason, JSON.stringify(ending.detail ?? {})],
  })
  return rows.map((row) => row.id)
}
