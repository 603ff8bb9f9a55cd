import type { AdvanceResult } from './advance_result.ts'
import type { CompiledGraph } from './compiled_graph.ts'
import { findExit, leaveBy } from './exits.ts'
import type { CompiledNode, Move } from './node_runner.ts'
import type { RunEvent, Signal } from './run_event.ts'
import { isOver, type RunState, type Wait } from './run_state.ts'
import { TemplateError } from './template/template.ts'
import { Walk } from './walk.ts'

/** Node visits that a run may make in its life. */
export const STEP_BUDGET = 1000

/** Node visits that a run may make without letting the clock or the contact move: a loop that doesn't wait. */
export const STEPS_WITHOUT_WAIT = 100

/**
 * Takes a run as far as it goes without the outside. Pure and deterministic: the same graph, run and event give the
 * same result, and nothing given is changed.
 *
 * Called when the run is new, when its wait is over (with the signal that ended it, or without one when its time has
 * come), or at any other time, when it changes nothing but perhaps the time at which the run wakes.
 *
 * Never throws: what goes wrong inside ends the run as `failed` with the reason.
 */
export function advance(graph: CompiledGraph, run: RunState, event: RunEvent): AdvanceResult {
  if (isOver(run)) return { run, steps: [], effects: [], pendingReplyTaken: false }
  const walk = new Walk(graph, run, event)
  try {
    walkOn(graph, walk)
  } catch (error) {
    crash(walk, error)
  }
  return walk.result()
}

function walkOn(graph: CompiledGraph, walk: Walk): void {
  const reached = graph.exits.length > 0 ? findExit(graph, walk) : null
  if (reached) return leaveBy(walk, reached, { visiting: true })
  const node = walk.node
  if (!node)
    return fail(walk, { reason: 'node_missing', message: `The node "${walk.run.nodeId}" is not in this version` })
  let move = walk.run.wait === null ? node.enter(walk) : resume(node, walk, walk.run.wait)
  while (move !== null) move = follow(graph, walk, move)
}

/** Does what a visit came to, and makes the next visit; null when the run rests or has ended. */
function follow(graph: CompiledGraph, walk: Walk, move: Move): Move | null {
  switch (move.to) {
    case 'wait':
      walk.run.wait = move.wait
      walk.run.status = 'waiting'
      return null
    case 'end':
      walk.record({
        status: move.status === 'failed' ? 'failed' : 'completed',
        outcome: move.outcome,
        detail: move.detail,
      })
      walk.end(move.status, move.reason)
      return null
    case 'leave':
      walk.record({ status: move.status ?? 'completed', outcome: move.outcome ?? move.handle, detail: move.detail })
      return visitNext(graph, walk, move.handle)
  }
}

function visitNext(graph: CompiledGraph, walk: Walk, handle: string): Move | null {
  const target = walk.node?.next.get(handle)
  if (target === undefined) return endOfTheWay(graph, walk)
  const reached = graph.exits.length > 0 ? findExit(graph, walk) : null
  if (reached) {
    leaveBy(walk, reached, { visiting: false })
    return null
  }
  walk.enter(target)
  const node = walk.node
  const { stepsUsed, stepsSinceWait } = walk.run
  if (!node) fail(walk, { reason: 'node_missing', message: `The node "${target}" is not in this version` })
  else if (stepsUsed > STEP_BUDGET)
    fail(walk, { reason: 'step_budget', message: `More than ${STEP_BUDGET} steps in one run` })
  else if (stepsSinceWait > STEPS_WITHOUT_WAIT)
    fail(walk, { reason: 'step_budget', message: `More than ${STEPS_WITHOUT_WAIT} steps without waiting` })
  else return node.enter(walk)
  return null
}

function endOfTheWay(graph: CompiledGraph, walk: Walk): null {
  const goal = graph.behaviours.has('goal_at_end') ? findExit(graph, walk, 'goal') : null
  if (goal) leaveBy(walk, goal, { visiting: false })
  else walk.end('completed', null)
  return null
}

/** Goes on with a node whose wait may be over; null while it isn't. */
function resume(node: CompiledNode, walk: Walk, wait: Wait): Move | null {
  const signal = fitting(wait, walk.event.signal)
  if (!signal) {
    const due = node.dueAt ? node.dueAt(walk) : wait.wakeAt
    if (due === null || due > walk.now) {
      walk.run.wait = { ...wait, wakeAt: due }
      walk.run.status = 'waiting'
      return null
    }
  }
  if (!node.resume) throw new Error(`A ${node.kind} node doesn't wait`)
  if (wait.kind !== 'message' && wait.kind !== 'effect') walk.run.stepsSinceWait = 0
  return node.resume(walk, signal)
}

/** The signal, if it is the one that this wait is for. */
function fitting(wait: Wait, signal: Signal | undefined): Signal | undefined {
  if (!signal || signal.kind !== wait.kind) return undefined
  return signal.kind === 'reply' || signal.key === wait.key ? signal : undefined
}

function fail(walk: Walk, { reason, message }: { reason: string; message: string }): void {
  walk.record({ status: 'failed', outcome: 'failed', detail: { reason, error: message } })
  walk.end('failed', reason)
}

function crash(walk: Walk, error: unknown): void {
  const reason = error instanceof TemplateError ? 'template_error' : 'internal_error'
  fail(walk, { reason, message: error instanceof Error ? error.message : String(error) })
}
