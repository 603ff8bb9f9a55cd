import type pg from 'pg'
import { repeat, type Repeating } from '#app/core/repeat'
import { PgNotifier } from '#app/engine/notifier'
import { eraseTurn, type ProviderEraser } from '#app/privacy/erase_at_provider'
import { nightlyLedger } from './ledger/nightly.ts'
import { forgetOldLooks } from './looks.ts'
import type { ProviderReader } from './provider_reader.ts'
import { reconcileTurn } from './reconcile.ts'

const TURN_MS = 2_000
const ERASE_MS = 5_000
/** After an outage many looks are due at once; a stop need not wait for all of them. */
const TURNS_IN_A_ROW = 10
const NIGHTLY_LOOK_MS = 60_000

/**
 * Keeps a worker's texts true to the provider while it runs: what is unknown or stuck, once a night the whole ledger, and
 * what has been erased here.
 * @param say told of a failure once, until a turn succeeds
 */
export function keepReconciling(
  { pool, provider, eraser }: { pool: pg.Pool; provider: ProviderReader; eraser: ProviderEraser },
  say: (line: string) => void,
): Repeating {
  const live = new PgNotifier(pool)
  const tell = (workspaceIds: Iterable<string>): void =>
    live.changed(workspaceIds, ['messages', 'runs', 'conversations'])
  const stopping = new AbortController()
  const turns = repeat({ ms: TURN_MS, what: 'Asking the carrier about texts in doubt', say }, async () => {
    for (let turn = 0; turn < TURNS_IN_A_ROW; turn += 1) {
      const { applied, more } = await reconcileTurn({ pool, provider }, stopping.signal)
      tell(applied.map((each) => each.workspaceId))
      if (!more || stopping.signal.aborted) return
    }
  })
  const nights = repeat({ ms: NIGHTLY_LOOK_MS, what: 'The nightly comparison with the carrier', say }, async () => {
    if (await nightlyLedger({ pool, provider })) await forgetOldLooks(pool)
  })
  const erasures = repeat({ ms: ERASE_MS, what: 'Erasing texts at the carrier', say }, async () => {
    for (let turn = 0; turn < TURNS_IN_A_ROW; turn += 1)
      if (!(await eraseTurn({ pool, eraser }, stopping.signal)) || stopping.signal.aborted) return
  })
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all([turns.stop(), nights.stop(), erasures.stop()])
      await live.stop()
    },
  }
}
