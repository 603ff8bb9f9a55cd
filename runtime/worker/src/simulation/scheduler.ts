import type { MemoryEnvironment, Session } from '../testing/environment.ts'
import { StoreUnavailable } from '../ports/store_unavailable.ts'
import type { Chance } from './chance.ts'
import { CALM, type Machine, type Weather } from './machine.ts'
import { Timeline, type Happening, type HappeningKind } from './timeline.ts'
import { TraceHash } from './trace_hash.ts'

/** A Monday at noon where the contacts live. */
export const BEGINNING = Date.UTC(2027, 0, 4, 17)

/** Who waits this long is not in the middle of something. */
const LONG_MS = 700

/** Of the commits whose connection broke, the share that was still on its way. */
const STRAGGLERS = 0.3
/** Beyond what the database lets a silent client keep open. */
const LONGEST_LAG_MS = 6_000

/**
 * Orders everything. Each await of the real engine ends in one of the ports, and each port waits here for its turn; the
 * order and the virtual time of all turns follow from the seed alone.
 */
export class Scheduler implements MemoryEnvironment {
  readonly chance: Chance
  readonly #luck: Chance
  readonly timeline = new Timeline()
  readonly trace = new TraceHash()
  weather: Weather = CALM
  /** Nobody reaches the database before this. */
  databaseAwayUntil = 0
  steps = 0
  #now = BEGINNING

  constructor(chance: Chance) {
    this.chance = chance
    this.#luck = chance.fork()
  }

  now(): number {
    return this.#now
  }

  random(): number {
    return this.#luck.next()
  }

  after(ms: number, callback: () => void): () => void {
    const alarm = this.plan({ in: ms, kind: 'alarm', label: 'alarm', owner: null, run: callback })
    return () => this.timeline.cancel(alarm)
  }

  /** Lets something happen later. */
  plan(next: { in: number; kind: HappeningKind; label: string; owner: Machine | null; run: () => void }): Happening {
    const { kind, label, owner, run } = next
    const happening = {
      at: this.#now + Math.max(0, Math.round(next.in)),
      order: this.chance.next(),
      kind,
      label,
      owner,
      run,
      isCanceled: false,
    }
    this.timeline.add(happening)
    return happening
  }

  /** How long a message between two processes takes. */
  latency(): number {
    if (this.chance.happens(this.weather.slow)) return this.chance.between(50, 2_500)
    return this.chance.happens(0.2) ? this.chance.between(1, 40) : this.chance.between(0, 2)
  }

  /** A process's way to the database. */
  sessionOf(machine: Machine): Session {
    const leg = (kind: 'request' | 'reply', operation: string, fails: () => boolean): Promise<void> =>
      new Promise((resolve, reject) => {
        const run = (): void =>
          fails() ? reject(new StoreUnavailable('Connection terminated unexpectedly')) : resolve()
        this.plan({ in: this.latency(), kind, label: operation, owner: machine, run })
      })
    return {
      id: machine.id,
      request: (operation) =>
        leg('request', operation, () => this.#isAway() || this.chance.happens(this.weather.lostRequest)),
      reply: (operation) => leg('reply', operation, () => this.chance.happens(this.weather.lostReply)),
      straggles: () => (this.chance.happens(STRAGGLERS) ? this.chance.between(20, LONGEST_LAG_MS) : null),
    }
  }

  /** A process goes on after a while. */
  pause(machine: Machine, label: string, ms: number): Promise<void> {
    const kind = ms < LONG_MS ? 'reply' : 'sleep'
    return new Promise((resolve) => this.plan({ in: ms, kind, label, owner: machine, run: resolve }))
  }

  /** Takes the next happening to its moment, without letting it happen yet. */
  take(): Happening | null {
    const next = this.timeline.take()
    if (!next) return null
    this.#now = Math.max(this.#now, next.at)
    return next
  }

  /** Lets it happen, and everything that follows without waiting. */
  async happen(happening: Happening): Promise<void> {
    this.steps += 1
    this.trace.add(`${this.#now} ${happening.owner?.id ?? '-'} ${happening.kind} ${happening.label}`)
    happening.run()
    await settled()
  }

  #isAway(): boolean {
    return this.#now < this.databaseAwayUntil
  }
}

/** Resolves when nobody can go on without the scheduler. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
