import type { Graph } from '@soniarose/graph'
import type { PathMark, RunPath } from '../store/insights_store.ts'

/** The way of a test or a run over the canvas: what happened at each step, and the connections that it took. */
export function pathOf(
  graph: Graph,
  steps: readonly { nodeId: string; status: string; outcome: string | null }[],
  at: { nodeId: string | null; waiting: boolean; failed: boolean },
): RunPath {
  const marks = new Map<string, PathMark>()
  const visits = new Map<string, number>()
  const edges = new Set<string>()
  steps.forEach((step, index) => {
    marks.set(step.nodeId, step.status === 'completed' ? 'done' : step.status === 'failed' ? 'failed' : 'skipped')
    visits.set(step.nodeId, (visits.get(step.nodeId) ?? 0) + 1)
    const next = steps[index + 1]?.nodeId ?? at.nodeId
    const leaving = graph.edges.filter((edge) => edge.source === step.nodeId)
    // A refused text without a way for it goes on as usual: its outcome is then not the handle that it left by.
    const taken =
      leaving.find((edge) => edge.sourceHandle === step.outcome && edge.target === next) ??
      leaving.find((edge) => edge.target === next)
    if (taken) edges.add(taken.id)
  })
  if (at.nodeId !== null && (at.waiting || at.failed)) marks.set(at.nodeId, at.failed ? 'failed' : 'waiting')
  return { steps: marks, visits, edges, current: at.nodeId }
}
