import { NewerVersion, type CompiledGraph } from '@soniarose/core'
import type { DueRun } from '../ports/run_store.ts'

/** So long a worker leaves a run alone that only a newer one understands. */
export const LEFT_FOR_MS = 30_000

/** Runs of a batch that this worker can advance, and those that it leaves to a worker of a newer release. */
export interface Divided {
  own: readonly DueRun[]
  left: readonly DueRun[]
  /** Why, in a sentence for each of the versions. */
  reasons: ReadonlySet<string>
}

/** Parts runs by whether their versions were published by a release that this worker knows. Pure. */
export function divide(runs: readonly DueRun[], graphs: ReadonlyMap<string, CompiledGraph | Error>): Divided {
  const reasons = new Set<string>()
  const left: DueRun[] = []
  for (const due of runs) {
    const graph = graphs.get(due.versionId)
    if (!(graph instanceof NewerVersion)) continue
    left.push(due)
    reasons.add(`${graph.message} (version ${due.versionId})`)
  }
  const own = left.length === 0 ? runs : runs.filter((due) => !(graphs.get(due.versionId) instanceof NewerVersion))
  return { own, left, reasons }
}
