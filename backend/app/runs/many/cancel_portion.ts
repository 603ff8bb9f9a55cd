import { cancelMessages } from '#app/engine/cancel_messages'
import { exitRuns } from '#app/engine/exit_runs'
import type { EngineClient } from '#app/engine/pool'
import type { Refusal } from '#app/runs/many/refusal'

const LOOK = 'SELECT id, finished_at IS NOT NULL AS finished FROM runs WHERE workspace_id = $1 AND id = ANY($2::uuid[])'

/**
 * Runs, then their planned texts and calls, and nothing that somebody else holds just then is waited for: of two who each
 * hold what the other wants, one would fail.
 */
const LOCK_RUNS = `SELECT id FROM runs WHERE id = ANY($1::uuid[]) AND status IN ('ready', 'waiting') FOR UPDATE SKIP LOCKED`

const openOf = (table: 'messages' | 'effects', statuses: string): { all: string; free: string } => {
  const rows = `SELECT id, run_id FROM ${table} WHERE run_id = ANY($1::uuid[]) AND status IN (${statuses})`
  return { all: rows, free: `${rows} FOR UPDATE SKIP LOCKED` }
}
const OPEN = [openOf('messages', `'planned', 'held'`), openOf('effects', `'planned', 'running'`)]

/**
 * Cancels some runs with the texts that they have planned, in the caller's transaction.
 * @returns why the others were not; `busy` ones may be asked for again
 */
export async function cancelPortion(
  client: EngineClient,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, Refusal>> {
  const refused = new Map<string, Refusal>(ids.map((id) => [id, 'not_found']))
  const known = await client.query<{ id: string; finished: boolean }>(LOOK, [workspaceId, ids])
  for (const { id, finished } of known.rows) refused.set(id, finished ? 'finished' : 'busy')
  const open = known.rows.filter((row) => !row.finished).map((row) => row.id)
  const locked = (await client.query<{ id: string }>(LOCK_RUNS, [open])).rows.map((row) => row.id)
  const held = new Set<string>()
  for (const kind of OPEN) for (const id of await heldElsewhere(client, kind, locked)) held.add(id)
  const free = locked.filter((id) => !held.has(id))
  for (const id of await exitRuns(client, { runIds: free }, { status: 'canceled', reason: 'canceled' }))
    refused.delete(id)
  await cancelMessages(client, { runIds: free }, 'run_canceled')
  return refused
}

/** Runs of which somebody else holds a text or a call. */
async function heldElsewhere(
  client: EngineClient,
  { all, free }: { all: string; free: string },
  runIds: readonly string[],
): Promise<string[]> {
  const ours = new Set((await client.query<{ id: string }>(free, [runIds])).rows.map((row) => row.id))
  const { rows } = await client.query<{ id: string; run_id: string }>(all, [runIds])
  return rows.filter((row) => !ours.has(row.id)).map((row) => row.run_id)
}
