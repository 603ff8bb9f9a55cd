import type { Clock } from '../ports/clock.ts'
import type { OutgoingText } from '../ports/message_gateway.ts'

/** A text with the moment of its claim, in the monotonic clock's milliseconds. */
export interface ClaimedText {
  text: OutgoingText
  claimedAt: number
}

export interface PostQueueOptions {
  /** Posts under way at the same time. */
  concurrency: number
  clock: Clock
  /** Never rejects. */
  post(claimed: ClaimedText): Promise<void>
}

/**
 * Posts begun in one go. Each keeps the process busy for a moment; after a few, the answers that have come meanwhile
 * have their turn, or the database would stand idle while a large claim is begun.
 */
const IN_ONE_GO = 8
/** How far ahead of free connections texts are claimed. A STOP can't call them back any more, so it is a blink. */
const AHEAD_MS = 30
/** At most so many for each connection. */
const AHEAD = 2
/** Before the first answer, a provider is taken for slow. */
const SLOW_MS = 1_000
/** Share of the latest post in the mean. */
const LATEST = 1 / 16

/** Claimed texts on their way to a connection, in the order of their claims. */
export class PostQueue {
  readonly #options: PostQueueOptions
  readonly #waiting: ClaimedText[] = []
  #underWay = 0
  #isBeginning = false
  #meanMs = SLOW_MS

  constructor(options: PostQueueOptions) {
    this.#options = options
  }

  /** Texts worth claiming beyond the connections: as many as find a free one within a blink. */
  get ahead(): number {
    const { concurrency } = this.#options
    return Math.min(concurrency * AHEAD, Math.floor((concurrency * AHEAD_MS) / this.#meanMs))
  }

  add(claimed: readonly ClaimedText[]): void {
    this.#waiting.push(...claimed)
    this.#begin()
  }

  #begin(): void {
    if (this.#isBeginning) return
    for (let begun = 0; begun < IN_ONE_GO && this.#isFree; begun++) this.#beginNext()
    if (!this.#isFree) return
    this.#isBeginning = true
    setImmediate(() => {
      this.#isBeginning = false
      this.#begin()
    })
  }

  get #isFree(): boolean {
    return this.#waiting.length > 0 && this.#underWay < this.#options.concurrency
  }

  #beginNext(): void {
    const { post, clock } = this.#options
    const claimed = this.#waiting.shift()
    if (!claimed) return
    const begun = clock.monotonic()
    this.#underWay += 1
    void post(claimed).then(() => {
      this.#underWay -= 1
      this.#meanMs += (clock.monotonic() - begun - this.#meanMs) * LATEST
      this.#begin()
    })
  }
}
