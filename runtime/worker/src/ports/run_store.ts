import type { AdvanceResult, ContactFacts, IncomingReply, Json, RunState, Signal } from '@soniarose/core'
import type { BatchWrites } from '../engine/batch_writes.ts'
import type { RunNote } from './journal.ts'
import type { OutgoingText } from './message_gateway.ts'
import type { SendOffer } from './message_store.ts'

/** 0: replies and single enrolments. 1: bulk enrolments. Lane 0 is always served first. */
export type Lane = 0 | 1

/** A run whose time has come, with everything that `advance` may see of it. */
export interface DueRun {
  run: RunState
  /** Counted up by every commit; a writer that has an older one writes nothing. */
  epoch: number
  workspaceId: string
  workflowId: string
  versionId: string
  contact: ContactFacts
  workflowName: string
  defaultTimeZone: string | null
  /** Epoch milliseconds of the workspace's clock, by the database. */
  now: number
  /** What settled the wait; null: its own time has come. */
  signal: Signal | null
  pendingReply: IncomingReply | null
  lane: Lane
  parentRunId: string | null
  /** Times that a process died while it advanced this run. */
  failures: number
}

/**
 * A run is not tried again after so many deaths: with others, with a few, and twice alone. So workers that are killed from
 * outside, however often, cost no run more than its place in a batch.
 */
export const MAX_FAILURES = 4
/** Suspects of one death that are tried together. */
export const SUSPECTS_TOGETHER = 20

export interface ClaimRequest {
  /** Share the batch among these, or all of them when empty. */
  workspaceIds: readonly string[]
  lane: Lane
  limit: number
  /** Only these runs: to find the one that spoils a batch. */
  runIds?: readonly string[]
}

/** What a commit left to do for others. */
export interface CommitReport {
  /** Runs written. Fewer than claimed when a contact was locked: those stay due. */
  runs: number
  steps: number
  /** Messages that may be sent now. */
  messages: number
  effects: number
  /** Runs started or woken by this batch: other batches have work. */
  woken: number
  /** Texts claimed at birth by the offer that came with the batch: to be posted now. */
  toSend?: OutgoingText[]
}

/**
 * Runs held by an open transaction: nobody else sees them as due until `commit` or `release`. A process that freezes
 * while it holds one loses it, and its `commit` then rejects.
 */
export interface RunBatch {
  readonly runs: readonly DueRun[]
  /**
   * Writes all of a batch, or nothing.
   * @param offer a sender's offer to post the batch's texts at once; a store may leave it and only plan them
   * @throws when it could not be written; the runs are then free again
   */
  commit(writes: BatchWrites, offer?: SendOffer): Promise<CommitReport>
  /** Gives the runs back as they were. Never throws. */
  release(): Promise<void>
}

/** The database of runs, as the engine sees it. */
export interface RunStore {
  /** Workspaces with at least one due run of that lane, at most `limit`, in no fixed order. */
  dueWorkspaces(lane: Lane, limit: number): Promise<string[]>
  /** Takes due runs, oldest first; null when there are none. Suspects are not among them. */
  claim(request: ClaimRequest): Promise<RunBatch | null>
  /**
   * Ends a run that can't be advanced or written: status `failed`, with the reason, and a failed step for the visit.
   * @returns false when somebody else has changed the run meanwhile
   */
  setAside(runId: string, reason: string): Promise<boolean>
  /** Due runs are looked at later; what they wait for and what has come of it stays as it is. */
  postpone(runIds: readonly string[], ms: number): Promise<void>
  /**
   * A process died while it held these. Those that still stand as noted are suspects until they have been written: only
   * `claimSuspects` takes them. Each has one failure more; those that were not alone have two at most.
   * @returns those that have failed too often to be tried again
   */
  suspect?(batch: readonly RunNote[]): Promise<string[]>
  /** Takes a few suspects of one death, else one of several deaths alone; null when none's time has come. */
  claimSuspects?(): Promise<RunBatch | null>
}

/** What advancing one run came to. */
export type RunOutcome =
  | { kind: 'advanced'; due: DueRun; result: AdvanceResult }
  | { kind: 'failed'; due: DueRun; reason: string }

export type { Json }
