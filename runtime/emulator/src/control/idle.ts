import type { World } from '../world.ts'

/** Work that is due later than this (a text scheduled for tomorrow) doesn't keep an emulator from being idle. */
const HORIZON_MS = 60_000
const POLL_MS = 5

/** Whether nothing is under way: no request, no delivery, no webhook, no file being fetched. */
export function isIdle(world: World): boolean {
  const { requestsUnderWay, mediaUnderWay, webhooks, scheduler } = world
  return requestsUnderWay + mediaUnderWay + webhooks.underWay === 0 && scheduler.pending(HORIZON_MS) === 0
}

/** Waits until nothing is under way. False when `timeoutMs` went by first. */
export async function untilIdle(world: World, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs
  // Two looks in a row: between an answered webhook and the next of its lane there is a moment in which nothing shows.
  for (let quiet = 0; quiet < 2;) {
    quiet = isIdle(world) ? quiet + 1 : 0
    if (quiet < 2 && Date.now() >= deadline) return false
    if (quiet < 2) await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  return true
}
