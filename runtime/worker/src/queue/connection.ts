import { createPostgresBackend, Queue, Worker, type Processor } from 'bullmq'
import { Redis } from 'ioredis'
import pg from 'pg'
import { QUEUE_SCHEMA } from './migrate_queue.ts'

/** Where BullMQ lives: on our Postgres, or on a Redis of its own. */
export type QueueTarget = { databaseUrl: string } | { redisUrl: string }

/** What we use of a BullMQ queue; the same on both backends. */
export interface QueueHandle {
  add(name: string, data: object): Promise<unknown>
  addBulk(jobs: { name: string; data: object }[]): Promise<unknown>
  getWaitingCount(): Promise<number>
  close(): Promise<void>
}

/** What we use of a BullMQ worker. */
export interface WorkerHandle {
  close(): Promise<void>
}

/** Queues and workers of one backend, and the connections that they share. */
export interface QueueConnection {
  queue(name: string): QueueHandle
  worker(name: string, work: Processor): WorkerHandle
  /** Ends what the queues and workers shared; close those first. */
  close(): Promise<void>
}

/** A finished doorbell is of no use to anybody. */
export const JOB_OPTIONS = { removeOnComplete: true, removeOnFail: true, attempts: 1 } as const

const WORKER_OPTIONS = { concurrency: 4, lockDuration: 30_000, maxStalledCount: 1, autorun: true } as const

/**
 * Opens the backend. Nothing is awaited: both clients connect on first use and reconnect by themselves.
 * @param onProblem called for each connection error; without a listener the first of them would end the process
 */
export function connectQueue(target: QueueTarget, onProblem: (error: Error) => void): QueueConnection {
  return 'redisUrl' in target ? onRedis(target.redisUrl, onProblem) : onPostgres(target.databaseUrl, onProblem)
}

function onPostgres(databaseUrl: string, onProblem: (error: Error) => void): QueueConnection {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: 'soniarose-queue',
    // One connection stays in LISTEN for each worker; the rest is for adding and taking jobs.
    max: 4,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    options: `-c search_path=${QUEUE_SCHEMA} -c statement_timeout=30s`,
  })
  pool.on('error', onProblem)
  // Several queue objects listen to this pool; more than ten would print a warning about a leak that is none.
  pool.setMaxListeners(0)
  return {
    queue: (name) => heard(new Queue(name, { connection: pool, defaultJobOptions: JOB_OPTIONS }, createPostgresBackend), onProblem),
    worker: (name, work) => heard(new Worker(name, work, { connection: pool, ...WORKER_OPTIONS }, createPostgresBackend), onProblem),
    close: () => pool.end(),
  }
}

function onRedis(redisUrl: string, onProblem: (error: Error) => void): QueueConnection {
  // Adding must fail at once while Redis is away (the sweep rings again); taking must wait for as long as it takes.
  const adding = new Redis(redisUrl, { maxRetriesPerRequest: 1, enableOfflineQueue: false, lazyConnect: false })
  const taking = new Redis(redisUrl, { maxRetriesPerRequest: null })
  for (const client of [adding, taking]) client.on('error', onProblem)
  return {
    queue: (name) => heard(new Queue(name, { connection: adding, defaultJobOptions: JOB_OPTIONS }), onProblem),
    worker: (name, work) => heard(new Worker(name, work, { connection: taking, ...WORKER_OPTIONS }), onProblem),
    close: async () => {
      adding.disconnect()
      taking.disconnect()
    },
  }
}

function heard<Part extends { on(event: 'error', listener: (error: Error) => void): unknown }>(part: Part, onProblem: (error: Error) => void): Part {
  part.on('error', onProblem)
  return part
}
