import { advance, type AdvanceResult, type CompiledGraph, type RunEvent, type RunState } from '@soniarose/core'
import { eventOf } from '../../src/engine/advance_batch.ts'
import type { ClaimRequest, DueRun, RunBatch, RunStore } from '../../src/ports/run_store.ts'

/** One call of `advance` whose result was committed. */
export interface RecordedCall {
  run: RunState
  event: RunEvent
  result: AdvanceResult
}

/** One run, from its beginning on. */
export interface RecordedRun {
  versionId: string
  calls: RecordedCall[]
}

/** Notes what every committed batch was advanced by. The core is pure, so that it can be asked again what came of it. */
export class RecordingStore implements RunStore {
  readonly #store: RunStore
  readonly #graphOf: (versionId: string) => CompiledGraph | null
  readonly #runs: Map<string, RecordedRun>

  constructor(store: RunStore, runs: Map<string, RecordedRun>, graphOf: (versionId: string) => CompiledGraph | null) {
    this.#store = store
    this.#runs = runs
    this.#graphOf = graphOf
  }

  dueWorkspaces(...request: Parameters<RunStore['dueWorkspaces']>): Promise<string[]> {
    return this.#store.dueWorkspaces(...request)
  }

  setAside(runId: string, reason: string): Promise<boolean> {
    this.#runs.delete(runId)
    return this.#store.setAside(runId, reason)
  }

  postpone(...runs: Parameters<RunStore['postpone']>): Promise<void> {
    return this.#store.postpone(...runs)
  }

  async claim(request: ClaimRequest): Promise<RunBatch | null> {
    const batch = await this.#store.claim(request)
    if (!batch) return null
    return {
      runs: batch.runs,
      release: () => batch.release(),
      commit: async (writes, offer) => {
        const report = await batch.commit(writes, offer)
        for (const due of batch.runs) this.#note(due)
        return report
      },
    }
  }

  #note(due: DueRun): void {
    const graph = this.#graphOf(due.versionId)
    if (!graph) return
    const event = eventOf(due)
    const call = { run: due.run, event, result: advance(graph, due.run, event) }
    const known = this.#runs.get(due.run.id)
    if (known) known.calls.push(call)
    else this.#runs.set(due.run.id, { versionId: due.versionId, calls: [call] })
  }
}
