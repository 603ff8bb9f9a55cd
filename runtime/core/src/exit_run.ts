import type { AdvanceResult } from './advance_result.ts'
import type { CompiledGraph } from './compiled_graph.ts'
import { findExit, leaveBy } from './exits.ts'
import type { JsonObject } from './json.ts'
import type { RunEvent } from './run_event.ts'
import { isOver, type RunState } from './run_state.ts'
import { Walk } from './walk.ts'

export interface ExitOrder {
  /** Epoch milliseconds on the workspace's clock. */
  now: number
  /** Such as `opted_out`, `exit_rule`, `workflow_deleted`; shown on the run. */
  reason: string
  /** `exited` (default) by a rule or the contact, `canceled` by a person. */
  status?: 'exited' | 'canceled'
  detail?: JsonObject
}

/**
 * Ends a run from outside, wherever it stands: the contact opted out, a person cancelled it. The visit under way is
 * recorded as cut short. A run that has ended already stays as it is.
 */
export function exitRun(graph: CompiledGraph, run: RunState, order: ExitOrder): AdvanceResult {
  const untouched = { run, steps: [], effects: [], pendingReplyTaken: false }
  if (isOver(run)) return untouched
  const { seq, nodeId, enteredAt } = run
  return {
    ...untouched,
    run: { ...run, status: order.status ?? 'exited', exitReason: order.reason, wait: null },
    steps: [
      {
        seq,
        nodeId,
        nodeType: graph.nodes.get(nodeId)?.kind ?? 'unknown',
        status: 'canceled',
        outcome: order.reason,
        startedAt: enteredAt,
        finishedAt: order.now,
        detail: order.detail ?? {},
      },
    ],
  }
}

/**
 * Ends a run if one of its goals or exit rules holds now; for contact changes and events that come while it waits
 * for something else. Null when none does.
 */
export function checkExits(graph: CompiledGraph, run: RunState, event: RunEvent): AdvanceResult | null {
  if (isOver(run) || graph.exits.length === 0) return null
  const walk = new Walk(graph, run, event)
  const reached = findExit(graph, walk)
  if (!reached) return null
  leaveBy(walk, reached, { visiting: true })
  return walk.result()
}

/**
 * When a waiting run is to wake by the contact as it is now: for a zone or a date field that has changed. Null where
 * only the outside can wake it.
 */
export function dueNow(graph: CompiledGraph, run: RunState, event: RunEvent): number | null {
  if (run.wait === null) return null
  const node = graph.nodes.get(run.nodeId)
  return node?.dueAt ? node.dueAt(new Walk(graph, run, event)) : run.wait.wakeAt
}
