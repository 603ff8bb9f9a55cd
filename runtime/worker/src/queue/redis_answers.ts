import { Redis } from 'ioredis'

/** For the connection, and once more for the answer. */
const LIMIT_MS = 1_000

/**
 * Asks the Redis at an address for a sign of life, over a connection of its own: the queue's tells only of the last ring,
 * and a server that never rang knows nothing.
 *
 * @param redisUrl redis:// or rediss://, with user and password where it has them
 * @returns whether it answered within two seconds, and would take commands from us
 */
export async function redisAnswers(redisUrl: string): Promise<boolean> {
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: LIMIT_MS,
    commandTimeout: LIMIT_MS,
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  // What goes wrong is told by the commands.
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    return (await redis.ping()) === 'PONG'
  } catch {
    return false
  } finally {
    redis.disconnect()
  }
}
