import { uuidv7 } from '@soniarose/core'
import type { MemoryEnvironment, Session } from '../environment.ts'
import { LockTable } from './locks.ts'
import { MemoryTransaction } from './memory_transaction.ts'
import type { Change, TableName } from './rows.ts'
import { Table } from './table.ts'
import { checkUnique } from './unique.ts'

/**
 * The tables of the engine in memory, with what Postgres promises of them: a transaction's writes are seen all at once
 * or never, rows can be held, and the clock is the database's. Single-threaded, so a block without `await` is atomic.
 */
export class MemoryDatabase {
  readonly environment: MemoryEnvironment
  readonly locks = new LockTable()
  readonly workspaces = this.#table('workspaces')
  readonly contacts = this.#table('contacts')
  readonly suppressions = this.#table('suppressions')
  readonly workflows = this.#table('workflows')
  readonly versions = this.#table('versions')
  readonly runs = this.#table('runs')
  readonly steps = this.#table('steps')
  readonly messages = this.#table('messages')
  readonly attempts = this.#table('attempts')
  readonly effects = this.#table('effects')
  readonly senders = this.#table('senders')
  readonly conversations = this.#table('conversations')
  readonly events = this.#table('events')
  readonly #open = new Set<MemoryTransaction>()
  readonly #listeners: ((changes: readonly Change[]) => void)[] = []
  #log: Change[] | null = null

  constructor(environment: MemoryEnvironment) {
    this.environment = environment
  }

  /** Now, by a workspace's clock. */
  now(workspaceId: string): number {
    return this.environment.now() + this.workspaces.need(workspaceId).clockOffset
  }

  /** A UUIDv7 of the database. */
  newId(): string {
    const bytes = Uint8Array.from({ length: 10 }, () => Math.floor(this.environment.random() * 256))
    return uuidv7(this.environment.now(), bytes)
  }

  begin(session: Session): MemoryTransaction {
    const transaction = new MemoryTransaction(this, session, () => this.#open.delete(transaction))
    this.#open.add(transaction)
    return transaction
  }

  /** The session's connections are gone: what it had open is rolled back. */
  disconnect(session: Session): void {
    for (const transaction of this.#open) if (transaction.session === session) transaction.end()
  }

  /** Runs a block of writes: all of them, or, when it throws, none. Inside another one it is a part of that. */
  atomically<Value>(work: () => Value): Value {
    if (this.#log) return work()
    const log: Change[] = []
    this.#log = log
    try {
      const value = work()
      this.#log = null
      for (const listener of this.#listeners) listener(log)
      return value
    } catch (error) {
      this.#log = null
      for (const change of log.reverse()) this.#restore(change)
      throw error
    }
  }

  /** Calls back after each commit with the rows that it changed, in order. */
  onCommit(listener: (changes: readonly Change[]) => void): void {
    this.#listeners.push(listener)
  }

  #table<Name extends TableName>(name: Name): Table<Name> {
    return new Table(name, (change) => this.#changed(change))
  }

  #changed(change: Change): void {
    if (!this.#log) for (const listener of this.#listeners) listener([change])
    else {
      this.#log.push(change)
      checkUnique(this, change)
    }
  }

  #restore({ table, before, after }: Change): void {
    const id = (before ?? after)?.id
    const rows: { restore(id: string, before: unknown): void } = this[table]
    if (id !== undefined) rows.restore(id, before)
  }
}
