import { Queue, Worker } from 'bullmq'
import { Redis, type RedisOptions } from 'ioredis'
import { DOORBELL_QUEUE, LISTENER_OPTIONS, RING_OPTIONS, type QueueBackend } from './queue_backend.ts'

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
      const connection = connect(RINGING, onError)
      const queue = new Queue(DOORBELL_QUEUE, { connection, defaultJobOptions: RING_OPTIONS })
      queue.on('error', onError)
      return {
        add: async (name) => void (await queue.add(name, null)),
        depth: () => queue.getWaitingCount(),
        close: async () => {
          await queue.close()
          connection.disconnect()
        },
      }
    },
    openListener(onRing, on) {
      const connection = connect(LISTENING, on.error)
      const worker = new Worker(DOORBELL_QUEUE, async (job) => onRing(job.name), { connection, ...LISTENER_OPTIONS })
      worker.on('error', on.error)
      worker.on('ready', on.ready)
      return {
        close: async () => {
          await worker.close()
          connection.disconnect()
        },
      }
    },
  }
}
