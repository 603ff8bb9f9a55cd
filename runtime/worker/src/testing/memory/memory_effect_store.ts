import type { ClaimedEffect, EffectRecord, EffectStore } from '../../ports/effect_store.ts'
import type { Session } from '../environment.ts'
import { call, ownTransaction } from './call.ts'
import type { MemoryDatabase } from './memory_database.ts'
import { key } from './memory_transaction.ts'
import type { EffectRow } from './rows.ts'
import { effectSettlement, settleWaits } from './settle.ts'

/** Plugin calls and HTTP requests in memory: a lease for each, and an epoch that fences whoever has lost it. */
export class MemoryEffectStore implements EffectStore {
  readonly #database: MemoryDatabase
  readonly #session: Session

  constructor(database: MemoryDatabase, session: Session) {
    this.#database = database
    this.#session = session
  }

  claim({ limit, leaseMs }: { limit: number; leaseMs: number }): Promise<ClaimedEffect[]> {
    return call(this.#session, 'effects.claim', () => {
      const now = this.#database.environment.now()
      const rows = [...this.#database.effects.rows()].sort((a, b) => a.dueAt - b.dueAt)
      const planned = rows.filter((effect) => effect.status === 'planned' && effect.dueAt <= now).slice(0, limit)
      const lost = rows
        .filter((effect) => effect.status === 'running' && (effect.leaseUntil ?? now) < now)
        .slice(0, limit)
      return this.#database.atomically(() => [
        ...planned.map((effect) => this.#take(effect, leaseMs, false)),
        ...lost.map((effect) => this.#take(effect, leaseMs, true)),
      ])
    })
  }

  renew(effects: readonly ClaimedEffect[], leaseMs: number): Promise<string[]> {
    return call(this.#session, 'effects.renew', () => {
      const held = effects.filter((effect) => this.#isHeld(effect))
      const leaseUntil = this.#database.environment.now() + leaseMs
      this.#database.atomically(() => held.forEach(({ id }) => this.#database.effects.update(id, { leaseUntil })))
      return held.map(({ id }) => id)
    })
  }

  record(records: readonly EffectRecord[]): Promise<number> {
    return ownTransaction(
      { database: this.#database, session: this.#session },
      'effects.record',
      async (transaction) => {
        await transaction.lock(
          records.map(({ effect }) => key.run(effect.runId)),
          'update',
        )
        return transaction.commit(() => this.#write(records))
      },
    )
  }

  #take(
    { id, workspaceId, runId, kind, input, attempt, epoch }: EffectRow,
    leaseMs: number,
    lost: boolean,
  ): ClaimedEffect {
    const taken = { attempt: attempt + 1, epoch: epoch + 1 }
    this.#database.effects.update(id, {
      ...taken,
      status: 'running',
      leaseUntil: this.#database.environment.now() + leaseMs,
    })
    return { id, workspaceId, runId, kind, input, lost, ...taken }
  }

  #isHeld({ id, epoch }: ClaimedEffect): boolean {
    const row = this.#database.effects.get(id)
    return row?.epoch === epoch && row.status === 'running'
  }

  #write(records: readonly EffectRecord[]): number {
    const held = records.filter(({ effect }) => this.#isHeld(effect))
    const now = this.#database.environment.now()
    for (const { effect, outcome, retryInMs } of held) {
      if (retryInMs !== null)
        this.#database.effects.update(effect.id, { status: 'planned', dueAt: now + retryInMs, leaseUntil: null })
      else {
        const isDone = outcome.kind === 'done' && outcome.outcome !== 'failed'
        this.#database.effects.update(effect.id, { status: isDone ? 'done' : 'failed', leaseUntil: null })
      }
    }
    const settlements = held.flatMap(({ effect, outcome }) =>
      outcome.kind === 'done' ? [effectSettlement(effect.runId, effect.id, outcome)] : [],
    )
    return settleWaits(this.#database, settlements)
  }
}
