import type { Session } from '../environment.ts'
import { StoreUnavailable } from '../../ports/store_unavailable.ts'
import type { LockMode } from './locks.ts'
import type { MemoryDatabase } from './memory_database.ts'

/** As the engine's connections are set: a transaction whose client is silent for longer is put out. */
export const IDLE_MS = 5_000
/** Postgres looks for a deadlock after a second; that or the lock time-out ends every wait. */
const LOCK_WAIT_MS = 1_000

/** A transaction of one session: the locks that it holds, and its one commit. */
export class MemoryTransaction {
  readonly session: Session
  readonly #database: MemoryDatabase
  readonly #ended: () => void
  #isOpen = true
  /** Its client has given it up, and its commit is still on the way. */
  #isLeft = false
  #stopIdling: () => void = () => undefined
  #stopWaiting: () => void = () => undefined

  constructor(database: MemoryDatabase, session: Session, ended: () => void) {
    this.#database = database
    this.session = session
    this.#ended = ended
    this.#idle()
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Locks a row if nobody stands in the way. */
  tryLock(key: string, mode: LockMode): boolean {
    return this.#isOpen && this.#database.locks.tryTake(this, key, mode)
  }

  /** Waits for rows. @throws StoreUnavailable after too long, or when the transaction was put out; it is then rolled back */
  async lock(keys: readonly string[], mode: LockMode): Promise<void> {
    this.#assertOpen()
    if (keys.every((key) => this.#database.locks.isFree(this, key, mode))) {
      for (const key of keys) this.tryLock(key, mode)
      return
    }
    this.#stopIdling()
    const isGranted = await this.#waitFor(keys, mode)
    if (!isGranted) this.rollback()
    this.#assertOpen()
    this.#idle()
  }

  /** A statement of the client came in. @throws StoreUnavailable when the transaction has been put out meanwhile */
  touch(): void {
    this.#assertOpen()
    this.#idle()
  }

  /** Writes all of a block and ends. @throws what the block throws; nothing is then written */
  commit<Value>(work: () => Value): Value {
    this.#assertOpen()
    try {
      return this.#database.atomically(work)
    } finally {
      this.end()
    }
  }

  /** The client hears no more of it: what it sent last arrives later, unless the database has ended the transaction by then. */
  commitLater(ms: number, work: () => unknown): void {
    if (!this.#isOpen) return
    this.#isLeft = true
    this.#database.environment.after(ms, () => {
      if (!this.#isOpen) return
      try {
        this.commit(work)
      } catch {
        // Nobody is there to hear that it was refused.
      }
    })
  }

  /** The client ends it without writing. Does nothing after the end. */
  rollback(): void {
    if (!this.#isLeft) this.end()
  }

  /** The database ends it: what is not committed is not written. */
  end(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#stopIdling()
    this.#stopWaiting()
    this.#database.locks.releaseAll(this)
    this.#ended()
  }

  #assertOpen(): void {
    if (!this.#isOpen) throw new StoreUnavailable('terminating connection due to idle-in-transaction timeout')
  }

  #idle(): void {
    this.#stopIdling()
    this.#stopIdling = this.#database.environment.after(IDLE_MS, () => this.end())
  }

  #waitFor(keys: readonly string[], mode: LockMode): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isGranted: boolean): void => {
        giveUp()
        stopAlarm()
        this.#stopWaiting = () => undefined
        resolve(isGranted)
      }
      let giveUp = (): void => undefined
      const stopAlarm = this.#database.environment.after(LOCK_WAIT_MS, () => end(false))
      this.#stopWaiting = () => end(false)
      giveUp = this.#database.locks.wait({ holder: this, keys, mode }, () => end(true))
    })
  }
}

/** Names of locks. */
export const key = {
  run: (id: string) => `run ${id}`,
  contact: (id: string) => `contact ${id}`,
  message: (id: string) => `message ${id}`,
  effect: (id: string) => `effect ${id}`,
  sender: (id: string) => `sender ${id}`,
}
