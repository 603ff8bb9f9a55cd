import type { Bell, Doorbell } from '../ports/doorbell.ts'
import { connectQueue, type QueueConnection, type QueueHandle, type QueueTarget, type WorkerHandle } from './connection.ts'

const QUEUE = 'doorbell'
/** With so many unanswered rings nobody needs another: all workers are busy or away, and the sweep finds the work. */
const ENOUGH_RINGS = 1_000
const LOOK_AT_DEPTH_EVERY_MS = 2_000

export interface BullDoorbellOptions {
  target: QueueTarget
  /** Called when the queue goes away (with its message) and when it is back (with null); not for each failure. */
  onState: (problem: string | null) => void
}

/**
 * Rings over BullMQ. A job is a ring and nothing else: no id, no state, no retries; losing all of them loses no work,
 * because every worker also looks by itself.
 */
export class BullDoorbell implements Doorbell {
  readonly #connection: QueueConnection
  readonly #queue: QueueHandle
  readonly #onState: (problem: string | null) => void
  readonly #ringing = new Map<Bell, 'once' | 'again'>()
  #worker: WorkerHandle | null = null
  #problem: string | null = null
  #depth = 0
  #depthSeenAt = Number.NEGATIVE_INFINITY
  #stopped = false

  constructor(options: BullDoorbellOptions) {
    this.#onState = options.onState
    this.#connection = connectQueue(options.target, (error) => this.#says(error.message))
    this.#queue = this.#connection.queue(QUEUE)
  }

  /** What keeps the queue from working, as last seen; null when nothing does. */
  get problem(): string | null {
    return this.#problem
  }

  ring(bell: Bell): void {
    if (this.#stopped) return
    if (this.#ringing.has(bell)) {
      // The ring under way may already have been answered; what we ring for came after it.
      this.#ringing.set(bell, 'again')
      return
    }
    this.#ringing.set(bell, 'once')
    void this.#add(bell)
  }

  async listen(onRing: (bell: Bell) => void): Promise<void> {
    this.#worker = this.#connection.worker(QUEUE, async (job) => {
      this.#says(null)
      onRing(job.name as Bell)
    })
  }

  async stop(): Promise<void> {
    this.#stopped = true
    // A queue that is away must not keep a worker from ending: what it holds are only rings.
    await Promise.race([Promise.allSettled([this.#worker?.close(), this.#queue.close()]), afterAWhile()])
    await this.#connection.close()
  }

  async #add(bell: Bell): Promise<void> {
    do {
      this.#ringing.set(bell, 'once')
      try {
        if (!(await this.#isCrowded())) await this.#queue.add(bell, {})
        this.#says(null)
      } catch (error) {
        this.#says(error instanceof Error ? error.message : String(error))
      }
    } while (this.#ringing.get(bell) === 'again' && !this.#stopped)
    this.#ringing.delete(bell)
  }

  async #isCrowded(): Promise<boolean> {
    const now = performance.now()
    if (now - this.#depthSeenAt > LOOK_AT_DEPTH_EVERY_MS) {
      this.#depthSeenAt = now
      this.#depth = await this.#queue.getWaitingCount()
    }
    this.#depth += 1
    return this.#depth > ENOUGH_RINGS
  }

  #says(problem: string | null): void {
    if ((problem === null) === (this.#problem === null) || this.#stopped) return
    this.#problem = problem
    this.#onState(problem)
  }
}

function afterAWhile(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 3_000).unref())
}
