import { randomBytes } from 'node:crypto'
import { uuidv7 } from '@soniarose/core'
import type { Clock } from './ports/clock.ts'

/** The clock of this process. */
export const systemClock: Clock = {
  monotonic: () => performance.now(),
  random: () => Math.random(),
  newId: () => uuidv7(Date.now(), randomBytes(10)),
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
