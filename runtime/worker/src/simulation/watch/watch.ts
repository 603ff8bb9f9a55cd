import type { MemoryDatabase, Tables } from '../../testing/index.ts'
import type { MemoryCarrier } from '../../testing/doubles/memory_carrier.ts'
import type { AttemptTruth } from '../gateway.ts'

/** A promise that was broken. */
export interface Broken {
  invariant: string
  message: string
}

/** What the rules see of the world. */
export interface Watched {
  database: MemoryDatabase
  carrier: MemoryCarrier
  attempts: ReadonlyMap<string, AttemptTruth>
  /** Requests that reached other systems, by method and address. */
  arrived: ReadonlyMap<string, number>
  /** Runs that the store was told not to be able to write. */
  mayFail(runId: string): boolean
  /** Attempts whose journal was lost with its machine. */
  lost: ReadonlySet<string>
}

/** Takes down the first promise that is broken; what comes after it is only a consequence. */
export class Watch {
  readonly world: Watched
  #broken: Broken | null = null

  constructor(world: Watched) {
    this.world = world
  }

  get broken(): Broken | null {
    return this.#broken
  }

  /** @param isKept what must hold */
  demand(invariant: string, isKept: boolean, message: () => string): void {
    if (!isKept) this.#broken ??= { invariant, message: message() }
  }
}

export type Row<Name extends keyof Tables> = Tables[Name]
