import type { CompiledGraph, CompiledReentry, CompiledTrigger } from './compiled_graph.ts'
import type { JsonObject } from './json.ts'
import type { RunState, RunStatus } from './run_state.ts'
import { DAY_MS } from './time/civil.ts'

export interface NewRun {
  id: string
  /** The trigger's node. */
  nodeId: string
  /** Epoch milliseconds on the workspace's clock. */
  now: number
  /** What the event that starts the run brought along. */
  data?: JsonObject | undefined
}

/** A run at its trigger, ready for its first `advance`. */
export function startRun({ id, nodeId, now, data = {} }: NewRun): RunState {
  return {
    id,
    nodeId,
    seq: 1,
    enteredAt: now,
    startedAt: now,
    status: 'ready',
    exitReason: null,
    vars: { trigger: data, reply: null, steps: {} },
    wait: null,
    stepsUsed: 1,
    stepsSinceWait: 1,
  }
}

/** The trigger by which an operator or the API enrols: a `manual` one where there is one, else the first. */
export function enrolTrigger(graph: CompiledGraph): CompiledTrigger | undefined {
  return graph.triggers.find(({ on }) => on === 'manual') ?? graph.triggers[0]
}

/** What is known of a contact's earlier runs of the same workflow. */
export interface EntryHistory {
  runs: readonly { status: RunStatus; startedAt: number }[]
  now: number
}

export type EntryDecision = { enter: true } | { enter: false; reason: 'already_entered' | 'under_way' | 'too_soon' }

/** Whether a contact may come in (again), by the workflow's re-entry rule. */
export function decideEntry({ rule, days }: CompiledReentry, { runs, now }: EntryHistory): EntryDecision {
  const underWay = runs.some(({ status }) => status === 'ready' || status === 'waiting')
  if (runs.length === 0 || rule === 'always') return { enter: true }
  if (rule === 'never') return { enter: false, reason: 'already_entered' }
  if (underWay) return { enter: false, reason: 'under_way' }
  const last = Math.max(...runs.map(({ startedAt }) => startedAt))
  if (rule === 'every_n_days' && now - last < days * DAY_MS) return { enter: false, reason: 'too_soon' }
  return { enter: true }
}
