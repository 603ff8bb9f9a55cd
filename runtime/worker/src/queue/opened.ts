import { systemClock } from '../system_clock.ts'

/** What BullMQ's queues and workers have in common. */
interface Openable {
  waitUntilReady(): Promise<unknown>
  close(): Promise<void>
}

/** A queue or worker of BullMQ, and what closes the connection that was given to it. */
export interface Opened<One extends Openable> {
  one: One
  end(): unknown
}

const TRY_AGAIN_MS = 500
const CLOSE_WITHIN_MS = 2_000

/**
 * BullMQ remembers for ever that its first connection failed: a queue then never rings again, and a worker on Postgres
 * asks again and again without letting the process come to anything else. So each is used only when it stands, and is
 * thrown away when it does not.
 */
export class Reopened<One extends Openable> {
  readonly #open: () => Opened<One>
  #opened: (Opened<One> & { ready: Promise<unknown> }) | null = null

  constructor(open: () => Opened<One>) {
    this.#open = open
  }

  /**
   * Opens at the first call, and again at the next one after a failure.
   *
   * @throws what its first connection failed with
   */
  async ready(): Promise<One> {
    if (this.#opened === null) {
      const opened = this.#open()
      this.#opened = { ...opened, ready: opened.one.waitUntilReady() }
    }
    const { one, ready } = this.#opened
    try {
      await ready
      return one
    } catch (error) {
      // Of those who waited for it together, the first one throws it away.
      if (this.#opened?.one === one) void this.close()
      throw error
    }
  }

  /** Also while its server is away: what it is then in the midst of is cut off. Never rejects. */
  async close(): Promise<void> {
    const opened = this.#opened
    this.#opened = null
    if (!opened) return
    await within(CLOSE_WITHIN_MS, opened.one.close())
    await within(CLOSE_WITHIN_MS, Promise.resolve(opened.end()))
  }
}

/** Lets a worker run as soon as it stands, and tries until it does. */
export class KeptRunning<One extends Openable & { run(): Promise<void> }> {
  readonly #worker: Reopened<One>
  readonly #onError: (error: unknown) => void
  readonly #stopping = new AbortController()

  constructor(open: () => Opened<One>, onError: (error: unknown) => void) {
    this.#worker = new Reopened(open)
    this.#onError = onError
    void this.#run()
  }

  async close(): Promise<void> {
    this.#stopping.abort()
    await this.#worker.close()
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      try {
        const worker = await this.#worker.ready()
        return await worker.run()
      } catch (error) {
        if (!signal.aborted) this.#onError(error)
        await systemClock.sleep(TRY_AGAIN_MS, signal)
      }
    }
  }
}

/** Waits for the end of something that may hang because its server is away; how it ends, nobody needs to know any more. */
async function within(ms: number, ending: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([ending.catch(() => undefined), limit])
  clearTimeout(timer)
}
