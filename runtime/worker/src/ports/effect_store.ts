import type { ContactPatch, Json, JsonObject } from '@soniarose/core'

/** A plugin call or HTTP request that this worker may run now. */
export interface ClaimedEffect {
  id: string
  workspaceId: string
  runId: string
  kind: string
  input: JsonObject
  /** This attempt's number, from 1. */
  attempt: number
  /** A worker died while it made this call: it may have been made. */
  lost: boolean
  /** Fences an older holder's result. */
  epoch: number
}

/** What a call came to. */
export type EffectOutcome =
  /** Leaves the node by this handle. */
  | {
      kind: 'done'
      outcome: string
      output: Json
      error?: { code: string; message: string }
      /** Written to the run's contact with the result, in one transaction. */
      contactPatch?: ContactPatch
    }
  /** Certainly safe to try again. */
  | { kind: 'retry'; error: { code: string; message: string } }

export interface EffectRecord {
  effect: ClaimedEffect
  outcome: EffectOutcome
  /** For `retry`: milliseconds from now; null when the attempts are used up. */
  retryInMs: number | null
}

/** The database of effects. */
export interface EffectStore {
  /** Takes due effects under a lease of `leaseMs`; expired leases of dead workers included. */
  claim(request: { limit: number; leaseMs: number }): Promise<ClaimedEffect[]>
  /** Extends the leases of calls that still run. @returns the ids that are still ours */
  renew(effects: readonly ClaimedEffect[], leaseMs: number): Promise<string[]>
  /** Writes results of those still held and lets their runs go on, in one transaction. @returns runs that go on */
  record(records: readonly EffectRecord[]): Promise<number>
}
