import { createPostgresBackend, Queue, Worker } from 'bullmq'
import pg from 'pg'
import { QUEUE_SCHEMA } from './migrate_queue.ts'
import { KeptRunning, Reopened } from './opened.ts'
import { DOORBELL_QUEUE, LISTENER_OPTIONS, RING_OPTIONS, ringThrough, type QueueBackend } from './queue_backend.ts'

/** BullMQ on Postgres, each use with a small pool of its own: a listener keeps one connection for LISTEN. */
export function postgresBackend(databaseUrl: string): QueueBackend {
  const openPool = (onError: (error: unknown) => void): pg.Pool => {
    const pool = new pg.Pool({
      connectionString: databaseUrl,
      application_name: 'soniarose queue',
      max: 4,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      options: `-c search_path=${QUEUE_SCHEMA}`,
    })
    pool.setMaxListeners(0)
    pool.on('error', onError)
    // BullMQ holds connections without listening to them: one that breaks in its hands would end the process.
    pool.on('connect', (client) => client.on('error', onError))
    return pool
  }
  return {
    openQueue(onError) {
      const queue = new Reopened(() => {
        const connection = openPool(onError)
        const one = new Queue(DOORBELL_QUEUE, { connection, defaultJobOptions: RING_OPTIONS }, createPostgresBackend)
        one.on('error', onError)
        return { one, end: () => connection.end() }
      })
      return ringThrough(queue)
    },
    openListener(onRing, on) {
      return new KeptRunning(() => {
        const connection = openPool(on.error)
        const one = new Worker(
          DOORBELL_QUEUE,
          async (job) => onRing(job.name),
          { connection, ...LISTENER_OPTIONS },
          createPostgresBackend,
        )
        one.on('error', on.error)
        one.on('ready', on.ready)
        return { one, end: () => connection.end() }
      }, on.error)
    },
  }
}
