import { Queue, Worker } from 'bullmq'
import { Redis, type RedisOptions } from 'ioredis'
import { KeptRunning, Reopened } from './opened.ts'
import { DOORBELL_QUEUE, LISTENER_OPTIONS, RING_OPTIONS, ringThrough, type QueueBackend } from './queue_backend.ts'

const RECONNECT: RedisOptions = { retryStrategy: (times: number) => Math.min(times * 100, 2_000) }

/** Who rings gives up on a Redis that is away; who listens waits for it as long as it takes. */
const RINGING: RedisOptions = { ...RECONNECT, maxRetriesPerRequest: 1, commandTimeout: 2_000 }
const LISTENING: RedisOptions = { ...RECONNECT, maxRetriesPerRequest: null }

/** BullMQ on Redis through ioredis. */
export function redisBackend(redisUrl: string): QueueBackend {
  const connect = (options: RedisOptions, onError: (error: unknown) => void): Redis => {
    const redis = new Redis(redisUrl, options)
    redis.on('error', onError)
    return redis
  }
  return {
    openQueue(onError) {
      const queue = new Reopened(() => {
        const connection = connect(RINGING, onError)
        const one = new Queue(DOORBELL_QUEUE, { connection, defaultJobOptions: RING_OPTIONS })
        one.on('error', onError)
        return { one, end: () => connection.disconnect() }
      })
      return ringThrough(queue)
    },
    openListener(onRing, on) {
      return new KeptRunning(() => {
        const connection = connect(LISTENING, on.error)
        const one = new Worker(DOORBELL_QUEUE, async (job) => onRing(job.name), { connection, ...LISTENER_OPTIONS })
        one.on('error', on.error)
        one.on('ready', on.ready)
        return { one, end: () => connection.disconnect() }
      }, on.error)
    },
  }
}
