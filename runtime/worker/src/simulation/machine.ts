import type { Happening } from './timeline.ts'

/** What may happen to the requests of one process, as likelihoods. */
export interface Weather {
  /** A request takes long. */
  slow: number
  /** A statement fails before the database saw it. */
  lostRequest: number
  /** A statement was carried out, but its answer is lost: in doubt. */
  lostReply: number
  /** The process dies at this very moment. */
  crash: number
  /** The process stands still for a while. */
  freeze: number
}

export const CALM: Weather = { slow: 0, lostRequest: 0, lostReply: 0, crash: 0, freeze: 0 }

/** One process of the simulated world: a worker, or a web server. It can freeze, and it can die. */
export class Machine {
  readonly id: string
  readonly kind: 'worker' | 'web'
  isDead = false
  isFrozen = false
  /** What came for it while it stood still. */
  readonly held: Happening[] = []
  /** How wrong its own clock is, in milliseconds. */
  skew = 0
  /** Time that its monotonic clock did not see pass. */
  missed = 0

  constructor(id: string, kind: 'worker' | 'web') {
    this.id = id
    this.kind = kind
  }
}
