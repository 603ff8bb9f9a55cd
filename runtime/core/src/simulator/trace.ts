import type { Effect } from '../effect.ts'
import type { RunState } from '../run_state.ts'
import type { StepRecord } from '../step_record.ts'

/** One thing that happened in a simulation; `at` is epoch milliseconds of virtual time. */
export type TraceEntry =
  | { kind: 'step'; at: number; step: StepRecord }
  | { kind: 'text'; at: number; nodeId: string; body: string; outcome: string }
  | { kind: 'effect'; at: number; effect: Effect }
  | { kind: 'reply'; at: number; body: string; heard: boolean }
  | { kind: 'event'; at: number; name: string; heard: boolean }
  | { kind: 'wait'; at: number; nodeId: string; until: number | null }

export interface Simulation {
  run: RunState
  /** Virtual time at the end. */
  now: number
  trace: TraceEntry[]
  steps: StepRecord[]
  /** Texts that went out, in order. */
  texts: { at: number; nodeId: string; body: string }[]
  /** What the scenario expected and didn't get, one sentence each; none when it passes. */
  problems: string[]
}
