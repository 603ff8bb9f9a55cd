import type { GateDecision, GateFacts, OutcomeClass, PostOutcome } from '@soniarose/messaging'
import type { BatchWrites } from '../engine/batch_writes.ts'
import type { OutgoingText } from './message_gateway.ts'
import type { CommitReport, DueRun } from './run_store.ts'

/** A planned text whose moment has come, held by an open transaction, with all that decides it. */
export interface DueMessage {
  id: string
  workspaceId: string
  contactId: string
  runId: string | null
  /** Whose run plans it. */
  workflowId?: string | null
  /** Attempts made so far. */
  attempt: number
  senderId: string | null
  to: string
  body: string
  mediaIds: readonly string[]
  /** No text has gone to this contact before. */
  opensConversation?: boolean | undefined
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
  /** Runs that go on, and have not yet. */
  settledRuns: number
  /** What the runs that went on at once left to do; absent when none did. */
  committed?: CommitReport
}

/**
 * A sender's offer to post texts at once that are being planned in a transaction under way. They are then written as
 * `sending` and not first as `planned`: a claim at birth, under the same rules and locks as any other.
 */
export interface SendOffer {
  /** Texts that it has room for now. */
  readonly room: number
  /** The gate's word on each, as for a claim. The room is then taken, until the offer is taken up or dropped. */
  decide(messages: readonly DueMessage[]): Decided[]
}

/** Advances runs whose texts have just been accepted or refused, in the transaction that records it. */
export interface GoOn {
  /** Pure but for loading graphs. Throws when the runs are to go on by themselves instead. */
  advance(runs: readonly DueRun[]): Promise<BatchWrites>
  offer: SendOffer
}

/** The database of messages, as the sender sees it. */
export interface MessageStore {
  /** Workspaces with at least one due message, at most `limit`. */
  dueWorkspaces(limit: number): Promise<string[]>
  /** Takes due messages, at most one a contact, oldest first, lane 0 first; null when there are none. */
  claim(request: { workspaceIds: readonly string[]; limit: number }): Promise<MessageBatch | null>
  /**
   * Writes outcomes and lets the runs go on, in one transaction. Repeating it changes nothing.
   * @param goOn advances those runs in the same transaction; a store may leave it and only end their waits
   */
  record(records: readonly Recorded[], goOn?: GoOn): Promise<RecordReport>
  /** Claims whose deadline has passed become `unknown`. @returns how many */
  expireClaims(): Promise<number>
  /** Unknown messages whose grace has ended go by their policy. @returns runs that go on, or messages to resend */
  settleUnknown(): Promise<number>
  /** Texts held by a freeze or a pause that has been lifted become due, in portions. Absent: the store does so by itself. */
  releaseLifted?(): Promise<number>
  /** Messages claimed by a process that is gone, never posted: back to `planned`. @returns how many */
  takeBack(attemptIds: readonly string[]): Promise<number>
  /** Messages that a process that is gone had begun to post: `unknown` at once. @returns how many */
  giveUp(attemptIds: readonly string[]): Promise<number>
}
