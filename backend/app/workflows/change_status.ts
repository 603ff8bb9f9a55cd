import type { Db } from '#app/core/db'
import type { StoredRule } from '#app/thaw/thaw_rules'
import { WORKFLOW_COLUMNS, type WorkflowRow, type WorkflowStatus } from '#app/workflows/workflow'

/** By the workflow's own row, so that the workers' sweep releases by it what the change itself had no room for. */
const THAW = `CASE WHEN status <> 'paused' THEN thaw
  WHEN $5::jsonb <> '[]' THEN jsonb_build_object('at', workspace_now(workspace_id), 'rules', $5::jsonb) END`

export type ChangeStatus =
  | { ok: true; workflow: WorkflowRow }
  | { ok: false; error: { type: 'not_found' } | { type: 'wrong_status'; status: WorkflowStatus } }

/**
 * Moves a workflow from one of some statuses to another; it may also be there already.
 * @param thaw what becomes of the texts that its pause held, by age; absent: all go out
 */
export async function changeStatus(
  db: Db,
  at: { workspaceId: string; workflowId: string },
  { from, to, thaw = [] }: { from: WorkflowStatus[]; to: WorkflowStatus; thaw?: StoredRule[] },
): Promise<ChangeStatus> {
  const [workflow] = await db.query<WorkflowRow>(
    `UPDATE workflows SET status = $4, updated_at = now(), thaw = ${THAW}
      WHERE workspace_id = $1 AND id = $2 AND status = ANY($3::text[]) RETURNING ${WORKFLOW_COLUMNS}`,
    [at.workspaceId, at.workflowId, [...from, to], to, JSON.stringify(thaw)],
  )
  if (workflow !== undefined) return { ok: true, workflow }
  const [there] = await db.query<{ status: WorkflowStatus }>(
    'SELECT status FROM workflows WHERE workspace_id = $1 AND id = $2',
    [at.workspaceId, at.workflowId],
  )
  return {
    ok: false,
    error: there === undefined ? { type: 'not_found' } : { type: 'wrong_status', status: there.status },
  }
}
