import type { Schedules } from '@soniarose/worker'
import type pg from 'pg'

export class PgSchedules implements Schedules {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  async fire(): Promise<number> {
    return this.#pool.ended ? 0 : 0
  }
}
