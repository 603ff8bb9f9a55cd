import type { Clock } from '../ports/clock.ts'
import type { ClaimedEffect, EffectOutcome, EffectRecord, EffectStore } from '../ports/effect_store.ts'
import type { Reporter } from '../ports/reporter.ts'
import { runCall, type CallPorts } from './run_call.ts'

export interface EffectRunnerOptions extends CallPorts {
  effects: EffectStore
  clock: Clock
  reporter: Reporter
  onSettled(runs: number): void
  onRoom(): void
  concurrency?: number
}

const MAX_ATTEMPTS = 5
const FIRST_RETRY_MS = 1_000
/** A worker that dies loses its calls after this long. */
export const LEASE_MS = 10_000
const RENEW_MS = 3_000
const WRITE_AGAIN_MS = 250

/** Runs plugin calls and HTTP requests outside any transaction, under a lease that a dead worker loses. */
export class EffectRunner {
  readonly #options: EffectRunnerOptions
  readonly #running = new Map<string, ClaimedEffect>()
  readonly #idle: (() => void)[] = []
  #renewing = false

  constructor(options: EffectRunnerOptions) {
    this.#options = options
  }

  get inFlight(): number {
    return this.#running.size
  }

  /** Takes up what is due, as far as there is room. @throws StoreUnavailable */
  async turn(): Promise<'worked' | 'idle'> {
    const limit = (this.#options.concurrency ?? 16) - this.#running.size
    if (limit <= 0) return 'idle'
    const claimed = await this.#options.effects.claim({ limit, leaseMs: LEASE_MS })
    for (const effect of claimed) this.#begin(effect)
    return claimed.length > 0 ? 'worked' : 'idle'
  }

  /** Resolves when no call is under way. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  #begin(effect: ClaimedEffect): void {
    this.#running.set(effect.id, effect)
    void this.#renewLeases()
    void runCall(effect, this.#options).then((outcome) => this.#finish(effect, outcome))
  }

  async #finish(effect: ClaimedEffect, outcome: EffectOutcome): Promise<void> {
    const runs = await this.#write([recordOf(effect, outcome, this.#options.clock.random())])
    this.#running.delete(effect.id)
    if (runs > 0) this.#options.onSettled(runs)
    this.#options.onRoom()
    if (this.#running.size === 0) for (const resolve of this.#idle.splice(0)) resolve()
  }

  async #write(records: EffectRecord[]): Promise<number> {
    const { effects, clock, reporter } = this.#options
    for (let tries = 1; ; tries++) {
      try {
        return await effects.record(records)
      } catch (error) {
        if (tries === 1) reporter.report({ kind: 'problem', part: 'calls', message: String(error) })
        // After that the lease is lost, and somebody else makes the call again.
        if (tries * WRITE_AGAIN_MS > LEASE_MS) return 0
        await clock.sleep(WRITE_AGAIN_MS)
      }
    }
  }

  async #renewLeases(): Promise<void> {
    if (this.#renewing) return
    this.#renewing = true
    const { effects, clock } = this.#options
    for (;;) {
      await clock.sleep(RENEW_MS)
      if (this.#running.size === 0) break
      // A renewal that fails is made up for by the next one; three of them fit into a lease.
      await effects.renew([...this.#running.values()], LEASE_MS).catch(() => [])
    }
    this.#renewing = false
  }
}

function recordOf(effect: ClaimedEffect, outcome: EffectOutcome, random: number): EffectRecord {
  if (outcome.kind === 'done') return { effect, outcome, retryInMs: null }
  if (effect.attempt >= MAX_ATTEMPTS) {
    return { effect, outcome: { kind: 'done', outcome: 'failed', output: null, error: outcome.error }, retryInMs: null }
  }
  const retryInMs = Math.round(FIRST_RETRY_MS * 2 ** (effect.attempt - 1) * (1 + random / 2))
  return { effect, outcome, retryInMs }
}
