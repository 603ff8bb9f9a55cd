import type { MessageStore } from './ports/message_store.ts'
import type { Reporter } from './ports/reporter.ts'
import type { Schedules } from './ports/schedules.ts'

export interface SweepOptions {
  messages: MessageStore
  schedules: Schedules
  reporter: Reporter
  /** Looks for due work in every part, whatever the doorbell has told. */
  pokeAll(): Promise<void>
}

/**
 * One look at everything that no doorbell announces: due times, dead claims, ended graces, schedules. All of it is found
 * by index, so a look costs the same with a million waiting runs as with none.
 * @throws StoreUnavailable
 */
export async function sweep({ messages, schedules, reporter, pokeAll }: SweepOptions): Promise<void> {
  await pokeAll()
  const expired = await messages.expireClaims()
  if (expired > 0) reporter.report({ kind: 'unknown', count: expired })
  await messages.settleUnknown()
  await messages.releaseLifted?.()
  await schedules.fire()
}
