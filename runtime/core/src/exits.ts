import type { CompiledExit, CompiledGraph } from './compiled_graph.ts'
import { evaluate } from './conditions/evaluate.ts'
import type { JsonObject } from './json.ts'
import type { Walk } from './walk.ts'

/** An exit rule or goal that holds, with the values that decided. */
export interface ReachedExit {
  exit: CompiledExit
  detail: JsonObject
}

/**
 * The first goal or exit rule that holds now, if any.
 * @param kind only those; absent: both
 */
export function findExit(graph: CompiledGraph, walk: Walk, kind?: CompiledExit['kind']): ReachedExit | null {
  for (const exit of graph.exits) {
    if (kind !== undefined && exit.kind !== kind) continue
    const detail = { [exit.kind === 'goal' ? 'goal' : 'rule']: exit.label, id: exit.id }
    if (exit.event !== null && walk.event.signal?.kind === 'event' && walk.event.signal.key === exit.event)
      return { exit, detail: { ...detail, event: exit.event } }
    if (exit.when === null) continue
    const { holds, values } = evaluate(exit.when, walk)
    if (holds) return { exit, detail: { ...detail, values } }
  }
  return null
}

/** Ends the run by an exit rule or goal; the visit under way, if there is one, is recorded as cut short. */
export function leaveBy(walk: Walk, { exit, detail }: ReachedExit, { visiting }: { visiting: boolean }): void {
  const { nodeId, seq } = walk.run
  if (visiting) walk.record({ status: 'canceled', outcome: exit.kind, detail })
  walk.emit({
    type: 'timeline',
    kind: exit.kind === 'goal' ? 'goal_reached' : 'exit_rule',
    nodeId,
    seq,
    summary: exit.kind === 'goal' ? `Reached the goal "${exit.label}"` : `Left by the exit rule "${exit.label}"`,
    data: detail,
  })
  walk.end('exited', exit.kind)
}
