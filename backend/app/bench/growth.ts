import pg from 'pg'
import { readTimeline } from '#app/contacts/timeline'
import type { Db } from '#app/core/db'
import { queueStats } from '#app/engine/queue_stats'
import { addUpCounts } from '#app/retention/add_up_counts'
import { listRuns } from '#app/runs/list_runs'
import { readRun } from '#app/runs/read_run'
import { readStats } from '#app/workflows/read_stats'
import { beside, type BenchContext, type Figure } from './figure.ts'
import { GrowthWorld } from './growth_world.ts'
import { onFreshDatabase } from './node_visits.ts'

const READS = 40
/** The peer: what the same costs among so many times fewer. */
const PART = 100

type Measured = Record<string, number>

/** What is asked of the tables, each as its route asks it, in milliseconds: the median over runs from anywhere. */
async function readAll(pool: pg.Pool, { world }: GrowthWorld): Promise<Measured> {
  const { workspaceId, workflowId } = world
  const db: Db = { query: async (sql, params) => (await pool.query(sql, [...(params ?? [])])).rows }
  const runs = await db.query<{ id: string; contact_id: string }>(
    'SELECT id, contact_id FROM runs ORDER BY random() LIMIT $1',
    [READS],
  )
  const list = { workspaceId, after: undefined, limit: 51 }
  return {
    run_page: await medianOf(runs, ({ id }) => readRun(db, workspaceId, id)),
    timeline: await medianOf(runs, ({ contact_id }) => readTimeline(db, contact_id, { limit: 50, after: null })),
    workflow_stats: await medianOf(runs, () => readStats(db, workflowId)),
    run_list: await medianOf(runs, () => listRuns(db, { ...list, statuses: null })),
    canceled_list: await medianOf(runs, () => listRuns(db, { ...list, statuses: ['canceled'] })),
    queue: await medianOf(runs, () => queueStats(pool, workspaceId)),
  }
}

/** After what upkeep and autovacuum would have done by now. */
async function settleAndRead(pool: pg.Pool, grown: GrowthWorld): Promise<Measured> {
  await pool.query(`UPDATE workflow_counts SET at = now() - interval '1 hour' WHERE at IS NOT NULL`)
  const client = await pool.connect()
  try {
    await addUpCounts(client)
  } finally {
    client.release()
  }
  await pool.query('VACUUM ANALYZE runs, steps, messages, workflow_counts')
  // The first round is about caches and connections.
  await readAll(pool, grown)
  return readAll(pool, grown)
}

async function medianOf<Item>(items: readonly Item[], read: (item: Item) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (const item of items) {
    const begun = performance.now()
    await read(item)
    times.push(performance.now() - begun)
  }
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
}

/** Inserting and reading among millions of steps, each beside the same among a hundredth of them. */
export async function* benchGrowth({ databaseUrl, size, progress }: BenchContext): AsyncGenerator<Figure> {
  yield* await onFreshDatabase(databaseUrl, async ({ pool, url }) => {
    // With the settings of the web process: the engine's pin the planner.
    const reading = new pg.Pool({ connectionString: url, max: 4 })
    try {
      const grown = await GrowthWorld.create(pool, size)
      const few = size / PART
      progress(`${few.toLocaleString('en')} steps`)
      const rate = { few: await grown.growTo(few), many: 0 }
      const among = { few: await settleAndRead(reading, grown), many: {} as Measured }
      progress(`${size.toLocaleString('en')} steps`)
      await grown.growTo(size - few)
      rate.many = await grown.growTo(size)
      among.many = await settleAndRead(reading, grown)
      const peer = `among_${few}`
      const inserted = { bench: 'growth', name: 'steps_inserted', value: rate.many, unit: 'steps/s' }
      return [
        beside(inserted, { name: peer, value: rate.few }),
        ...Object.entries(among.many).map(([name, value]) =>
          beside({ bench: 'growth', name, value, unit: 'ms' }, { name: peer, value: among.few[name] ?? 0 }),
        ),
      ]
    } finally {
      await reading.end()
    }
  })
}
