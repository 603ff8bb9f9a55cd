import { upkeepTurn } from '#app/retention/keep_tables'
import { withUpkeepSession } from '#app/retention/upkeep_session'
import type { EngineWorld } from './engine_world.ts'

const RUNNING = new AbortController().signal

/** One turn of the upkeep, with retention, however lately it was done. */
export async function upkeep(world: EngineWorld): Promise<void> {
  await world.pool.query('DELETE FROM upkeep')
  const done = await withUpkeepSession(world.url, async (client) => {
    await upkeepTurn(client, RUNNING)
    return true
  })
  if (done !== true) throw new Error('somebody else was at it')
}

/** A run that began and ended so many months ago (not ended: null), with three steps and a call. */
export async function pastRun(world: EngineWorld, past: { began: number; ended: number | null; workspaceId?: string }) {
  const { began, ended, workspaceId = world.workspaceId } = past
  const { id: workflowId } = await world.one<{ id: string }>(
    `INSERT INTO workflows (workspace_id, name, status, draft) VALUES ($1, 'Past', 'live', '{}') RETURNING id`,
    [workspaceId],
  )
  const { id: versionId } = await world.one<{ id: string }>(
    `INSERT INTO workflow_versions (workspace_id, workflow_id, number, graph, content_hash) VALUES ($1, $2, 1, '{"nodes": []}', '') RETURNING id`,
    [workspaceId, workflowId],
  )
  const { id: contactId } = await world.one<{ id: string }>(
    `INSERT INTO contacts (workspace_id, phone, created_at, updated_at) VALUES ($1, '+1415556' || floor(random() * 8999 + 1000)::text, now(), now()) RETURNING id`,
    [workspaceId],
  )
  const { id } = await world.one<{ id: string }>(
    `INSERT INTO runs (id, workspace_id, workflow_id, version_id, contact_id, entered_at, started_at, finished_at, status, node_id, vars)
     SELECT uuidv7(-make_interval(months => $5)), $1, $2, $3, $4, now(), now() - make_interval(months => $5),
       now() - make_interval(months => $6), CASE WHEN $6::integer IS NULL THEN 'waiting' ELSE 'completed' END, 'text1', '{"reply": {"body": "my secret"}}'
     RETURNING id`,
    [workspaceId, workflowId, versionId, contactId, began, ended],
  )
  await world.pool.query(
    `INSERT INTO steps (run_id, seq, workspace_id, started_at, finished_at, node_id, node_type, status, outcome)
     SELECT $1, n, $2, now(), now(), 'text' || n, 'send_sms', 'completed', 'next' FROM generate_series(1, 3) n`,
    [id, workspaceId],
  )
  await world.pool.query(
    `INSERT INTO effects (id, workspace_id, run_id, step_seq, node_id, kind, input, status) VALUES (uuidv7(), $2, $1, 1, 'x', 'plugin', '{}', 'done')`,
    [id, workspaceId],
  )
  return { id, workflowId, contactId }
}

export const stepsOf = async (world: EngineWorld, runId: string): Promise<number> =>
  (await world.one<{ n: number }>('SELECT count(*)::integer AS n FROM steps WHERE run_id = $1', [runId])).n

export function retain(world: EngineWorld, retention: object, workspaceId = world.workspaceId): Promise<unknown> {
  return world.pool.query('UPDATE workspaces SET settings = settings || $2 WHERE id = $1', [
    workspaceId,
    JSON.stringify({ retention }),
  ])
}

export async function secondWorkspace(world: EngineWorld): Promise<string> {
  const { id } = await world.one<{ id: string }>(
    `INSERT INTO workspaces (name, mode) VALUES ('Neighbour', 'live') RETURNING id`,
  )
  return id
}
