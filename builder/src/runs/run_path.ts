import type { Graph } from '@soniarose/graph'
import type { Run, RunStep } from '../api/types.ts'
import { pathOf } from '../editor/simulation/path_of.ts'
import type { RunPath } from '../editor/store/insights_store.ts'

/** The steps of a run that have ended, in their order. */
export const endedSteps = (steps: readonly RunStep[]): RunStep[] =>
  steps.filter((step) => step.finishedAt !== null).toSorted((a, b) => a.seq - b.seq)

/**
 * The way of a run over the graph that ran.
 * @param looked the step that is looked at; the run's own place when null
 */
export function pathOfRun(graph: Graph, run: Run, looked: string | null): RunPath {
  const steps = run.steps ?? []
  const isOpen = run.status === 'ready' || run.status === 'waiting'
  const open = steps.find((step) => step.finishedAt === null)
  const at = isOpen ? (run.currentNodeId ?? open?.nodeId ?? null) : null
  const path = pathOf(graph, endedSteps(steps), { nodeId: at, waiting: isOpen, failed: false })
  const place = looked ?? at ?? steps.at(-1)?.nodeId ?? null
  return { ...path, current: place }
}
