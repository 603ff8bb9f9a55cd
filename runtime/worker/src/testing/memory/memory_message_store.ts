import type {
  MessageBatch,
  MessageStore,
  ClaimReport,
  Decided,
  DueMessage,
  GoOn,
  Recorded,
  RecordReport,
} from '../../ports/message_store.ts'
import type { Session } from '../environment.ts'
import { call, committing, ownTransaction, within } from './call.ts'
import { dueMessageOf, isSendable, lockDueMessages } from './due_messages.ts'
import type { MemoryDatabase } from './memory_database.ts'
import { key, type MemoryTransaction } from './memory_transaction.ts'
import { shuffled } from './memory_run_store.ts'
import { raced } from './raced.ts'
import { recordOutcomes } from './record_outcomes.ts'
import { putOff, slotLate, type Slotted } from './slot_late.ts'
import { endedGraces, endGraces, expireClaims, giveUp, releaseHeld, takeBack } from './unknown.ts'
import { runsOfDecisions, writeDecisions } from './write_decisions.ts'

/** Texts in memory. A claim is a transaction that holds texts and their contacts until the gate's word is written. */
export class MemoryMessageStore implements MessageStore {
  readonly #database: MemoryDatabase
  readonly #session: Session

  constructor(database: MemoryDatabase, session: Session) {
    this.#database = database
    this.#session = session
  }

  dueWorkspaces(limit: number): Promise<string[]> {
    return call(this.#session, 'messages.dueWorkspaces', () => {
      const due = [...this.#database.messages.rows()].filter((message) => isSendable(this.#database, message))
      const ids = [...new Set(due.map((message) => message.workspaceId))]
      return shuffled(ids, () => this.#database.environment.random()).slice(0, limit)
    })
  }

  async claim(request: { workspaceIds: readonly string[]; limit: number }): Promise<MessageBatch | null> {
    await this.#session.request('messages.claim')
    const transaction = this.#database.begin(this.#session)
    try {
      const slotted = slotLate(this.#database, transaction, lockDueMessages(this.#database, transaction, request))
      const isEmpty = slotted.due.length + slotted.later.length === 0
      const batch = new MemoryMessageBatch(this.#database, transaction, slotted)
      if (isEmpty) transaction.rollback()
      await this.#session.reply('messages.claim')
      return isEmpty ? null : batch
    } catch (error) {
      transaction.rollback()
      throw error
    }
  }

  async record(records: readonly Recorded[], goOn?: GoOn): Promise<RecordReport> {
    const database = this.#database
    const transaction = database.begin(this.#session)
    try {
      return await recordOutcomes(database, transaction, { records, goOn })
    } catch (error) {
      throw raced(error)
    } finally {
      transaction.rollback()
    }
  }

  expireClaims(): Promise<number> {
    return this.#own('messages.expireClaims', (transaction) => transaction.commit(() => expireClaims(this.#database)))
  }

  settleUnknown(): Promise<number> {
    return this.#own('messages.settleUnknown', async (transaction) => {
      const ended = endedGraces(this.#database).filter(({ message }) =>
        transaction.tryLock(key.message(message.id), 'update'),
      )
      const runs = ended.flatMap(({ message, policy }) =>
        policy === 'skip' && message.runId ? [key.run(message.runId)] : [],
      )
      await transaction.lock(runs, 'update')
      return transaction.commit(() => endGraces(this.#database, ended))
    })
  }

  releaseLifted(): Promise<number> {
    return this.#own('messages.releaseLifted', (transaction) => transaction.commit(() => releaseHeld(this.#database)))
  }

  takeBack(attemptIds: readonly string[]): Promise<number> {
    return this.#own('messages.takeBack', (transaction) =>
      transaction.commit(() => takeBack(this.#database, attemptIds)),
    )
  }

  giveUp(attemptIds: readonly string[]): Promise<number> {
    return this.#own('messages.giveUp', (transaction) => transaction.commit(() => giveUp(this.#database, attemptIds)))
  }

  #own<Value>(operation: string, work: (transaction: MemoryTransaction) => Value | Promise<Value>): Promise<Value> {
    return ownTransaction({ database: this.#database, session: this.#session }, operation, work)
  }
}

class MemoryMessageBatch implements MessageBatch {
  readonly messages: readonly DueMessage[]
  readonly #database: MemoryDatabase
  readonly #transaction: MemoryTransaction
  readonly #slotted: Slotted

  constructor(database: MemoryDatabase, transaction: MemoryTransaction, slotted: Slotted) {
    this.#database = database
    this.#transaction = transaction
    this.#slotted = slotted
    this.messages = slotted.due.map((row) => dueMessageOf(database, row))
  }

  async commit(decided: readonly Decided[]): Promise<ClaimReport> {
    const transaction = this.#transaction
    try {
      await within(transaction, 'messages.write', () =>
        transaction.lock(runsOfDecisions(decided).map(key.run), 'update'),
      )
      return await committing(transaction, 'messages.commit', () => {
        putOff(this.#database, this.#slotted)
        return writeDecisions(this.#database, decided)
      })
    } catch (error) {
      throw raced(error)
    }
  }

  async release(): Promise<void> {
    this.#transaction.rollback()
  }
}
