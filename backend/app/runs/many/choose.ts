import { z } from 'zod'
import type { Db } from '#app/core/db'
import { Parameters } from '#app/core/sql'
import { narrowingSql, statusesOf, type RunFilterBody } from '#app/runs/run_filter'
import type { RunStatus } from '#app/runs/run'

export type Verb = 'retry' | 'cancel'

/** The statuses of runs that can be retried, or canceled. */
const FITTING: Record<Verb, readonly RunStatus[]> = { retry: ['failed'], cancel: ['ready', 'waiting'] }

const isUuid = (id: string | undefined): boolean => id === undefined || z.uuid().safeParse(id).success

/**
 * The conditions under which a run of the workspace fits a filter and can be retried or canceled; null: none can.
 * @param params its first is the workspace
 */
function fittingSql(verb: Verb, filter: RunFilterBody, params: Parameters): string | null {
  const wanted = statusesOf(filter.status)
  const fitting = FITTING[verb].filter((status) => wanted?.includes(status) ?? true)
  if (fitting.length === 0 || !isUuid(filter.workflowId) || !isUuid(filter.contactId)) return null
  const { workflowId, contactId } = filter
  // Statuses are written out: an index of some of them is only taken where the planner sees which ones are meant.
  return `runs.workspace_id = $1 AND runs.status IN (${fitting.map((status) => `'${status}'`).join(', ')})${
    workflowId === undefined ? '' : ` AND runs.workflow_id = ${params.add(workflowId)}`
  }${contactId === undefined ? '' : ` AND runs.contact_id = ${params.add(contactId)}`}${narrowingSql(filter, params)}`
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
  const params = new Parameters([workspaceId])
  const fitting = fittingSql(verb, filter, params)
  if (fitting === null) return 0
  const [row] = await db.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM runs WHERE ${fitting}${ids ? ` AND runs.id = ANY(${params.add(ids)}::uuid[])` : ''}`,
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
  const params = new Parameters([workspaceId])
  const fitting = fittingSql(verb, filter, params)
  if (fitting === null) return []
  // Within one workflow by its index, whatever a planner may think of walking all runs in the order of their ids.
  const { workflowId } = filter
  const [from, order] =
    workflowId === undefined
      ? [`runs.id > ${params.add(after)}`, 'runs.id']
      : [`(runs.workflow_id, runs.id) > (${params.add(workflowId)}, ${params.add(after)})`, 'runs.workflow_id, runs.id']
  const rows = await db.query<{ id: string }>(
    `SELECT runs.id FROM runs WHERE ${fitting} AND ${from} ORDER BY ${order} LIMIT ${params.add(limit)}`,
    params.values,
  )
  return rows.map((row) => row.id)
}
