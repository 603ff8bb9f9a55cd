import type { Clock } from '../ports/clock.ts'
import type { MessageStore } from '../ports/message_store.ts'
import type { Reporter } from '../ports/reporter.ts'

export interface DoubtfulClaimsOptions {
  messages: MessageStore
  clock: Clock
  reporter: Reporter
  /** Called when none is left. */
  onEmpty(): void
}

const TRY_AGAIN_MS = 250
/** By then the server has ended whatever a broken connection left open, so a commit that was still on its way is over. */
const LOOK_AGAIN_MS = 6_000

/**
 * Claims whose commit failed, or may have succeeded without our hearing of it. None of them is ever posted, and nobody
 * else knows that: left alone, those that were committed would pass their deadline and count as `unknown`. They go back
 * to `planned` as soon as the database can be asked.
 */
export class DoubtfulClaims {
  readonly #options: DoubtfulClaimsOptions
  readonly #hurry = new AbortController()
  readonly #open = new Set<Promise<void>>()

  constructor(options: DoubtfulClaimsOptions) {
    this.#options = options
  }

  get isEmpty(): boolean {
    return this.#open.size === 0
  }

  /** Takes these back. They must never be posted from now on. */
  add(attemptIds: readonly string[]): void {
    if (attemptIds.length === 0) return
    const work = this.#takeBack(attemptIds).finally(() => {
      this.#open.delete(work)
      if (this.isEmpty) this.#options.onEmpty()
    })
    this.#open.add(work)
  }

  /** Resolves when none is left; nothing waits for its second look any more. */
  async flushed(): Promise<void> {
    this.#hurry.abort()
    await Promise.all(this.#open)
  }

  async #takeBack(attemptIds: readonly string[]): Promise<void> {
    await this.#once(attemptIds)
    await this.#options.clock.sleep(LOOK_AGAIN_MS, this.#hurry.signal)
    await this.#once(attemptIds)
  }

  async #once(attemptIds: readonly string[]): Promise<void> {
    const { messages, clock, reporter } = this.#options
    for (let failed = false; ; failed = true) {
      try {
        await messages.takeBack(attemptIds)
        if (failed) reporter.report({ kind: 'recovered', part: 'claims' })
        return
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error)
        if (!failed) reporter.report({ kind: 'problem', part: 'claims', message })
        await clock.sleep(TRY_AGAIN_MS)
      }
    }
  }
}
