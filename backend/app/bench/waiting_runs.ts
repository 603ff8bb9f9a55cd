import type pg from 'pg'
import { PgRunStore } from '#app/engine/pg_run_store'
import { createBenchWorld, type BenchWorld } from './bench_world.ts'
import { beside, type BenchContext, type Figure } from './figure.ts'
import { onFreshDatabase } from './node_visits.ts'
import { enrolAll } from './walk_all.ts'

const ENROLLED = 100_000
const FEW = 1_000
const MANY = 1_000_000
const CLAIMS = 200
/** Contract of the product: a waiting run, its indexes included. */
const BYTES_LIMIT = 600

const BARE_INSERT = `
  INSERT INTO runs (id, workspace_id, workflow_id, version_id, contact_id, wake_at, entered_at, started_at, entry, lane, status,
    node_id, vars)
  SELECT uuidv7(), $1, $2, $3, id, now(), now(), now(), 1, 1, 'ready', 'start', '{}' FROM contacts`

/** Runs that wait a day each, as the engine leaves them, spread over the month to come. */
const ADD_WAITING = `
  INSERT INTO runs (id, workspace_id, workflow_id, version_id, contact_id, wake_at, entered_at, started_at, entry, lane, status,
    node_id, wait_kind, seq, steps_used, vars)
  SELECT uuidv7(), $1, $2, $3, c.id, now() + interval '1 hour' + random() * interval '30 days', now(), now(), $4, 1, 'waiting',
    'rest', 'time', 4, 4, '{"reply": null, "steps": {}, "trigger": {}}'
  FROM contacts c LIMIT $5`

/** Enrolment beside a bare INSERT … SELECT of as many rows. */
export async function* measureEnrolment({ databaseUrl, progress }: BenchContext): AsyncGenerator<Figure> {
  progress('a bare INSERT … SELECT of 100,000 runs')
  const bare = await onFreshDatabase(databaseUrl, async ({ pool }) => {
    const world = await createBenchWorld(pool, ENROLLED)
    const begun = performance.now()
    await pool.query(BARE_INSERT, idsOf(world))
    return performance.now() - begun
  })
  progress('enrolling 100,000 contacts')
  const elapsed = await onFreshDatabase(databaseUrl, async ({ pool }) =>
    enrolAll(pool, await createBenchWorld(pool, ENROLLED), ENROLLED),
  )
  const figure = { bench: 'engine', name: 'enrol', value: (ENROLLED / elapsed) * 1000, unit: 'contacts/s' }
  yield beside(figure, { name: 'bare_insert_select', value: (ENROLLED / bare) * 1000 })
}

/** The next due run among a million waiting ones, beside a thousand; and what one of them takes on the disk. */
export async function* measureWaitingRuns({ databaseUrl, progress }: BenchContext): AsyncGenerator<Figure> {
  yield* await onFreshDatabase(databaseUrl, async ({ pool }) => {
    const world = await createBenchWorld(pool, FEW)
    progress('a thousand waiting runs')
    await addWaiting(pool, world, FEW)
    const among = { few: await claimOneByOne(pool, world), many: 0 }
    progress('a million waiting runs')
    for (let entry = 2; entry <= MANY / FEW; entry += 100) {
      await pool.query(
        `INSERT INTO runs (id, workspace_id, workflow_id, version_id, contact_id, wake_at, entered_at, started_at, entry, lane, status, node_id,
           wait_kind, seq, steps_used, vars)
         SELECT uuidv7(), r.workspace_id, r.workflow_id, r.version_id, r.contact_id, r.wake_at + random() * interval '30 days', now(), now(),
           $1::integer + n, 1, 'waiting', 'rest', 'time', 4, 4, r.vars
         FROM runs r, generate_series(0, 99) n WHERE r.entry = 1`,
        [entry],
      )
    }
    await pool.query('VACUUM ANALYZE runs')
    among.many = await claimOneByOne(pool, world)
    const { rows } = await pool.query<{ bytes: number }>(
      `SELECT pg_total_relation_size('runs')::float8 / count(*) AS bytes FROM runs`,
    )
    return [
      beside(
        { bench: 'engine', name: 'claim_due', value: among.many, unit: 'ms' },
        { name: 'among_a_thousand', value: among.few },
      ),
      beside(
        { bench: 'engine', name: 'bytes_per_waiting_run', value: rows[0]?.bytes ?? 0, unit: 'bytes' },
        { name: 'limit', value: BYTES_LIMIT },
      ),
    ]
  })
}

async function addWaiting(pool: pg.Pool, world: BenchWorld, count: number): Promise<void> {
  await pool.query(ADD_WAITING, [...idsOf(world), 1, count])
}

function idsOf({ workspaceId, workflowId, versionId }: BenchWorld): string[] {
  return [workspaceId, workflowId, versionId]
}

/** @returns the median of the milliseconds from the question to the run in hand */
async function claimOneByOne(pool: pg.Pool, { workspaceId }: BenchWorld): Promise<number> {
  const store = new PgRunStore(pool)
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM runs ORDER BY id LIMIT 1')
  const times: number[] = []
  await pool.query(`UPDATE runs SET wake_at = now() - interval '1 minute' WHERE id = $1`, [rows[0]?.id])
  for (let claim = 0; claim < CLAIMS; claim++) {
    const begun = performance.now()
    const batch = await store.claim({ workspaceIds: [workspaceId], lane: 1, limit: 100 })
    times.push(performance.now() - begun)
    if (batch?.runs.length !== 1) throw new Error('one run was due')
    await batch.release()
  }
  return times.sort((a, b) => a - b)[CLAIMS / 2] ?? 0
}
