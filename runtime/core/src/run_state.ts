import type { Json, JsonObject } from './json.ts'

export type RunStatus = 'ready' | 'waiting' | 'completed' | 'exited' | 'failed' | 'canceled'

/** What a run waits for. Exactly one thing at a time. */
export type WaitKind = 'time' | 'reply' | 'event' | 'message' | 'effect' | 'child'

export interface Wait {
  kind: WaitKind
  /** message: the message's id. effect: the effect's. child: the child run's. event: its name. reply: the node. time: null. */
  key: string | null
  /** Epoch milliseconds on the workspace's clock: the due time, or the time-out. Null: only the outside ends it. */
  wakeAt: number | null
}

/** The last reply that the run took. */
export interface ReplyFacts {
  id: string
  body: string
  /** ISO 8601. */
  receivedAt: string
}

export interface RunVars {
  /** What the event that started the run brought along. */
  trigger: JsonObject
  reply: ReplyFacts | null
  /** What nodes gave back, by node id or by the name they save it under. */
  steps: { [nodeId: string]: Json }
}

/** One contact's walk through one version: small, plain data. */
export interface RunState {
  id: string
  /** The node being visited; of an ended run, the last one. */
  nodeId: string
  /** Number of the visit under way, from 1; a step's key together with the run's id. */
  seq: number
  /** Epoch milliseconds: when the visit under way began. */
  enteredAt: number
  /** Epoch milliseconds: when the run began. */
  startedAt: number
  status: RunStatus
  exitReason: string | null
  vars: RunVars
  wait: Wait | null
  /** Node visits so far; a run ends as failed at 1,000. */
  stepsUsed: number
  /** Visits since the run last let the clock or the contact move; it ends as failed at 100. */
  stepsSinceWait: number
}

/** Whether a run has come to its end, however. */
export function isOver(run: RunState): boolean {
  return run.status !== 'ready' && run.status !== 'waiting'
}
