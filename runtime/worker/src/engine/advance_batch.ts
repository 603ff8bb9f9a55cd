import { advance, type CompiledGraph, type RunEvent } from '@soniarose/core'
import type { DueRun, RunOutcome } from '../ports/run_store.ts'

/** Advances each run of a batch as far as it goes without the outside. A run that can't be is told apart, not thrown. */
export function advanceBatch(
  runs: readonly DueRun[],
  graphs: ReadonlyMap<string, CompiledGraph | Error>,
): RunOutcome[] {
  return runs.map((due) => advanceOne(due, graphs.get(due.versionId)))
}

function advanceOne(due: DueRun, graph: CompiledGraph | Error | undefined): RunOutcome {
  if (!graph) return { kind: 'failed', due, reason: 'The version that this run belongs to is gone.' }
  if (graph instanceof Error) return { kind: 'failed', due, reason: graph.message }
  try {
    return { kind: 'advanced', due, result: advance(graph, due.run, eventOf(due)) }
  } catch (error) {
    // `advance` promises not to throw; should it all the same, one run fails and the batch goes on.
    return { kind: 'failed', due, reason: error instanceof Error ? error.message : String(error) }
  }
}

/** What `advance` sees of a due run. */
export function eventOf(due: DueRun): RunEvent {
  return {
    now: due.now,
    contact: due.contact,
    workflow: { id: due.workflowId, name: due.workflowName },
    defaultTimeZone: due.defaultTimeZone ?? undefined,
    signal: due.signal ?? undefined,
    pendingReply: due.pendingReply ?? undefined,
    seed: due.run.id,
  }
}
