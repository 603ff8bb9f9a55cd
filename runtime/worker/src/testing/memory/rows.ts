import type { Graph } from '@soniarose/graph'
import type {
  CompiledGraph,
  ContactFacts,
  IncomingReply,
  JsonObject,
  RunStatus,
  RunVars,
  Signal,
  WaitKind,
} from '@soniarose/core'
import type { MessagePurpose, WorkspaceHours } from '@soniarose/messaging'
import type { StepWrite } from '../../engine/batch_writes.ts'
import type { Lane } from '../../ports/run_store.ts'

/** Times are epoch milliseconds of the workspace's clock; `dueAt`, `deadlineAt` and `leaseUntil` are the database's own. */
export interface WorkspaceRow {
  id: string
  /** How far its clock is ahead of the database's, in milliseconds. */
  clockOffset: number
  frozen: boolean
  timeZone: string | null
  hours: WorkspaceHours
}

export interface ContactRow {
  id: string
  workspaceId: string
  phone: string
  firstName: string | null
  lastName: string | null
  email: string | null
  timeZone: string | null
  optInStatus: ContactFacts['optInStatus']
  tags: readonly string[]
  attributes: JsonObject
  senderId: string | null
  createdAt: number
}

/** By number, not by contact; the id is `workspace|phone`. */
export interface SuppressionRow {
  id: string
  reason: string
  at: number
}

export interface WorkflowRow {
  id: string
  workspaceId: string
  name: string
  status: 'live' | 'paused' | 'archived'
  publishedVersionId: string
  triggers: readonly { nodeId: string; kind: string; key: string }[]
}

export interface VersionRow {
  id: string
  workspaceId: string
  workflowId: string
  graph: Graph
  compiled: CompiledGraph | Error
}

export interface RunRow {
  id: string
  workspaceId: string
  workflowId: string
  versionId: string
  contactId: string
  parentRunId: string | null
  nodeId: string
  seq: number
  epoch: number
  entry: number
  stepsUsed: number
  sinceWait: number
  lane: Lane
  failures: number
  status: RunStatus
  exitReason: string | null
  enteredAt: number
  startedAt: number
  finishedAt: number | null
  waitKind: WaitKind | null
  waitKey: string | null
  wakeAt: number | null
  /** Set when the outside wakes the run before its time: the time that the wait had; Infinity: none. */
  waitUntil: number | null
  triggerKey: string | null
  signal: Signal | null
  pendingReply: IncomingReply | null
  vars: RunVars
}

export interface StepRow extends StepWrite {
  id: string
}

export type MessageStatus =
  | 'planned'
  | 'held'
  | 'sending'
  | 'queued'
  | 'sent'
  | 'delivered'
  | 'undelivered'
  | 'failed'
  | 'unknown'
  | 'canceled'
  | 'skipped'
  | 'received'

export interface MessageRow {
  id: string
  workspaceId: string
  contactId: string
  runId: string | null
  stepSeq: number | null
  nodeId: string | null
  senderId: string | null
  attemptId: string | null
  createdAt: number
  sendAfter: number | null
  /** When it got that moment for having been late, or behind such a text. */
  slottedAt: number | null
  sentAt: number | null
  deliveredAt: number | null
  deadlineAt: number | null
  unknownSince: number | null
  lane: Lane
  attempt: number
  segments: number
  statusRank: number
  errorCode: number | null
  direction: 'inbound' | 'outbound'
  purpose: MessagePurpose
  status: MessageStatus
  reason: string | null
  providerSid: string | null
  to: string
  body: string
  mediaIds: readonly string[]
}

export interface AttemptRow {
  id: string
  workspaceId: string
  messageId: string
  number: number
  outcome: 'accepted' | 'refused' | 'retry' | 'unknown'
  errorCode: number | null
}

export interface EffectRow {
  id: string
  workspaceId: string
  runId: string
  stepSeq: number
  nodeId: string
  kind: string
  input: JsonObject
  status: 'planned' | 'running' | 'done' | 'failed' | 'canceled'
  attempt: number
  epoch: number
  dueAt: number
  leaseUntil: number | null
}

export interface SenderRow {
  id: string
  workspaceId: string
  address: string
  isDefault: boolean
  paused: boolean
  perSecond: number | null
  nextSlotAt: number | null
  /** Since when it catches up with texts that were late, and until when they take all of its rate. */
  lateSince: number | null
  lateUntil: number | null
}

export interface ConversationRow {
  /** The contact's. */
  id: string
  workspaceId: string
  lastInboundAt: number | null
  handoffs: number
}

/** Consents, compliance events and what runs note on timelines: only ever added to. */
export interface EventRow {
  id: string
  workspaceId: string
  contactId: string | null
  kind: string
  at: number
  data: JsonObject
}

/** Every table by its name. */
export interface Tables {
  workspaces: WorkspaceRow
  contacts: ContactRow
  suppressions: SuppressionRow
  workflows: WorkflowRow
  versions: VersionRow
  runs: RunRow
  steps: StepRow
  messages: MessageRow
  attempts: AttemptRow
  effects: EffectRow
  senders: SenderRow
  conversations: ConversationRow
  events: EventRow
}

export type TableName = keyof Tables

/** One row that a transaction changed. */
export type Change = {
  [Name in TableName]: { table: Name; before: Tables[Name] | null; after: Tables[Name] | null }
}[TableName]
