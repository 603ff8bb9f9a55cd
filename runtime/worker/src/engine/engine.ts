import type { Clock } from '../ports/clock.ts'
import type { Journal } from '../ports/journal.ts'
import type { LiveNotifier } from '../ports/live_notifier.ts'
import type { Reporter } from '../ports/reporter.ts'
import type { CommitReport, DueRun, Lane, RunBatch, RunStore } from '../ports/run_store.ts'
import { StoreUnavailable } from '../ports/store_unavailable.ts'
import type { VersionStore } from '../ports/version_store.ts'
import type { TakenOffer } from '../sender/sender.ts'
import { advanceBatch } from './advance_batch.ts'
import type { BatchWrites } from './batch_writes.ts'
import { BatchSize } from './batch_size.ts'
import { collectWrites } from './collect_writes.ts'
import { divide, LEFT_FOR_MS, type Divided } from './left_runs.ts'

export interface EngineOptions {
  runs: RunStore
  versions: VersionStore
  journal: Journal
  clock: Clock
  reporter: Reporter
  live: LiveNotifier
  /** Called after a commit with what it left for the other parts of the worker. */
  onCommitted(report: CommitReport): void
  /** A sender's offer for the texts of one batch; absent: they are planned and claimed later. */
  offer?(): TakenOffer
  /** Resolves when texts that are planned now can be sent at once, or after a moment. */
  untilRoom?(stopping?: AbortSignal): Promise<void>
  /** How many texts could be sent at once. */
  room?(): number
  maxBatch?: number
}

/** What one turn found: `idle` when nothing was due. */
export type TurnResult = 'worked' | 'idle'

/** Workspaces that share one batch; the rest has its turn in the next ones. */
const WORKSPACES_A_TURN = 64

/** A smaller batch costs more than a claim of its texts by themselves. */
const SMALLEST_BULK = 32
/** Below this, texts don't count. */
const FEWEST_TEXTS = 0.02

/** Claims due runs in batches, advances them in memory and commits each batch as one transaction. */
export class Engine {
  readonly #options: EngineOptions
  readonly #size: BatchSize
  /** What has been said of runs that are left to others. */
  readonly #said = new Set<string>()
  /** About how many texts a bulk run sends in one go, of late. */
  #textsARun = 1
  /** About how many texts the bulk batches under way will send. */
  #expected = 0

  constructor(options: EngineOptions) {
    this.#options = options
    this.#size = new BatchSize(options.maxBatch)
  }

  /**
   * One batch: interactive runs first, then bulk, shared among all workspaces with due work.
   * @throws StoreUnavailable when the database is away; nothing is lost
   */
  async turn(stopping?: AbortSignal): Promise<TurnResult> {
    if (await this.#turnOf(0)) return 'worked'
    // A bulk run may wait, but a text that finds no room costs a claim of its own later.
    await this.#options.untilRoom?.(stopping)
    return (await this.#turnOf(1)) ? 'worked' : 'idle'
  }

  /** A few runs of which a process may have died, or one alone, so that few are harmed should it happen again. */
  async turnOfSuspects(): Promise<TurnResult> {
    const batch = await this.#options.runs.claimSuspects?.()
    if (!batch) return 'idle'
    await this.#process(batch, 0)
    return 'worked'
  }

  /**
   * What these runs come to, as rows. Pure but for the graphs, which are loaded where they are not known yet.
   * @throws when one of them is to be left to a worker of a newer release
   */
  async advance(runs: readonly DueRun[]): Promise<BatchWrites> {
    const ticket = this.#note(runs)
    try {
      const { writes, left, reasons } = await this.#advance(runs)
      if (left.length > 0) throw new Error([...reasons].join(' '))
      return writes
    } finally {
      this.#options.journal.advanced(ticket)
    }
  }

  async #advance(runs: readonly DueRun[]): Promise<Divided & { writes: BatchWrites }> {
    const graphs = await this.#options.versions.graphs([...new Set(runs.map((due) => due.versionId))])
    const divided = divide(runs, graphs)
    return { ...divided, writes: collectWrites(advanceBatch(divided.own, graphs)) }
  }

  #note(runs: readonly DueRun[]): number {
    return this.#options.journal.advancing(runs.map(({ run, epoch }) => ({ runId: run.id, epoch })))
  }

