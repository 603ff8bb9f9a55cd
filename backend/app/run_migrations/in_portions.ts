import { setTimeout as sleep } from 'node:timers/promises'
import { StoreUnavailable } from '@soniarose/worker'
import type pg from 'pg'
import type { EngineClient } from '#app/engine/pool'
import { inTransaction } from '#app/engine/transaction'

/** `more`: there are further portions. `wait`: a new pass begins, over what could not be taken in this one. */
export type Turn = 'more' | 'wait' | 'done'

const BETWEEN_PASSES_MS = 400
/** Failures of the database in a row after which another process may go on. */
const PATIENCE = 5

/**
 * Takes turns until one says that it was the last, each in a transaction of its own.
 * @param onPortion called after each commit
 * @throws StoreUnavailable when the database stays away, else what a turn threw
 */
export async function inPortions(
  pool: pg.Pool,
  turn: (client: EngineClient) => Promise<Turn>,
  onPortion: () => void,
): Promise<void> {
  for (let failures = 0; ;) {
    try {
      const came = await inTransaction(pool, turn)
      failures = 0
      onPortion()
      if (came === 'done') return
      if (came === 'wait') await sleep(BETWEEN_PASSES_MS)
    } catch (error) {
      failures += 1
      if (!(error instanceof StoreUnavailable) || failures === PATIENCE) throw error
      await sleep(BETWEEN_PASSES_MS)
    }
  }
}
