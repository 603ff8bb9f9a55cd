import { ENGINE_ERROR } from '../../engine/collect_writes.ts'
import type { BatchWrites } from '../../engine/batch_writes.ts'
import type { SendOffer } from '../../ports/message_store.ts'
import type { RunNote } from '../../ports/journal.ts'
import {
  MAX_FAILURES,
  SUSPECTS_TOGETHER,
  type ClaimRequest,
  type CommitReport,
  type DueRun,
  type Lane,
  type RunBatch,
  type RunStore,
} from '../../ports/run_store.ts'
import type { Session } from '../environment.ts'
import { call, committing, ownTransaction } from './call.ts'
import { dueRunOf, isDue } from './due_run.ts'
import type { MemoryDatabase } from './memory_database.ts'
import { key, type MemoryTransaction } from './memory_transaction.ts'
import type { RunRow } from './rows.ts'
import { childSettlement, settleWaits } from './settle.ts'
import { raced } from './raced.ts'
import { prepareBatch, writeBatch } from './write_batch.ts'

/** Runs in memory. The claim is the transaction: runs are held by their locks until the batch is written. */
export class MemoryRunStore implements RunStore {
  readonly #database: MemoryDatabase
  readonly #session: Session

  constructor(database: MemoryDatabase, session: Session) {
    this.#database = database
    this.#session = session
  }

  dueWorkspaces(lane: Lane, limit: number): Promise<string[]> {
    return call(this.#session, 'runs.dueWorkspaces', () => {
      const due = new Set<string>()
      for (const run of this.#database.runs.rows()) {
        if (run.wakeAt !== null && run.lane === lane && isDue(this.#database, run)) due.add(run.workspaceId)
      }
      return shuffled([...due], () => this.#database.environment.random()).slice(0, limit)
    })
  }

  claim(request: ClaimRequest): Promise<RunBatch | null> {
    return this.#claim((transaction) => this.#lockDue(transaction, request))
  }

  claimSuspects(): Promise<RunBatch | null> {
    return this.#claim((transaction) => {
      const due = this.#due().sort(byTime)
      const lock = (run: RunRow): boolean => transaction.tryLock(key.run(run.id), 'update')
      const few = due
        .filter((run) => run.failures === 1)
        .slice(0, SUSPECTS_TOGETHER)
        .filter(lock)
      if (few.length > 0) return few
      const alone = due.find((run) => run.failures > 1 && lock(run))
      return alone ? [alone] : []
    })
  }

  suspect(batch: readonly RunNote[]): Promise<string[]> {
    return ownTransaction({ database: this.#database, session: this.#session }, 'runs.suspect', async (transaction) => {
      await transaction.lock(
        batch.map(({ runId }) => key.run(runId)),
        'update',
      )
      const blamed = batch.flatMap(({ runId, epoch }) => {
        const run = this.#database.runs.get(runId)
        const isOpen = run?.status === 'ready' || run?.status === 'waiting'
        if (!run || !isOpen || run.epoch !== epoch) return []
        return [
          {
            id: runId,
            failures: batch.length === 1 ? run.failures + 1 : Math.min(run.failures + 1, Math.max(run.failures, 2)),
          },
        ]
      })
      transaction.commit(() => {
        for (const { id, failures } of blamed) this.#database.runs.update(id, { failures })
      })
      return blamed.flatMap(({ id, failures }) => (failures < MAX_FAILURES ? [] : [id]))
    })
  }

