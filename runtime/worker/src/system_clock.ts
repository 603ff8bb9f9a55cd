import { randomFillSync } from 'node:crypto'
import { uuidv7 } from '@soniarose/core'
import type { Clock } from './ports/clock.ts'

const ID_BYTES = 10
/** Chance for many ids at once: asking the system for ten bytes costs as much as for four thousand. */
const chance = new Uint8Array(ID_BYTES * 400)
let used = chance.length

function nextChance(): Uint8Array {
  if (used >= chance.length) {
    randomFillSync(chance)
    used = 0
  }
  used += ID_BYTES
  return chance.subarray(used - ID_BYTES, used)
}

/** The clock of this process. */
export const systemClock: Clock = {
  monotonic: () => performance.now(),
  random: () => Math.random(),
  newId: () => uuidv7(Date.now(), nextChance()),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const done = (): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      signal?.addEventListener('abort', done)
    }),
}
