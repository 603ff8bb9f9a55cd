import type { Effect } from './effect.ts'
import type { RunState } from './run_state.ts'
import type { StepRecord } from './step_record.ts'

/** What one call of `advance` came to: the new state, the visits that ended, and what the outside must do. */
export interface AdvanceResult {
  run: RunState
  steps: StepRecord[]
  effects: Effect[]
  /** True when the run took `event.pendingReply`; it must not be offered again. */
  pendingReplyTaken: boolean
}
