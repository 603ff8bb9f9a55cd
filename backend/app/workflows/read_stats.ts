import { z } from 'zod'
import type { Db } from '#app/core/db'

const node = z.object({
  entered: z.int().meta({ description: 'Visits, ended and under way' }),
  waiting: z.int().meta({ description: 'Runs that stand on it now' }),
  completed: z.int(),
  failed: z.int(),
  outcomes: z.record(z.string(), z.int()).meta({ description: 'Visits by the handle that they left by' }),
})

export const statsSchema = z
  .object({
    runs: z.object({ active: z.int(), completed: z.int(), exited: z.int(), failed: z.int(), canceled: z.int() }),
    nodes: z.record(z.string(), node).meta({ description: 'By the node’s id' }),
  })
  .meta({ id: 'WorkflowStats' })

interface Row {
  runs: { active: number; completed: number; exited: number; failed: number; canceled: number }
  waiting: Record<string, number>
  visits: { node_id: string; outcome: string | null; status: string; count: number }[]
}

/** What has ended was counted when it did; only who stands where is counted now. */
const count = `
  WITH ended AS (
    SELECT node_id, outcome, status, sum(n)::bigint AS count FROM workflow_counts WHERE workflow_id = $1
    GROUP BY node_id, outcome, status HAVING sum(n) <> 0
  ), standing AS (
    SELECT coalesce(node_id, '') AS node_id, count(*) AS count FROM runs
     WHERE workflow_id = $1 AND status IN ('ready', 'waiting') GROUP BY node_id
  ), runs_ended AS (
    SELECT jsonb_object_agg(status, count) AS by_status FROM ended WHERE node_id = ''
  )
  SELECT '{"completed": 0, "exited": 0, "failed": 0, "canceled": 0}' || coalesce(by_status, '{}')
           || jsonb_build_object('active', (SELECT coalesce(sum(count), 0) FROM standing)) AS runs,
         (SELECT coalesce(jsonb_object_agg(node_id, count), '{}') FROM standing WHERE node_id <> '') AS waiting,
         (SELECT coalesce(jsonb_agg(ended), '[]') FROM ended WHERE node_id <> '') AS visits
    FROM runs_ended`

const sum = (rows: Row['visits']) => rows.reduce((total, visit) => total + visit.count, 0)

function nodeOf(row: Row, nodeId: string): z.input<typeof node> {
  const own = row.visits.filter((visit) => visit.node_id === nodeId)
  const withStatus = (status: string) => sum(own.filter((visit) => visit.status === status))
  const outcomes: Record<string, number> = {}
  for (const { outcome, count: times } of own)
    if (outcome !== null) outcomes[outcome] = (outcomes[outcome] ?? 0) + times
  const waiting = row.waiting[nodeId] ?? 0
  return {
    entered: sum(own) + waiting,
    waiting,
    completed: withStatus('completed'),
    failed: withStatus('failed'),
    outcomes,
  }
}

function nodesOf(row: Row): Record<string, z.input<typeof node>> {
  const ids = new Set([...Object.keys(row.waiting), ...row.visits.map((visit) => visit.node_id)])
  return Object.fromEntries([...ids].map((nodeId) => [nodeId, nodeOf(row, nodeId)]))
}

/** Where people stand in a workflow, and which ways were taken in all its versions. */
export async function readStats(db: Db, workflowId: string): Promise<z.input<typeof statsSchema>> {
  const [row] = await db.query<Row>(count, [workflowId])
  if (row === undefined) throw new Error('counting gave no row')
  return { runs: row.runs, nodes: nodesOf(row) }
}
