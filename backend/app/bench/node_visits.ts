import { measureNoop } from '@soniarose/worker/queue'
import { runBareLoop } from './bare_loop.ts'
import { createBenchDatabase, type BenchDatabase } from './bench_database.ts'
import { acceptingGateway, createBenchWorker } from './bench_worker.ts'
import { createBenchWorld, VISITS_A_RUN, type BenchWorld } from './bench_world.ts'
import { beside, type BenchContext, type Figure } from './figure.ts'
import { enrolAll, untilEnded } from './walk_all.ts'
import { forkWorker } from './worker_process.ts'

const RUNS = 10_000
const NOOPS_POSTGRES = 4_000
const NOOPS_REDIS = 20_000
/** A gateway that answers at once leaves only the database to wait for. */
const SENDS = 1_000

/** Node visits a second of one worker, beside a loop without logic and beside the queue's own no-ops. */
export async function* measureNodeVisits({ databaseUrl, redisUrl, progress }: BenchContext): AsyncGenerator<Figure> {
  progress('a bare set-based loop')
  const bare = await onFreshWorld(databaseUrl, ({ pool }, world) => runBareLoop(pool, world, RUNS))
  progress('the engine, ten nodes with five texts')
  const visits = await onFreshWorld(databaseUrl, walkHere)
  const figure = { bench: 'engine', name: 'node_visits', value: visits, unit: 'visits/s' }
  yield beside(figure, { name: 'bare_set_based_loop', value: bare })
  progress('BullMQ no-ops on Postgres')
  const noops = await onFreshDatabase(databaseUrl, ({ url }) =>
    measureNoop({ databaseUrl: url, redisUrl: null, jobs: NOOPS_POSTGRES }),
  )
  yield beside({ ...figure, backend: 'postgres' }, { name: 'bullmq_noop_postgres', value: noops })
  if (redisUrl === null) return
  progress('BullMQ no-ops on Redis')
  const onRedis = await measureNoop({ databaseUrl, redisUrl, jobs: NOOPS_REDIS })
  yield beside({ ...figure, backend: 'redis' }, { name: 'bullmq_noop_redis', value: onRedis })
}

/** Two worker processes beside one. */
export async function* measureTwoWorkers({ databaseUrl, progress }: BenchContext): AsyncGenerator<Figure> {
  progress('one worker process')
  const one = await onFreshWorld(databaseUrl, (database, world) => walkIn(database, world, 1))
  progress('two worker processes')
  const two = await onFreshWorld(databaseUrl, (database, world) => walkIn(database, world, 2))
  yield beside(
    { bench: 'engine', name: 'two_workers_over_one', value: two, unit: 'visits/s' },
    { name: 'one_worker', value: one },
  )
}

export async function onFreshDatabase<Value>(
  serverUrl: string,
  measure: (database: BenchDatabase) => Promise<Value>,
): Promise<Value> {
  const database = await createBenchDatabase(serverUrl)
  try {
    return await measure(database)
  } finally {
    await database.drop()
  }
}

function onFreshWorld(
  serverUrl: string,
  measure: (database: BenchDatabase, world: BenchWorld) => Promise<number>,
): Promise<number> {
  return onFreshDatabase(serverUrl, async (database) => {
    const world = await createBenchWorld(database.pool, RUNS)
    await enrolAll(database.pool, world, RUNS)
    return measure(database, world)
  })
}

async function walkHere(database: BenchDatabase, world: BenchWorld): Promise<number> {
  const { worker, stop } = createBenchWorker(
    database,
    { gateway: acceptingGateway(), redisUrl: null },
    { sends: SENDS },
  )
  await worker.start()
  const elapsed = await untilEnded(database.pool, world, RUNS)
  await stop()
  return ((RUNS * VISITS_A_RUN) / elapsed) * 1000
}

async function walkIn({ url, pool }: BenchDatabase, world: BenchWorld, processes: number): Promise<number> {
  const workers = await Promise.all(Array.from({ length: processes }, () => forkWorker(url)))
  for (const worker of workers) worker.go()
  const elapsed = await untilEnded(pool, world, RUNS)
  await Promise.all(workers.map((worker) => worker.stop()))
  return ((RUNS * VISITS_A_RUN) / elapsed) * 1000
}
