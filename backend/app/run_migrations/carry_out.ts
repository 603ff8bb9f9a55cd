import { planMigration } from '@soniarose/core'
import type pg from 'pg'
import type { EngineClient } from '#app/engine/pool'
import { count, SELECT_MIGRATIONS, type MigrationRow, type Tally } from './migration.ts'
import { inPortions, type Turn } from './in_portions.ts'
import { movePortion, type LeavingNodes } from './portion.ts'
import { readVersions } from './read_versions.ts'

/** Runs that could not leave are asked again so often: most texts and calls are over within a second. */
const PASSES = 4

const NEXT = `${SELECT_MIGRATIONS} WHERE m.id = $1 AND m.status = 'running' FOR UPDATE OF m`

const SAVE = `
  UPDATE run_migrations SET reached = coalesce($2::uuid, '00000000-0000-0000-0000-000000000000'), pass = $3, counts = $4, touched_at = now()
  WHERE id = $1`

const FINISH = `
  UPDATE run_migrations SET status = 'done', counts = $2, touched_at = now(), finished_at = date_trunc('milliseconds', workspace_now(workspace_id)) WHERE id = $1`

const LEFT = `
  SELECT count(*)::integer AS runs, (count(*) FILTER (WHERE node_id = ANY($3::text[])))::integer AS leaving FROM runs
  WHERE workflow_id = $1 AND version_id = $2 AND status IN ('ready', 'waiting')`

/**
 * Carries a migration out, portion by portion. Broken off, it goes on where it was.
 * @param onPortion called after each commit
 * @throws StoreUnavailable when the database stays away
 */
export async function carryOut(pool: pg.Pool, id: string, onPortion: () => void): Promise<void> {
  const leaving = await leavingNodes(pool, id)
  if (leaving !== null) await inPortions(pool, (client) => takeTurn(client, id, leaving), onPortion)
}

async function leavingNodes(pool: pg.Pool, id: string): Promise<LeavingNodes | null> {
  const { rows } = await pool.query<MigrationRow>(`${SELECT_MIGRATIONS} WHERE m.id = $1`, [id])
  const [row] = rows
  if (!row) return null
  const { from_version_id, to_version_id } = row
  const at = { workspaceId: row.workspace_id, workflowId: row.workflow_id }
  const versions = await readVersions(pool, at, [from_version_id, to_version_id])
  const [from, to] = [versions.get(from_version_id), versions.get(to_version_id)]
  if (!from || !to) return null
  const { nodes } = planMigration(
    { from: from.graph, to: to.graph },
    new Map(Object.entries(row.nodes)),
    from.graph.nodes.map((node) => node.id),
  )
  return {
    plans: new Map([...nodes].filter(([, { plan }]) => plan.action !== 'stay')),
    types: new Map(from.graph.nodes.map((node) => [node.id, node.type])),
  }
}

async function takeTurn(client: EngineClient, id: string, leaving: LeavingNodes): Promise<Turn> {
  const { rows } = await client.query<MigrationRow>(NEXT, [id])
  const [migration] = rows
  if (!migration) return 'done'
  const { tally, reached } = await movePortion(client, migration, leaving)
  const counts = sum(migration.counts, tally)
  if (reached !== null) {
    await client.query(SAVE, [id, reached, migration.pass, JSON.stringify(counts)])
    return 'more'
  }
  return endPass(client, { ...migration, counts }, leaving)
}

/** Whoever could not leave is asked again, a few times. */
async function endPass(client: EngineClient, migration: MigrationRow, { plans }: LeavingNodes): Promise<Turn> {
  const { id, workflow_id, from_version_id, pass, counts } = migration
  const { rows } = await client.query<{ runs: number; leaving: number }>(LEFT, [
    ...[workflow_id, from_version_id, [...plans.keys()]],
  ])
  const { runs = 0, leaving = 0 } = rows[0] ?? {}
  if (leaving > 0 && pass < PASSES) {
    const { refused: _, ...kept } = counts
    await client.query(SAVE, [id, null, pass + 1, JSON.stringify(kept)])
    return 'wait'
  }
  await client.query(FINISH, [id, JSON.stringify(finalCounts(counts, { runs, leaving }))])
  return 'done'
}

function finalCounts(counts: Tally, { runs, leaving }: { runs: number; leaving: number }): Tally {
  const refused = { ...counts.refused }
  const explained = Object.values(refused).reduce((total, each) => total + each, 0)
  if (leaving > explained) count(refused, 'busy', leaving - explained)
  return { ...counts, refused, stay: Math.max(0, runs - leaving) }
}

function sum(a: Tally, b: Tally): Tally {
  const refused = { ...a.refused }
  for (const [reason, runs] of Object.entries(b.refused ?? {})) count(refused, reason, runs)
  const of = (name: 'goOn' | 'retimed' | 'enter' | 'exit' | 'textsCanceled'): number => (a[name] ?? 0) + (b[name] ?? 0)
  return {
    ...a,
    goOn: of('goOn'),
    retimed: of('retimed'),
    enter: of('enter'),
    exit: of('exit'),
    textsCanceled: of('textsCanceled'),
    refused,
  }
}
