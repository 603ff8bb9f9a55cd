import type { ContactPatch, JsonObject, RunStatus, RunVars, StepRecord, WaitKind } from '@soniarose/core'
import type { Lane } from '../ports/run_store.ts'

/** A run's new state. Times are epoch milliseconds of the workspace's clock, here and below. */
export interface RunWrite {
  id: string
  /** The one it was claimed with. */
  epoch: number
  nodeId: string
  seq: number
  enteredAt: number
  status: RunStatus
  exitReason: string | null
  finishedAt: number | null
  waitKind: WaitKind | null
  waitKey: string | null
  wakeAt: number | null
  /** null: unchanged. */
  vars: RunVars | null
  stepsUsed: number
  sinceWait: number
  dropReply: boolean
}

export interface StepWrite extends StepRecord {
  runId: string
  workspaceId: string
}

/** A text that a run plans; the store adds recipient, sender and slot. */
export interface MessageWrite {
  id: string
  workspaceId: string
  contactId: string
  runId: string
  workflowId: string
  seq: number
  nodeId: string
  senderId: string | null
  createdAt: number
  lane: Lane
  to: string
  body: string
  segments: number
  mediaIds: readonly string[]
  /** Web addresses in the text become short ones whose clicks are counted; a store may leave them as they are. */
  shortenLinks?: true | undefined
}

/** All that a batch changes of one contact. */
export interface ContactWrite {
  contactId: string
  workspaceId: string
  at: number
  patch: ContactPatch
  addTags: string[]
  removeTags: string[]
}

/** Something for a plugin or another server to do. */
export interface EffectWrite {
  id: string
  workspaceId: string
  runId: string
  seq: number
  nodeId: string
  kind: 'call_plugin' | 'http_request'
  input: JsonObject
}

export interface ChildStart {
  id: string
  workspaceId: string
  workflowId: string
  contactId: string
  /** The run that waits for it; null: nobody does. */
  parentRunId: string | null
  startedBy: string
  at: number
  lane: Lane
}

/** A run ended that another one waits for. */
export interface ParentWake {
  parentRunId: string
  childRunId: string
  status: RunStatus
}

export interface TimelineWrite {
  workspaceId: string
  contactId: string
  kind: string
  summary: string
  data: JsonObject
  at: number
}

/** A conversation that a person should look at. */
export interface HandoffWrite {
  workspaceId: string
  contactId: string
  at: number
}

/** Everything that one transaction writes for a batch of runs. */
export interface BatchWrites {
  runs: RunWrite[]
  steps: StepWrite[]
  messages: MessageWrite[]
  contacts: Map<string, ContactWrite>
  effects: EffectWrite[]
  children: ChildStart[]
  parents: ParentWake[]
  timeline: TimelineWrite[]
  handoffs: HandoffWrite[]
}

export function emptyWrites(): BatchWrites {
  return {
    runs: [],
    steps: [],
    messages: [],
    contacts: new Map(),
    effects: [],
    children: [],
    parents: [],
    timeline: [],
    handoffs: [],
  }
}
