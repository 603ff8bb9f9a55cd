import type { Change } from '../../testing/index.ts'
import type { Watch } from './watch.ts'

const ENDED: ReadonlySet<string> = new Set(['done', 'failed', 'canceled'])

/** What must hold of calls to the outside after every commit. */
export function checkEffects(watch: Watch, changes: readonly Change[]): void {
  for (const change of changes) {
    if (change.table !== 'effects' || !change.before || !change.after) continue
    const { before, after } = change
    const isBack = ENDED.has(before.status) && after.status !== before.status
    watch.demand('an end is an end', !isBack, () => `call ${after.id} went from ${before.status} to ${after.status}`)
    watch.demand(
      'a write counts the epoch up',
      after.epoch >= before.epoch,
      () => `call ${after.id} fell to epoch ${after.epoch}`,
    )
  }
}
