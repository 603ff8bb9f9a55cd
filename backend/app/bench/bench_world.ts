import type { Graph, GraphNode } from '@soniarose/graph'
import type pg from 'pg'

/** A workspace with one published workflow, and contacts who may be texted at this hour. */
export interface BenchWorld {
  workspaceId: string
  workflowId: string
  versionId: string
}

/** Nodes that a run of `tenNodes` visits. */
export const VISITS_A_RUN = 10
export const TEXTS_A_RUN = 5

/** Ten nodes in a row: a trigger, five texts, three conditions, an exit. */
export function tenNodes(): Graph {
  const text = (day: number): GraphNode =>
    node(`text${day}`, 'send_sms', {
      body: `Hi {{ contact.firstName | default: 'friend' }}! Day ${day} of joy. Reply STOP to opt out.`,
    })
  const question = (index: number): GraphNode =>
    node(`if${index}`, 'condition', {
      branches: [{ id: 'yes', label: 'Yes', when: { field: 'contact.firstName', op: 'equals', value: 'Nobody' } }],
    })
  const nodes = [
    node('start', 'trigger', { on: 'manual' }),
    ...[text(1), question(1), text(2), question(2), text(3), question(3), text(4), text(5)],
    node('end', 'exit', {}),
  ]
  const edges = nodes.slice(1).map((target, index) => {
    const source = nodes[index]
    return {
      id: `e${index}`,
      source: source?.id ?? '',
      sourceHandle: source?.type === 'condition' ? 'else' : 'next',
      target: target.id,
    }
  })
  return { schemaVersion: 1, name: 'Ten nodes', settings: { reentry: 'always' }, nodes, edges }
}

function node(id: string, type: string, data: Record<string, unknown>): GraphNode {
  return { id, type, position: { x: 0, y: 0 }, data }
}

/** Fills an empty database. */
export async function createBenchWorld(
  pool: pg.Pool,
  contacts: number,
  graph: Graph = tenNodes(),
): Promise<BenchWorld> {
  const workspaceId = await insert(
    pool,
    `INSERT INTO workspaces (name, mode, settings) VALUES ('Bench', 'sandbox', '{"quietHours":null}') RETURNING id`,
  )
  await pool.query(
    `INSERT INTO senders (workspace_id, name, kind, phone, account_sid, credentials, is_default)
     VALUES ($1, 'Bench', 'long_code', '+15005550006', 'AC00000000000000000000000000000000', '', true)`,
    [workspaceId],
  )
  await addContacts(pool, workspaceId, contacts)
  const workflowId = await insert(
    pool,
    `INSERT INTO workflows (workspace_id, name, status, draft) VALUES ($1, 'Bench', 'live', $2) RETURNING id`,
    [workspaceId, graph],
  )
  const versionId = await insert(
    pool,
    `INSERT INTO workflow_versions (workspace_id, workflow_id, number, graph, content_hash) VALUES ($1, $2, 1, $3, '') RETURNING id`,
    [workspaceId, workflowId, graph],
  )
  await pool.query('UPDATE workflows SET published_version_id = $1 WHERE id = $2', [versionId, workflowId])
  return { workspaceId, workflowId, versionId }
}

async function addContacts(pool: pg.Pool, workspaceId: string, count: number): Promise<void> {
  await pool.query(
    `INSERT INTO contacts (workspace_id, phone, first_name, opt_in_status, time_zone, created_at, updated_at)
     SELECT $1, '+1415' || (1000000 + i), 'No ' || i, 'opted_in', $3, now(), now() FROM generate_series(1, $2::integer) i`,
    [workspaceId, count, zoneInDaylight()],
  )
}

async function insert(pool: pg.Pool, text: string, values: unknown[] = []): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(text, values)
  if (!rows[0]) throw new Error('nothing was inserted')
  return rows[0].id
}

/** A zone where it is about noon now: the law's own quiet hours hold for every setting. */
export function zoneInDaylight(): string {
  const ahead = ((12 - new Date().getUTCHours() + 36) % 24) - 12
  // Etc zones have their sign reversed.
  return ahead === 0 ? 'Etc/UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
}
