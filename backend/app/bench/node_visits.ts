import { measureNoop } from '@soniarose/worker/queue'
import type pg from 'pg'
import { enroll } from '#app/engine/enroll'
import { runBareLoop } from './bare_loop.ts'
import { createBenchDatabase } from './bench_database.ts'
import { acceptingGateway, createBenchWorker } from './bench_worker.ts'
import { createBenchWorld, VISITS_A_RUN, type BenchWorld } from './bench_world.ts'
import { beside, type BenchContext, type Figure } from './figure.ts'

const RUNS = 10_000
const NOOPS_POSTGRES = 4_000
const NOOPS_REDIS = 20_000
/** A gateway that answers at once leaves only the database to wait for. */
const SENDS = 1_000

/** Node visits a second of one worker, beside a loop without logic and beside the queue's own no-ops. */
export async function* measureNodeVisits(context: BenchContext): AsyncGenerator<Figure> {
  const { databaseUrl, redisUrl, progress } = context
  progress('a bare set-based loop')
  const bare = await onFreshWorld(databaseUrl, (pool, world) => runBareLoop(pool, world, RUNS))
  progress('the engine, ten nodes with five texts')
  const visits = await onFreshWorld(databaseUrl, (pool, _world, url) => walkAll(pool, url))
  const figure = { bench: 'engine', name: 'node_visits', value: visits, unit: 'visits/s' }
  yield beside(figure, { name: 'bare_set_based_loop', value: bare })
  progress('BullMQ no-ops on Postgres')
  const database = await createBenchDatabase(databaseUrl)
  const noops = await measureNoop({ databaseUrl: database.url, redisUrl: null, jobs: NOOPS_POSTGRES }).finally(() => database.drop())
  yield beside({ ...figure, backend: 'postgres' }, { name: 'bullmq_noop_postgres', value: noops })
  if (redisUrl === null) return
  progress('BullMQ no-ops on Redis')
  const onRedis = await measureNoop({ databaseUrl, redisUrl, jobs: NOOPS_REDIS })
  yield beside({ ...figure, backend: 'redis' }, { name: 'bullmq_noop_redis', value: onRedis })
}

async function onFreshWorld(serverUrl: string, measure: (pool: pg.Pool, world: BenchWorld, url: string) => Promise<number>): Promise<number> {
  const database = await createBenchDatabase(serverUrl)
  try {
    const world = await createBenchWorld(database.pool, RUNS)
    const enrolment = await enroll(database.pool, world.workspaceId, world.workflowId, { filter: { sql: () => 'true', values: [] } })
    if (!enrolment.ok || enrolment.value.enrolled !== RUNS) throw new Error('not everybody was enrolled')
    return await measure(database.pool, world, database.url)
  } finally {
    await database.drop()
  }
}

async function walkAll(pool: pg.Pool, url: string): Promise<number> {
  const { worker, stop } = createBenchWorker({ pool, url }, { gateway: acceptingGateway(), redisUrl: null }, { sends: SENDS })
  const begun = performance.now()
  await worker.start()
  for (let busy = true; busy; ) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    const { rows } = await pool.query<{ busy: boolean }>(`SELECT EXISTS (SELECT FROM runs WHERE finished_at IS NULL) AS busy`)
    busy = rows[0]?.busy ?? false
  }
  const elapsed = performance.now() - begun
  await stop()
  return ((RUNS * VISITS_A_RUN) / elapsed) * 1000
}
