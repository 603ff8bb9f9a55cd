import type { GateDecision, GateFacts, OutcomeClass, PostOutcome } from '@soniarose/messaging'
import type { OutgoingText } from './message_gateway.ts'

/** A planned text whose moment has come, held by an open transaction, with all that decides it. */
export interface DueMessage {
  id: string
  workspaceId: string
  contactId: string
  runId: string | null
  /** Attempts made so far. */
  attempt: number
  senderId: string | null
  to: string
  body: string
  mediaIds: readonly string[]
  facts: GateFacts
}

/** What the gate said of one due message. */
export interface Decided {
  message: DueMessage
  decision: GateDecision
  /** Set when it may go out. */
  attemptId: string | null
}

export interface ClaimReport {
  /** To be posted now; their claim is committed. */
  toSend: OutgoingText[]
  /** Runs that go on because their text was skipped or blocked. */
  settledRuns: number
}

/** Due messages held by an open transaction. */
export interface MessageBatch {
  readonly messages: readonly DueMessage[]
  /** Writes all decisions and commits. @throws when nothing was written */
  commit(decided: readonly Decided[]): Promise<ClaimReport>
  release(): Promise<void>
}

/** What became of one attempt. */
export interface Recorded {
  text: OutgoingText
  outcome: PostOutcome
  class: OutcomeClass
  /** From the claim to the answer. */
  elapsedMs: number
  /** When to try again, for `retry`: milliseconds from now. */
  retryInMs: number | null
  /** What the provider's error code asks us to do besides. */
  effect: 'none' | 'opt_out' | 'suppress' | 'pause_sender'
}

export interface RecordReport {
  settledRuns: number
}

/** The database of messages, as the sender sees it. */
export interface MessageStore {
  /** Workspaces with at least one due message, at most `limit`. */
  dueWorkspaces(limit: number): Promise<string[]>
  /** Takes due messages, at most one a contact, oldest first, lane 0 first; null when there are none. */
  claim(request: { workspaceIds: readonly string[]; limit: number }): Promise<MessageBatch | null>
  /** Writes outcomes and lets the runs go on, in one transaction. Repeating it changes nothing. */
  record(records: readonly Recorded[]): Promise<RecordReport>
  /** Claims whose deadline has passed become `unknown`. @returns how many */
  expireClaims(): Promise<number>
  /** Unknown messages whose grace has ended go by their policy. @returns runs that go on, or messages to resend */
  settleUnknown(): Promise<number>
  /** Messages claimed by a process that is gone, never posted: back to `planned`. @returns how many */
  takeBack(attemptIds: readonly string[]): Promise<number>
  /** Messages that a process that is gone had begun to post: `unknown` at once. @returns how many */
  giveUp(attemptIds: readonly string[]): Promise<number>
}
