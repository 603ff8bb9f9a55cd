import { randomBytes } from 'node:crypto'
import { createPostgresBackend, Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import pg from 'pg'
import { migrateQueue, QUEUE_SCHEMA } from './migrate_queue.ts'

/** BullMQ gains nothing more by further jobs at the same time (measured 1, 16 and 64). */
const CONCURRENCY = 16

export interface NoopOptions {
  databaseUrl: string
  /** Null: on Postgres. */
  redisUrl: string | null
  jobs: number
}

/**
 * What BullMQ itself can do: jobs that do nothing, one process.
 * @returns jobs processed a second
 */
export async function measureNoop(options: NoopOptions): Promise<number> {
  return options.redisUrl === null ? onPostgres(options) : onRedis(options.redisUrl, options.jobs)
}

async function onPostgres({ databaseUrl, jobs }: NoopOptions): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 20, options: `-c search_path=${QUEUE_SCHEMA}` })
  pool.setMaxListeners(0)
  const client = await pool.connect()
  await migrateQueue(client)
  client.release()
  const name = queueName()
  const queue = new Queue(name, { connection: pool }, createPostgresBackend)
  await queue.addBulk(noops(jobs))
  const rate = await drain(
    jobs,
    (done) =>
      new Worker(name, async () => done(), { connection: pool, concurrency: CONCURRENCY }, createPostgresBackend),
  )
  await queue.close()
  await pool.end()
  return rate
}

async function onRedis(redisUrl: string, jobs: number): Promise<number> {
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null })
  const name = queueName()
  const queue = new Queue(name, { connection })
  await queue.addBulk(noops(jobs))
  const rate = await drain(
    jobs,
    (done) => new Worker(name, async () => done(), { connection, concurrency: CONCURRENCY }),
  )
  await queue.obliterate({ force: true })
  await queue.close()
  connection.disconnect()
  return rate
}

async function drain(jobs: number, open: (done: () => void) => { close(): Promise<void> }): Promise<number> {
  let left = jobs
  let finish = (): void => undefined
  const drained = new Promise<void>((resolve) => {
    finish = resolve
  })
  const begun = performance.now()
  const worker = open(() => {
    left -= 1
    if (left === 0) finish()
  })
  await drained
  const elapsed = performance.now() - begun
  await worker.close()
  return (jobs / elapsed) * 1000
}

function noops(count: number): { name: string; data: null; opts: { removeOnComplete: true } }[] {
  return Array.from({ length: count }, () => ({ name: 'noop', data: null, opts: { removeOnComplete: true } }))
}

function queueName(): string {
  return `bench-${randomBytes(4).toString('hex')}`
}
