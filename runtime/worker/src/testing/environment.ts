import { setTimeout as realSleep } from 'node:timers/promises'

/** What the in-memory database stands on: its own clock, its chance, and alarms by that clock. */
export interface MemoryEnvironment {
  /** The database's clock: whole epoch milliseconds. */
  now(): number
  /** In [0, 1). */
  random(): number
  /** Calls back once by the database's clock. @returns what takes the alarm back */
  after(ms: number, callback: () => void): () => void
}

/**
 * One process's way to the database. Between the two promises the database works; both may be delayed at will, and
 * either may reject: the first when the request never arrived, the second when the answer did not.
 */
export interface Session {
  readonly id: string
  request(operation: string): Promise<void>
  reply(operation: string): Promise<void>
  /**
   * Asked after a request that failed: how many milliseconds later the database carries it out all the same, because it
   * was still on its way; null or absent: never.
   */
  straggles?(operation: string): number | null
}

/** A session without a distance. */
export function directSession(id = 'direct'): Session {
  return { id, request: () => Promise.resolve(), reply: () => Promise.resolve() }
}

interface Alarm {
  at: number
  callback: () => void
}

/** An environment whose time stands still until it is told to pass. */
export class ManualEnvironment implements MemoryEnvironment {
  #now: number
  #chance = 1
  readonly #alarms = new Set<Alarm>()

  constructor(now: number) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  /** Not random at all, but never the same twice in a row. */
  random(): number {
    this.#chance = (this.#chance * 16_807) % 2_147_483_647
    return this.#chance / 2_147_483_647
  }

  after(ms: number, callback: () => void): () => void {
    const alarm = { at: this.#now + ms, callback }
    this.#alarms.add(alarm)
    return () => this.#alarms.delete(alarm)
  }

  /** Lets time pass, alarm by alarm, with everything that they set off. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms
    for (;;) {
      const next = [...this.#alarms].sort((a, b) => a.at - b.at).find((alarm) => alarm.at <= end)
      if (!next) break
      this.#alarms.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.callback()
      await realSleep(0)
    }
    this.#now = end
    await realSleep(0)
  }
}
