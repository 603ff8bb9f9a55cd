import { createPostgresBackend, Queue, Worker } from 'bullmq'
import pg from 'pg'
import { QUEUE_SCHEMA } from './migrate_queue.ts'
import { DOORBELL_QUEUE, LISTENER_OPTIONS, RING_OPTIONS, type QueueBackend } from './queue_backend.ts'

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
      const connection = openPool(onError)
      const queue = new Queue(DOORBELL_QUEUE, { connection, defaultJobOptions: RING_OPTIONS }, createPostgresBackend)
      queue.on('error', onError)
      return {
        add: async (name) => void (await queue.add(name, null)),
        depth: () => queue.getWaitingCount(),
        close: async () => {
          await queue.close()
          await connection.end()
        },
      }
    },
    openListener(onRing, on) {
      const connection = openPool(on.error)
      const worker = new Worker(
        DOORBELL_QUEUE,
        async (job) => onRing(job.name),
        { connection, ...LISTENER_OPTIONS },
        createPostgresBackend,
      )
      worker.on('error', on.error)
      worker.on('ready', on.ready)
      return {
        close: async () => {
          await worker.close()
          await connection.end()
        },
      }
    },
  }
}
