import type { WaitKind } from '../run_state.ts'
import type { NodePlan } from './plan_migration.ts'

/** What a migration has to know of one run. */
export interface Standing {
  /** null: the node has not been entered yet. */
  waitKind: WaitKind | null
  /** What it waited for has come; the engine is about to go on. */
  settled: boolean
  /** The status of the text that it waits for. `over`: no longer the sender's. */
  text: 'planned' | 'held' | 'sending' | 'unknown' | 'over' | null
  /** The status of the call that it waits for. */
  call: 'planned' | 'running' | 'over' | null
}

/**
 * Why a run can't leave its node just now. text_in_flight: its text is with the carrier, or may be. call_under_way: a
 * plugin or another system is being asked. settling: what it waited for has just come.
 */
export type RefusalReason = 'text_in_flight' | 'call_under_way' | 'settling'

export type Fate =
  | { kind: 'stay' }
  | { kind: 'exit' }
  /** The visit under way goes on in the new version; `retime`: the engine looks at once when it is due. */
  | { kind: 'go_on'; to: string; wait: { kind: WaitKind; key: string | null } | null; retime: boolean }
  /** The visit under way ends as cut short, and the node is entered anew. */
  | { kind: 'enter'; to: string }
  | { kind: 'refused'; reason: RefusalReason }

type MovePlan = Extract<NodePlan, { action: 'move' }>

const OPEN_WAITS: ReadonlySet<WaitKind | null> = new Set<WaitKind>(['time', 'reply', 'event'])

/**
 * What becomes of one run by the plan for its node. Pure. No answer lets a text be sent twice: a run whose text may be
 * with the carrier only ever goes on at that same text.
 */
export function fateOf(plan: NodePlan, run: Standing): Fate {
  if (plan.action !== 'move') return { kind: plan.action }
  if (run.waitKind === null)
    return plan.sameNode ? { kind: 'go_on', to: plan.to, wait: null, retime: false } : { kind: 'enter', to: plan.to }
  if (OPEN_WAITS.has(run.waitKind)) return fateOfOpenWait(plan, run)
  return plan.sameNode && plan.wait?.kind === run.waitKind ? fateAtSameNode(plan, run) : fateOfLeaving(plan, run)
}

/** A wait for the clock or the contact goes on at any node of its kind, by that node's settings. */
function fateOfOpenWait(plan: MovePlan, run: Standing): Fate {
  if (plan.sameKind && plan.wait && (!run.settled || plan.wait.kind === run.waitKind))
    return { kind: 'go_on', to: plan.to, wait: plan.wait, retime: !plan.sameSettings && !run.settled }
  return run.settled ? { kind: 'refused', reason: 'settling' } : { kind: 'enter', to: plan.to }
}

/** What has not left us yet is planned anew when its settings have changed; everything else goes on. */
function fateAtSameNode(plan: MovePlan, run: Standing): Fate {
  const isWithUs = run.text === 'planned' || run.text === 'held' || run.call === 'planned'
  return !plan.sameSettings && isWithUs && !run.settled
    ? { kind: 'enter', to: plan.to }
    : { kind: 'go_on', to: plan.to, wait: null, retime: false }
}

function fateOfLeaving(plan: MovePlan, run: Standing): Fate {
  if (run.settled) return { kind: 'refused', reason: 'settling' }
  if (run.waitKind === 'message' && run.text !== 'planned' && run.text !== 'held')
    return { kind: 'refused', reason: 'text_in_flight' }
  if (run.waitKind === 'effect' && run.call !== 'planned') return { kind: 'refused', reason: 'call_under_way' }
  return { kind: 'enter', to: plan.to }
}
