import type { Bell } from '@soniarose/worker'
import type { BullDoorbell } from '@soniarose/worker/queue'
import { env } from '#app/core/env'

let bell: Promise<BullDoorbell> | null = null
let trouble: string | null = null

/** The queue's library is large; it is loaded once the server already answers. */
function doorbell(): Promise<BullDoorbell> {
  bell ??= import('@soniarose/worker/queue').then(({ BullDoorbell: Doorbell }) => {
    const { databaseUrl, redisUrl } = env()
    return new Doorbell({
      databaseUrl,
      redisUrl,
      onHealth: (problem) => {
        trouble = problem
        process.stderr.write(
          problem === null
            ? 'the queue answers again\n'
            : `the queue does not answer: ${problem}; workers look by themselves meanwhile\n`,
        )
      },
    })
  })
  return bell
}

/** Asks a worker to look now. Call it after the commit; a lost ring costs only the time until the next look. */
export function wakeWorkers(which: Bell): void {
  doorbell().then(
    (ready) => ready.ring(which),
    (error: unknown) => {
      trouble = String(error)
    },
  )
}

/** Asks workers to look at everything. */
export function wakeAllWorkers(): void {
  for (const which of ['runs', 'messages', 'effects'] as const) wakeWorkers(which)
}

/** What is wrong with the queue, as far as ringing has shown; null: nothing. */
export const queueTrouble = (): string | null => trouble

/** Closes the queue's connections. */
export async function stopDoorbell(): Promise<void> {
  const open = bell
  bell = null
  await (await open)?.stop()
}
