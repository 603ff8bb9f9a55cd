import type { Clock } from '../ports/clock.ts'
import type { Journal, RunNote } from '../ports/journal.ts'
import { blame } from '../engine/blame.ts'
import type { MessageStore } from '../ports/message_store.ts'
import type { Reporter } from '../ports/reporter.ts'
import type { RunStore } from '../ports/run_store.ts'

const TRY_AGAIN_MS = 250
/** After this long the worker starts all the same; the deadlines then say what the journal could not. */
const GIVE_UP_MS = 30_000

/**
 * Before anything is sent: what dead processes of this machine had claimed is settled by their journals. Claims that were
 * never posted go back to `planned`; what may have left is `unknown` at once, not after its deadline. The runs that it may
 * have died of are tried alone.
 */
export async function reconcile(ports: {
  journal: Journal
  messages: MessageStore
  runs: RunStore
  clock: Clock
  reporter: Reporter
}): Promise<void> {
  const { journal, messages, clock, reporter } = ports
  const begun = clock.monotonic()
  for (const left of await journal.leftBehind()) {
    for (;;) {
      try {
        const takenBack = await messages.takeBack(left.neverPosted)
        const givenUp = await messages.giveUp(left.maybePosted)
        left.forget()
        if (takenBack + givenUp > 0) reporter.report({ kind: 'reconciled', takenBack, givenUp })
        break
      } catch (error) {
        if (clock.monotonic() - begun > GIVE_UP_MS) {
          reporter.report({
            kind: 'problem',
            part: 'journal',
            message: error instanceof Error ? error.message : String(error),
          })
          return
        }
        await clock.sleep(TRY_AGAIN_MS)
      }
    }
    await blameOnce(ports, left.batches)
  }
}

/**
 * The journal has forgotten these by now, and nothing of it is tried again: a death that is counted twice would cost a
 * healthy run its life, and one that is not counted costs another death at most.
 */
async function blameOnce(
  ports: { runs: RunStore; reporter: Reporter },
  batches: readonly (readonly RunNote[])[],
): Promise<void> {
  try {
    await blame(ports, batches)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    ports.reporter.report({ kind: 'problem', part: 'journal', message })
  }
}
