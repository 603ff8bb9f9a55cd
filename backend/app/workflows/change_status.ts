import type { Db } from '#app/core/db'
import { WORKFLOW_COLUMNS, type WorkflowRow, type WorkflowStatus } from '#app/workflows/workflow'

export type ChangeStatus =
  | { ok: true; workflow: WorkflowRow }
  | { ok: false; error: { type: 'not_found' } | { type: 'wrong_status'; status: WorkflowStatus } }

/** Moves a workflow from one of some statuses to another; it may also be there already. */
export async function changeStatus(
  db: Db,
  at: { workspaceId: string; workflowId: string },
  { from, to }: { from: WorkflowStatus[]; to: WorkflowStatus },
): Promise<ChangeStatus> {
  const [workflow] = await db.query<WorkflowRow>(
    `UPDATE workflows SET status = $4, updated_at = now()
      WHERE workspace_id = $1 AND id = $2 AND status = ANY($3::text[]) RETURNING ${WORKFLOW_COLUMNS}`,
    [at.workspaceId, at.workflowId, [...from, to], to],
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
