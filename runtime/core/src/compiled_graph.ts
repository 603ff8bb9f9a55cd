import type { Condition, ReentryRule, TriggerData, TriggerEvent } from '@soniarose/graph'
import type { Behaviours } from './behaviours.ts'
import type { CompiledNode } from './node_runner.ts'

/** A way into the workflow. */
export interface CompiledTrigger {
  nodeId: string
  on: TriggerEvent
  data: TriggerData
}

/** What ends a run from outside, wherever it stands. */
export interface CompiledExit {
  /** The exit rule's id, or the goal node's. */
  id: string
  kind: 'goal' | 'exit_rule'
  label: string
  event: string | null
  when: Condition | null
}

/** Whether and when a contact may come in again. */
export interface CompiledReentry {
  rule: ReentryRule
  days: number
}

/** A version, made ready once to be advanced often. Immutable. */
export interface CompiledGraph {
  name: string
  nodes: ReadonlyMap<string, CompiledNode>
  triggers: readonly CompiledTrigger[]
  exits: readonly CompiledExit[]
  reentry: CompiledReentry
  behaviours: Behaviours
}
