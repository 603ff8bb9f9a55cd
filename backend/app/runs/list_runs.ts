import type { Db } from '#app/core/db'
import { Parameters } from '#app/core/sql'
import { narrowingSql, type Narrowing } from '#app/runs/run_filter'
import { RUN_COLUMNS, RUN_STATUSES, type RunRow, type RunStatus } from '#app/runs/run'

export interface RunFilter extends Narrowing {
  workspaceId: string
  workflowId?: string | undefined
  contactId?: string | undefined
  /** null: whatever status. */
  statuses: readonly RunStatus[] | null
  /** The id of the last run of the page before. */
  after: string | number | undefined
  limit: number
}

/** Later than any run's. */
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/**
 * The newest runs that fit. Each workflow and each status gives at most a page of its own, by an index of its own, so
 * that a page costs the same among a thousand runs and among millions, also where there is none.
 */
export function listRuns(db: Db, filter: RunFilter): Promise<RunRow[]> {
  const params = new Parameters([filter.workspaceId, filter.after ?? LAST_ID, filter.limit])
  const { contactId, workflowId, statuses } = filter
  if (contactId !== undefined) return ofContact(db, { ...filter, contactId }, params)
  const more = narrowingSql(filter, params)
  const parts = (statuses ?? RUN_STATUSES).map((status) => newestWith(status, more))
  const flow = workflowId === undefined ? '' : `AND f.id = ${params.add(workflowId)}`
  return db.query<RunRow>(
    `SELECT ${RUN_COLUMNS} FROM (
       SELECT r.* FROM workflows f CROSS JOIN LATERAL (${parts.join(' UNION ALL ')}) r WHERE f.workspace_id = $1 ${flow}
     ) runs ORDER BY id DESC LIMIT $3`,
    params.values,
  )
}

/** A contact has few runs. */
function ofContact(db: Db, filter: RunFilter & { contactId: string }, params: Parameters): Promise<RunRow[]> {
  const { contactId, workflowId, statuses } = filter
  const conditions = [
    `contact_id = ${params.add(contactId)}`,
    ...(workflowId === undefined ? [] : [`workflow_id = ${params.add(workflowId)}`]),
    ...(statuses === null ? [] : [`status = ANY(${params.add(statuses)}::text[])`]),
  ]
  return db.query<RunRow>(
    `SELECT ${RUN_COLUMNS} FROM runs WHERE workspace_id = $1 AND id < $2 AND ${conditions.join(' AND ')}${narrowingSql(filter, params)} ORDER BY id DESC LIMIT $3`,
    params.values,
  )
}

/**
 * Of one workflow and status, by runs_status. Were it `workflow_id = f.id AND status = …`, the planner would rather walk
 * all runs by their primary key until it has met enough of these, which may be millions.
 */
const newestWith = (status: RunStatus, more: string): string => `
  (SELECT * FROM runs WHERE (workflow_id, status, id) < (f.id, '${status}', $2::uuid) AND (workflow_id, status) >= (f.id, '${status}')
     AND status = '${status}'${more}
   ORDER BY workflow_id DESC, status DESC, id DESC LIMIT $3)`
