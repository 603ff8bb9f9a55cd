import type { Clock } from '../ports/clock.ts'
import type { Reporter } from '../ports/reporter.ts'

export interface LoopOptions {
  /** Named in reports. */
  part: string
  /** One bounded piece of work; `idle` when there was none. */
  turn(stopping: AbortSignal): Promise<'worked' | 'idle'>
  clock: Clock
  reporter: Reporter
  /** Turns that may run side by side. */
  parallel?: number
}

const AFTER_FAILURE_MS = 250

/**
 * Turns until nothing is left, then rests until it is poked. It never gives up: a failure is said once, and the turns go
 * on when what failed is back. Stops at the end of the turns under way, exactly once.
 */
export class Loop {
  readonly #options: LoopOptions
  readonly #stopping = new AbortController()
  readonly #lanes: Promise<void>[] = []
  #pokes = 0
  #wake: (() => void)[] = []
  #isFailing = false

  constructor(options: LoopOptions) {
    this.#options = options
  }

  start(): void {
    for (let lane = 0; lane < (this.#options.parallel ?? 1); lane++) this.#lanes.push(this.#run())
  }

  /** There may be work: one lane looks now, and wakes another when there is. */
  poke(): void {
    this.#pokes += 1
    this.#wake.shift()?.()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    for (const wake of this.#wake.splice(0)) wake()
    await Promise.all(this.#lanes)
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const seen = this.#pokes
      const result = await this.#turn()
      if (result === 'worked') this.#wake.shift()?.()
      if (result === 'failed') await this.#options.clock.sleep(AFTER_FAILURE_MS, this.#stopping.signal)
      // A poke that came during the turn may be about work that the turn did not see.
      else if (result === 'idle' && seen === this.#pokes) await new Promise<void>((resolve) => this.#rest(resolve))
    }
  }

  #rest(resolve: () => void): void {
    if (this.#stopping.signal.aborted) resolve()
    else this.#wake.push(resolve)
  }

  async #turn(): Promise<'worked' | 'idle' | 'failed'> {
    const { part, reporter } = this.#options
    try {
      const result = await this.#options.turn(this.#stopping.signal)
      if (this.#isFailing) reporter.report({ kind: 'recovered', part })
      this.#isFailing = false
      return result
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      if (!this.#isFailing) reporter.report({ kind: 'problem', part, message })
      this.#isFailing = true
      return 'failed'
    }
  }
}
