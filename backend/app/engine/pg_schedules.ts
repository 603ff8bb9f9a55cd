import type { Schedules } from '@soniarose/worker'
import type pg from 'pg'
import { enterSegments } from './schedules/enter_segments.ts'
import { fireSchedules } from './schedules/fire_schedules.ts'

/** Schedules and segments in Postgres. Several workers share the looking: each takes what no other holds. */
export class PgSchedules implements Schedules {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  async fire(): Promise<number> {
    return (await fireSchedules(this.#pool)) + (await enterSegments(this.#pool))
  }
}
