import { createBenchWorld } from './bench_world.ts'
import { beside, type BenchContext, type Figure } from './figure.ts'
import { onFreshDatabase } from './node_visits.ts'
import { enrolAll, untilEnded } from './walk_all.ts'
import { forkWorker } from './worker_process.ts'

const RUNS = 100_000
const LIMIT_MB = 300

/** The most memory that a worker process has while 100,000 runs pass through it. */
export async function* measureWorkerMemory({ databaseUrl, progress }: BenchContext): AsyncGenerator<Figure> {
  progress('100,000 runs through one worker process')
  const megabytes = await onFreshDatabase(databaseUrl, async ({ pool, url }) => {
    const world = await createBenchWorld(pool, RUNS)
    await enrolAll(pool, world, RUNS)
    const worker = await forkWorker(url)
    worker.go()
    await untilEnded(pool, world, RUNS)
    const largest = worker.largestRss / 1e6
    await worker.stop()
    return largest
  })
  yield beside(
    { bench: 'engine', name: 'worker_memory', value: megabytes, unit: 'MB' },
    { name: 'limit', value: LIMIT_MB },
  )
}
