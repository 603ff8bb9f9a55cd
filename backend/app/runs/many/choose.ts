import { z } from 'zod'
import type { Db } from '#app/core/db'
import { Parameters } from '#app/core/sql'
import { narrowingSql, statusesOf, type RunFilterBody } from '#app/runs/run_filter'
import type { RunStatus } from '#app/runs/run'

export type Verb = 'retry' | 'cancel'

/** The statuses of runs that can be retried, or canceled. */
const FITTING: Record<Verb, readonly RunStatus[]> = { retry: ['failed'], cancel: ['ready', 'waiting'] }

const isUuid = (id: string | undefined): boolean => id === undefined || z.uuid().safeParse(id).success

/** The statuses of the runs that fit a filter and can be retried or canceled; none of an id that can't exist. */
function fittingStatuses(verb: Verb, filter: RunFilterBody): readonly RunStatus[] {
  if (!isUuid(filter.workflowId) || !isUuid(filter.contactId)) return []
  const wanted = statusesOf(filter.status)
  return FITTING[verb].filter((status) => wanted?.includes(status) ?? true)
}

/** @param params its first is the workspace */
function fittingSql(filter: RunFilterBody, params: Parameters): string {
  const { workflowId, contactId } = filter
  return `runs.workspace_id = $1${workflowId === undefined ? '' : ` AND runs.workflow_id = ${params.add(workflowId)}`}${
    contactId === undefined ? '' : ` AND runs.contact_id = ${params.add(contactId)}`
  }${narrowingSql(filter, params)}`
}

export interface Question {
  workspaceId: string
  verb: Verb
  filter: RunFilterBody
  /** Only among these. */
  ids?: readonly string[]
}

/** How many runs fit. */
export async function countFitting(db: Db, { workspaceId, verb, filter, ids }: Question): Promise<number> {
  const statuses = fittingStatuses(verb, filter)
  if (statuses.length === 0) return 0
  const params = new Parameters([workspaceId])
  // Statuses are written out: an index of some of them is only taken where the planner sees which ones are meant.
  const [row] = await db.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM runs WHERE ${fittingSql(filter, params)}
       AND runs.status IN (${statuses.map((status) => `'${status}'`).join(', ')})${ids ? ` AND runs.id = ANY(${params.add(ids)}::uuid[])` : ''}`,
    params.values,
  )
  return row?.count ?? 0
}

/** The next runs that fit, in the order of their ids. @param after the last of the portion before */
export async function nextFitting(
  db: Db,
  { workspaceId, verb, filter }: Question,
  { after, limit }: { after: string; limit: number },
): Promise<string[]> {
  const statuses = fittingStatuses(verb, filter)
  if (statuses.length === 0) return []
  const params = new Parameters([workspaceId, after, limit])
  const fitting = fittingSql(filter, params)
  const { workflowId } = filter
  const from = workflowId === undefined ? null : `${params.add(workflowId)}::uuid`
  const parts = statuses.map(
    (status) => `
    (SELECT runs.id FROM runs WHERE ${fitting} AND runs.status = '${status}' AND ${nextOf(status, from)} LIMIT $3)`,
  )
  const rows = await db.query<{ id: string }>(
    `SELECT id FROM (${parts.join(' UNION ALL ')}) fitting ORDER BY id LIMIT $3`,
    params.values,
  )
  return rows.map((row) => row.id)
}

/** Within one workflow by runs_status, whatever a planner may think of walking all runs in the order of their ids. */
function nextOf(status: RunStatus, workflowId: string | null): string {
  if (workflowId === null) return 'runs.id > $2::uuid ORDER BY runs.id'
  const key = `${workflowId}, '${status}'`
  return `(runs.workflow_id, runs.status, runs.id) > (${key}, $2::uuid) AND (runs.workflow_id, runs.status) <= (${key})
    ORDER BY runs.workflow_id, runs.status, runs.id`
}
