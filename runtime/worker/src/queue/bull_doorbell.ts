import type { Bell, Doorbell } from '../ports/doorbell.ts'
import { postgresBackend } from './postgres_backend.ts'
import type { QueueBackend, RingListener, RingQueue } from './queue_backend.ts'
import { redisBackend } from './redis_backend.ts'
import { RingMerger } from './ring_merger.ts'

export interface DoorbellOptions {
  databaseUrl: string
  /** Set: BullMQ on Redis. Null: BullMQ on Postgres. */
  redisUrl: string | null
  /** Said once when the queue goes away, with the reason, and once when it is back (null). */
  onHealth: (problem: string | null) => void
}

/** Rings that wait without anybody to hear them need no company. */
const DEEPEST = 1_000
const RINGS_A_CHECK = 64

const BELLS: ReadonlySet<string> = new Set<Bell>(['runs', 'messages', 'effects'])

/**
 * Rings over BullMQ. A job is a ring and nothing else: no id of its own (a second one would be dropped while the first
 * is active), no state, no retry. When the queue is away, rings are lost, and every worker finds its work by looking.
 */
export class BullDoorbell implements Doorbell {
  readonly #backend: QueueBackend
  readonly #onHealth: DoorbellOptions['onHealth']
  readonly #merger = new RingMerger((bell) => this.#add(bell))
  #queue: RingQueue | null = null
  #listener: RingListener | null = null
  #isWell = true
  #isStopped = false
  #rings = 0
  #isDeep = false

  constructor({ databaseUrl, redisUrl, onHealth }: DoorbellOptions) {
    this.#backend = redisUrl === null ? postgresBackend(databaseUrl) : redisBackend(redisUrl)
    this.#onHealth = onHealth
  }

  ring(bell: Bell): void {
    if (!this.#isStopped) this.#merger.ring(bell)
  }

  async listen(onRing: (bell: Bell) => void): Promise<void> {
    const heard = (name: string): void => {
      this.#health(null)
      if (isBell(name)) onRing(name)
    }
    this.#listener = this.#backend.openListener(heard, {
      error: (error) => this.#health(error),
      ready: () => this.#health(null),
    })
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#merger.stop()
    await Promise.all([this.#listener?.close(), this.#queue?.close()])
  }

  async #add(bell: Bell): Promise<void> {
    try {
      this.#queue ??= this.#backend.openQueue((error) => this.#health(error))
      if (this.#rings++ % RINGS_A_CHECK === 0) this.#isDeep = (await this.#queue.depth()) > DEEPEST
      if (this.#isDeep) return
      await this.#queue.add(bell)
      this.#health(null)
    } catch (error) {
      // A ring that is lost costs a second at most: the workers look by themselves.
      this.#health(error)
    }
  }

  #health(error: unknown): void {
    if (this.#isStopped) return
    const isWell = error === null
    if (isWell === this.#isWell) return
    this.#isWell = isWell
    this.#onHealth(isWell ? null : error instanceof Error ? error.message || error.name : String(error))
  }
}

function isBell(name: string): name is Bell {
  return BELLS.has(name)
}
