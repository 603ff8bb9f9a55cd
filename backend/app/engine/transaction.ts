import type pg from 'pg'
import { asStoreError } from './pool.ts'

/** A wire that has swallowed a statement answers to this neither. */
const ROLLBACK = { text: 'ROLLBACK', query_timeout: 1_000 }

/**
 * A transaction that its holder commits or rolls back later. Whatever happens, its connection goes back to the pool
 * exactly once, and a broken one is thrown away.
 */
export class OpenTransaction {
  readonly client: pg.PoolClient
  #open = true
  #broken = false
  readonly #onError = (): void => {
    this.#broken = true
  }

  private constructor(client: pg.PoolClient) {
    this.client = client
    // A connection that is put out while it is held emits an error of its own, outside of any query.
    client.on('error', this.#onError)
  }

  /** @throws StoreUnavailable when there is no connection to be had */
  static async begin(pool: pg.Pool): Promise<OpenTransaction> {
    const client = await pool.connect().catch((error: unknown) => {
      throw asStoreError(error)
    })
    const transaction = new OpenTransaction(client)
    try {
      await client.query('BEGIN')
    } catch (error) {
      transaction.#end(true)
      throw asStoreError(error)
    }
    return transaction
  }

  /** @throws StoreUnavailable, or the server's error; the transaction is then rolled back */
  async commit(): Promise<void> {
    try {
      await this.client.query('COMMIT')
    } catch (error) {
      this.#end(true)
      throw asStoreError(error)
    }
    this.#end(this.#broken)
  }

  /** Gives up all that was written. Never throws; does nothing after the end. */
  async rollback(): Promise<void> {
    if (!this.#open) return
    try {
      await this.client.query(ROLLBACK)
    } catch {
      // The server rolls back by itself when the connection is gone.
      this.#broken = true
    }
    this.#end(this.#broken)
  }

  #end(destroy: boolean): void {
    if (!this.#open) return
    this.#open = false
    this.client.off('error', this.#onError)
    this.client.release(destroy)
  }
}

/**
 * Runs work in a transaction of its own.
 * @throws StoreUnavailable for what passes by itself, else whatever the work threw; nothing is then written
 */
export async function inTransaction<Value>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Value>,
): Promise<Value> {
  const transaction = await OpenTransaction.begin(pool)
  try {
    const value = await work(transaction.client)
    await transaction.commit()
    return value
  } catch (error) {
    await transaction.rollback()
    throw asStoreError(error)
  }
}
