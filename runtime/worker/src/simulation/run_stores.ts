import { unitHash } from '@soniarose/core'
import type { BatchWrites } from '../engine/batch_writes.ts'
import type { GoOn, SendOffer } from '../ports/message_store.ts'
import type { ClaimRequest, CommitReport, RunBatch, RunStore } from '../ports/run_store.ts'

/** A store that leaves a sender's offers alone: texts are planned, and claimed later. */
export function withoutOffers(store: RunStore): RunStore {
  return wrapped(store, (batch, writes) => batch.commit(writes))
}

/** A store in which some runs can't be written once they have come to a later visit, whatever is tried. */
export function poisonous(store: RunStore, share: number): RunStore {
  return wrapped(store, (batch, writes, offer) => batch.commit(spoiled(writes, share), offer))
}

/** What lets runs go on at once, where some of them can't be written. */
export function poisonousGoOn({ advance, offer }: GoOn, share: number): GoOn {
  return { offer, advance: async (runs) => spoiled(await advance(runs), share) }
}

/** Writes that the database refuses when one of the poisoned runs is among them: a visit comes twice. */
function spoiled(writes: BatchWrites, share: number): BatchWrites {
  const isSpoiled = writes.runs.some((run) => run.seq >= 3 && isPoisoned(run.id, share))
  return isSpoiled ? { ...writes, steps: [...writes.steps, ...writes.steps] } : writes
}

/** Whether a run is one of those that can't be written. */
export function isPoisoned(runId: string, share: number): boolean {
  return unitHash(runId) < share
}

type Commit = (batch: RunBatch, writes: BatchWrites, offer: SendOffer | undefined) => Promise<CommitReport>

function wrapped(store: RunStore, commit: Commit): RunStore {
  return {
    dueWorkspaces: (lane, limit) => store.dueWorkspaces(lane, limit),
    setAside: (runId, reason) => store.setAside(runId, reason),
    postpone: (runIds, ms) => store.postpone(runIds, ms),
    claim: async (request: ClaimRequest): Promise<RunBatch | null> => {
      const batch = await store.claim(request)
      if (!batch) return null
      return {
        runs: batch.runs,
        release: () => batch.release(),
        commit: (writes, offer) => commit(batch, writes, offer),
      }
    },
  }
}
