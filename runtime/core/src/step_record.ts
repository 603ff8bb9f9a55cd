import type { JsonObject } from './json.ts'

/** completed: left by a handle or ended the run. failed, skipped: what it was for didn't happen. canceled: ended from outside. */
export type StepStatus = 'completed' | 'failed' | 'skipped' | 'canceled'

/** One ended node visit; written once, never changed. */
export interface StepRecord {
  seq: number
  nodeId: string
  nodeType: string
  status: StepStatus
  /** The handle it left by, or why it didn't: `blocked`, `skipped`, `opted_out`, … */
  outcome: string
  /** Epoch milliseconds. */
  startedAt: number
  finishedAt: number
  /** The values that decided. */
  detail: JsonObject
}
