import type { World } from '../world.ts'

/** What an opt-out from a number covers: the whole Messaging Service that it belongs to, else the number alone. */
export function optOutScope(world: World, number: string): string {
  return world.senders.serviceOf(number)?.sid ?? number
}
