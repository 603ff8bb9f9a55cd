import type pg from 'pg'
import type { EngineClient } from '#app/engine/pool'
import { inPortions, type Turn } from './in_portions.ts'
import { count, SELECT_MIGRATIONS, type MigrationRow, type Tally } from './migration.ts'
import { undoPortion } from './undo_portion.ts'

/** Runs that somebody has in hand are asked again so often. */
const PASSES = 3

const NEXT = `${SELECT_MIGRATIONS} WHERE m.id = $1 AND m.status = 'undoing' FOR UPDATE OF m`

const SAVE = `
  UPDATE run_migrations SET reached = coalesce($2::uuid, '00000000-0000-0000-0000-000000000000'), pass = $3, counts = $4, touched_at = now()
  WHERE id = $1`

/** What could not be taken back has gone its own way: nobody asks for its past again. */
const FINISH = `
  WITH forgotten AS (DELETE FROM run_migration_runs WHERE migration_id = $1)
  UPDATE run_migrations SET status = 'undone', counts = $2, touched_at = now(), undone_at = date_trunc('milliseconds', workspace_now(workspace_id)) WHERE id = $1`

const LEFT = 'SELECT count(*)::integer AS runs FROM run_migration_runs WHERE migration_id = $1'

/**
 * Takes a migration back, portion by portion. Broken off, it goes on where it was.
 * @param onPortion called after each commit
 * @throws StoreUnavailable when the database stays away
 */
export function undo(pool: pg.Pool, id: string, onPortion: () => void): Promise<void> {
  return inPortions(pool, (client) => takeTurn(client, id), onPortion)
}

async function takeTurn(client: EngineClient, id: string): Promise<Turn> {
  const { rows } = await client.query<MigrationRow>(NEXT, [id])
  const [migration] = rows
  if (!migration) return 'done'
  const { tally, reached } = await undoPortion(client, migration)
  const counts = sum(migration.counts, tally)
  if (reached !== null) {
    await client.query(SAVE, [id, reached, migration.pass, JSON.stringify(counts)])
    return 'more'
  }
  const left = await client.query<{ runs: number }>(LEFT, [id])
  const busy = (left.rows[0]?.runs ?? 0) - Object.values(counts.kept ?? {}).reduce((total, each) => total + each, 0)
  if (busy > 0 && migration.pass < PASSES) {
    await client.query(SAVE, [id, null, migration.pass + 1, JSON.stringify({ ...counts, kept: {} })])
    return 'wait'
  }
  const kept = { ...counts.kept }
  if (busy > 0) count(kept, 'busy', busy)
  await client.query(FINISH, [id, JSON.stringify({ ...counts, kept })])
  return 'done'
}

function sum(counts: Tally, { undone = 0, kept = {} }: Tally): Tally {
  const all = { ...counts.kept }
  for (const [reason, runs] of Object.entries(kept)) count(all, reason, runs)
  return { ...counts, undone: (counts.undone ?? 0) + undone, kept: all }
}