  /** What is being advanced is noted before, so that a process that dies of it does not do so again and again. */
  async #process(batch: RunBatch, lane: Lane): Promise<void> {
    const { journal } = this.#options
    let ticket: number
    try {
      ticket = this.#note(batch.runs)
    } catch (error) {
      await batch.release()
      throw error
    }
    try {
      await this.#advanceAndCommit(batch, lane)
    } finally {
      journal.advanced(ticket)
    }
  }

  async #turnOf(lane: Lane): Promise<boolean> {
    const { runs, clock } = this.#options
    const workspaceIds = await runs.dueWorkspaces(lane, WORKSPACES_A_TURN)
    if (workspaceIds.length === 0) return false
    const limit = this.#limitOf(lane)
    if (limit === 0) return false
    const begun = clock.monotonic()
    const expected = lane === 1 ? limit * this.#textsARun : 0
    this.#expected += expected
    try {
      const batch = await runs.claim({ workspaceIds, lane, limit })
      if (!batch) return false
      const size = batch.runs.length
      await this.#process(batch, lane)
      this.#size.record(size, clock.monotonic() - begun)
      return true
    } finally {
      this.#expected -= expected
    }
  }

  /**
   * Of bulk runs no more than can send their texts at once, by how many of the former ones had one to send.
   * @returns 0 when a batch under way will take the room; its end wakes who looked in vain
   */
  #limitOf(lane: Lane): number {
    const { next } = this.#size
    const room = lane === 1 ? this.#options.room?.() : undefined
    if (room === undefined) return next
    if (this.#expected > FEWEST_TEXTS * next && room - this.#expected < SMALLEST_BULK) return 0
    return Math.min(next, Math.ceil(Math.max(room - this.#expected, SMALLEST_BULK) / this.#textsARun))
  }

  async #advanceAndCommit(batch: RunBatch, lane: Lane): Promise<void> {
    const { runs } = batch
    const offer = this.#options.offer?.()
    let divided: Divided | undefined
    try {
      const advanced = await this.#advance(runs)
      if (lane === 1) this.#noteTexts(advanced.writes.messages.length, runs.length)
      const report = await batch.commit(advanced.writes, offer)
      offer?.take(report.toSend ?? [])
      this.#committed(batch, report)
      divided = advanced
    } catch (error) {
      offer?.drop()
      await batch.release()
      if (error instanceof StoreUnavailable) throw error
      await this.#bisect(
        runs.map((due) => due.run.id),
        lane,
        error,
      )
    }
    if (divided && divided.left.length > 0) await this.#leave(divided)
  }

  #noteTexts(texts: number, runs: number): void {
    this.#textsARun = Math.max(FEWEST_TEXTS, this.#textsARun * 0.75 + (texts / runs) * 0.25)
  }

  /** Something in this batch can't be written. Halve it until the culprit is alone, and set that one aside. */
  async #bisect(runIds: readonly string[], lane: Lane, error: unknown): Promise<void> {
    const { runs, reporter } = this.#options
    const [only] = runIds
    if (only !== undefined && runIds.length === 1) {
      const reason = error instanceof Error ? error.message : String(error)
      if (await runs.setAside(only, reason)) reporter.report({ kind: 'poison', runId: only, reason })
      return
    }
    const middle = Math.ceil(runIds.length / 2)
    for (const half of [runIds.slice(0, middle), runIds.slice(middle)]) {
      const batch = await runs.claim({ workspaceIds: [], lane, limit: half.length, runIds: half })
      if (batch) await this.#process(batch, lane)
    }
  }

  /** Untouched but for the time at which somebody looks again: nobody else's run has to wait behind them. */
  async #leave({ left, reasons }: Divided): Promise<void> {
    const ids = left.map((due) => due.run.id)
    await this.#options.runs.postpone(ids, LEFT_FOR_MS)
    for (const reason of reasons) {
      if (!this.#said.has(reason)) this.#options.reporter.report({ kind: 'left', reason })
      this.#said.add(reason)
    }
  }

  #committed(batch: RunBatch, report: CommitReport): void {
    const workspaces = new Set(batch.runs.map((due) => due.workspaceId))
    this.#options.live.changed(workspaces, report.messages > 0 ? ['runs', 'messages'] : ['runs'])
    this.#options.onCommitted(report)
  }
}
