import type { RunNote } from '../ports/journal.ts'
import type { Reporter } from '../ports/reporter.ts'
import type { RunStore } from '../ports/run_store.ts'

const REASON = 'The worker that advanced this run died of it again and again.'

/**
 * A process died while it advanced these batches. Their runs are tried alone from now on, and whichever has killed a
 * process too often is set aside.
 */
export async function blame(
  { runs, reporter }: { runs: RunStore; reporter: Reporter },
  batches: readonly (readonly RunNote[])[],
): Promise<void> {
  for (const batch of batches) {
    for (const runId of (await runs.suspect?.(batch)) ?? []) {
      if (await runs.setAside(runId, REASON)) reporter.report({ kind: 'poison', runId, reason: REASON })
    }
  }
}