  async #claim(lock: (transaction: MemoryTransaction) => RunRow[]): Promise<RunBatch | null> {
    await this.#session.request('runs.claim')
    const transaction = this.#database.begin(this.#session)
    try {
      const runs = lock(transaction).map((row) => dueRunOf(this.#database, row))
      if (runs.length === 0) transaction.rollback()
      await this.#session.reply('runs.claim')
      return runs.length === 0 ? null : new MemoryRunBatch(this.#database, transaction, runs)
    } catch (error) {
      transaction.rollback()
      throw error
    }
  }

  setAside(runId: string, reason: string): Promise<boolean> {
    return ownTransaction(
      { database: this.#database, session: this.#session },
      'runs.setAside',
      async (transaction) => {
        await transaction.lock([key.run(runId)], 'update')
        const run = this.#database.runs.get(runId)
        if (run?.status !== 'ready' && run?.status !== 'waiting') return false
        transaction.commit(() => setAside(this.#database, run, reason))
        return true
      },
    )
  }

  postpone(runIds: readonly string[], ms: number): Promise<void> {
    return ownTransaction(
      { database: this.#database, session: this.#session },
      'runs.postpone',
      async (transaction) => {
        await transaction.lock(
          runIds.map((id) => key.run(id)),
          'update',
        )
        transaction.commit(() => {
          for (const run of this.#due().filter(({ id }) => runIds.includes(id))) {
            const waitUntil = run.waitUntil ?? run.wakeAt ?? Infinity
            this.#database.runs.update(run.id, { waitUntil, wakeAt: this.#database.now(run.workspaceId) + ms })
          }
        })
      },
    )
  }

  #due(): RunRow[] {
    return [...this.#database.runs.rows()].filter((run) => run.wakeAt !== null && isDue(this.#database, run))
  }

  #lockDue(transaction: MemoryTransaction, { workspaceIds, lane, limit, runIds }: ClaimRequest): RunRow[] {
    const due = this.#due()
    if (runIds) return due.filter((run) => runIds.includes(run.id) && transaction.tryLock(key.run(run.id), 'update'))
    const share = Math.ceil(limit / Math.max(1, workspaceIds.length))
    return workspaceIds.flatMap((workspaceId) => {
      const own = due.filter((run) => run.workspaceId === workspaceId && run.lane === lane && run.failures === 0)
      own.sort(byTime)
      const taken: RunRow[] = []
      for (const run of own) if (taken.length < share && transaction.tryLock(key.run(run.id), 'update')) taken.push(run)
      return taken
    })
  }
}

const byTime = (a: RunRow, b: RunRow): number => (a.wakeAt ?? 0) - (b.wakeAt ?? 0)

function setAside(database: MemoryDatabase, run: RunRow, reason: string): void {
  const finishedAt = database.now(run.workspaceId)
  const over = { status: 'failed', exitReason: ENGINE_ERROR, finishedAt, epoch: run.epoch + 1 } as const
  database.runs.update(run.id, { ...over, wakeAt: null, signal: null, waitKind: null, waitKey: null })
  const id = `${run.id}/${run.seq}`
  if (!database.steps.get(id)) {
    const visit = {
      id,
      runId: run.id,
      workspaceId: run.workspaceId,
      seq: run.seq,
      nodeId: run.nodeId,
      startedAt: run.enteredAt,
    }
    database.steps.insert({
      ...visit,
      nodeType: 'unknown',
      status: 'failed',
      outcome: ENGINE_ERROR,
      finishedAt,
      detail: { error: reason },
    })
  }
  if (run.parentRunId) settleWaits(database, [childSettlement(run.parentRunId, run.id, 'failed')])
}

class MemoryRunBatch implements RunBatch {
  readonly runs: readonly DueRun[]
  readonly #database: MemoryDatabase
  readonly #transaction: MemoryTransaction

  constructor(database: MemoryDatabase, transaction: MemoryTransaction, runs: readonly DueRun[]) {
    this.#database = database
    this.#transaction = transaction
    this.runs = runs
  }

  async commit(writes: BatchWrites, offer?: SendOffer): Promise<CommitReport> {
    const transaction = this.#transaction
    try {
      const batch = await prepareBatch(this.#database, transaction, { writes, offer })
      return await committing(transaction, 'runs.commit', () => writeBatch(this.#database, batch))
    } catch (error) {
      throw raced(error)
    }
  }

  async release(): Promise<void> {
    this.#transaction.rollback()
  }
}

/** In the order that chance gives. */
export function shuffled<Item>(items: Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
