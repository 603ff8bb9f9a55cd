import type { Graph } from '@soniarose/graph'

/** A page of a list; `nextCursor` is null on the last one. */
export interface Page<T> {
  data: T[]
  nextCursor: string | null
}

export type WorkspaceMode = 'sandbox' | 'live'
export interface Workspace {
  id: string
  name: string
  mode: WorkspaceMode
  role?: string
}

export interface Me {
  id: string
  email: string
  name: string | null
  /** What role and token come to in this workspace, as `contacts:write`. */
  allowed: string[]
}

export interface Member {
  id: string
  email: string
  name: string | null
  role: string
  createdAt: string
}

export type OptInStatus = 'pending' | 'opted_in' | 'opted_out'
export interface Contact {
  id: string
  phone: string
  firstName: string | null
  lastName: string | null
  email: string | null
  timeZone: string | null
  optInStatus: OptInStatus
  tags: string[]
  attributes: Record<string, unknown>
  createdAt: string
  updatedAt: string
}

export interface ConsentInput {
  status: 'opted_in' | 'opted_out'
  source: string
  wording: string
  at: string
}

export interface TimelineRow {
  id: string
  kind: string
  at: string
  summary: string
  data: Record<string, unknown>
}

export interface ContactImport {
  id: string
  status: 'queued' | 'running' | 'completed' | 'failed' | 'pending' | 'processing'
  total?: number | null
  processed?: number
  created: number
  updated: number
  failed: number
  errorsUrl?: string | null
  error?: string | null
  createdAt?: string
}

export interface TagCount {
  name: string
  count: number
}

export type WorkflowStatus = 'draft' | 'live' | 'paused' | 'archived'
export interface Workflow {
  id: string
  name: string
  status: WorkflowStatus
  draft: { graph: Graph; revision: number }
  publishedVersionId: string | null
  createdAt: string
  updatedAt: string
  counts?: { active: number; completed: number; failed: number }
}

export interface GraphProblem {
  code: string
  nodeId: string | null
  message: string
}

export type RunStatus = 'ready' | 'waiting' | 'completed' | 'exited' | 'failed' | 'canceled'
export interface Run {
  id: string
  workflowId: string
  versionId: string
  contactId: string
  status: RunStatus
  exitReason: string | null
  currentNodeId: string | null
  wakeAt: string | null
  startedAt: string
  finishedAt: string | null
  /** When the retention setting dropped its steps. */
  archivedAt?: string | null
  steps?: RunStep[]
}

export interface RunStep {
  seq: number
  nodeId: string
  nodeType: string
  status: string
  outcome: string | null
  startedAt: string
  finishedAt: string | null
  detail: Record<string, unknown> | null
}

export interface EnrollResult {
  enrolled: number
  skipped: { contactId: string; reason: string }[]
}

export interface QueueHealth {
  depth: number
  delayed: number
  active: number
  failed: number
  /** Seconds that the oldest due job has waited. */
  oldestAge: number | null
  /** Jobs a second. */
  rate: number
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
export interface Message {
  id: string
  contactId: string
  direction: 'inbound' | 'outbound'
  body: string
  status: MessageStatus
  providerSid: string | null
  errorCode: string | number | null
  reason: string | null
  runId: string | null
  nodeId: string | null
  segments: number
  /** Not handed over yet: when it may go out at the earliest. */
  sendAt?: string | null
  createdAt: string
  sentAt: string | null
  deliveredAt: string | null
  /** When the retention setting emptied it. */
  clearedAt?: string | null
  mediaUrls?: string[]
}

export interface Conversation {
  contactId: string
  contact?: Pick<Contact, 'id' | 'phone' | 'firstName' | 'lastName' | 'optInStatus'>
  lastMessage: Pick<Message, 'body' | 'direction' | 'status' | 'createdAt'> | null
  lastMessageAt: string | null
  unread?: number
  status?: 'open' | 'closed'
  /** A workflow has asked a person to take over. */
  handoffAt?: string | null
}

export interface ComplianceEvent {
  id: string
  contactId: string | null
  phone: string
  kind: string
  source: string
  text: string | null
  at: string
}

export interface ComplianceMetrics {
  from: string
  to: string
  sent: number
  delivered: number
  optOuts: number
  optIns: number
  helps: number
  optOutRate: number
}

export interface MediaAsset {
  id: string
  name: string
  contentType: string
  size: number
  url: string
  status?: string
  expiresAt: string | null
  createdAt: string
}

/** Where a file is put, straight from the browser; `completeUrl` is told afterwards where the store can't tell itself. */
export interface UploadTicket {
  id: string
  url: string
  method?: 'PUT' | 'POST'
  headers?: Record<string, string>
  completeUrl?: string
}

export interface Call {
  id: string
  callSid: string
  contactId: string | null
  direction: string
  from: string
  to: string
  status: string
  duration: number | null
  at: string
}

export interface ApiToken {
  id: string
  name: string
  scopes: string[]
  lastUsedAt: string | null
  createdAt: string
}

export interface Settings {
  workspaceName: string
  /** For contacts whose own zone is not known. */
  timeZone: string | null
  /** When texts may go out, in the recipient's zone; null: at any time that the law allows. */
  quietHours: { start: string; end: string } | null
  unknownPolicy: { after: string; then: 'skip' | 'hold' | 'resend' }
  optOutReplies: 'carrier' | 'own'
  frequencyCaps?: { limit: number; window: string }[]
  conversationWindow?: string
  brandName?: string
  supportContact?: string
  /** Newcomers from the public form are asked by text. */
  doubleOptIn?: boolean
  /** The question for consent, whoever asks it; empty: our own wording. */
  optInText?: string
  /** A workflow's text asks for consent first and waits so long for the yes. null: it is blocked. */
  optInRequests?: { answerWithin: string } | null
  /** Of short links; null: the server's own address. */
  linkDomain?: string | null
  /** What is let go of, and when; null: never. */
  retention?: { steps: number | null; texts: number | null; webhookDays: number | null }
  /** All sending stands still. */
  frozen?: boolean
}

export interface SandboxClock {
  now: string
  offset?: string
  nextDueAt?: string | null
}

export interface DashboardData {
  contacts: number
  activeRuns: number
  waitingRuns: number
  sentToday: number
  deliveredRate: number | null
  failedToday: number
  repliesToday: number
  optOutRate: number | null
  queue: QueueHealth
  series: { day: string; sent: number; delivered: number; failed: number; replies: number }[]
  topIssues: { errorCode: string | number | null; count: number; explanation: string; mend: string }[]
  workflows: { id: string; name: string; status: WorkflowStatus; active: number; completed: number; failed: number }[]
}
