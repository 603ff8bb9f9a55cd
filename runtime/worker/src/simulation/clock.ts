import { uuidv7 } from '@soniarose/core'
import type { Clock } from '../ports/clock.ts'
import type { Chance } from './chance.ts'
import { BEGINNING, type Scheduler } from './scheduler.ts'
import type { Machine } from './machine.ts'

/** A process that rests this long only looks whether there is something to do; one that waits longer waits for something. */
const REST_MS = { from: 700, to: 2_000 }
export const REST = 'rest'

/** A process's own clock: its pace is virtual, and its idea of the date may be wrong by days. */
export function simulatedClock(scheduler: Scheduler, machine: Machine, chance: Chance): Clock {
  return {
    monotonic: () => scheduler.now() - BEGINNING - machine.missed,
    random: () => chance.next(),
    newId: () => uuidv7(scheduler.now() + machine.skew, chance.bytes(10)),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        const done = (): void => {
          scheduler.timeline.cancel(wakeUp)
          signal?.removeEventListener('abort', done)
          resolve()
        }
        const wakeUp = scheduler.plan({
          in: ms,
          kind: 'sleep',
          label: ms < REST_MS.from || ms > REST_MS.to ? 'sleep' : REST,
          owner: machine,
          run: done,
        })
        signal?.addEventListener('abort', done)
      }),
  }
}
