import pg from 'pg'
import { env } from '#app/core/env'

/** What can run a statement: the pool, or the transaction under way. */
export interface Db {
  /**
   * Runs one statement.
   * @param name keeps the statement prepared on its connection; for hot statements with a fixed text only
   */
  query<Row extends object>(sql: string, params?: readonly unknown[], name?: string): Promise<Row[]>
}

/** A transaction under way. */
export interface Tx extends Db {
  /** The connection itself, for code that takes one. */
  readonly client: pg.PoolClient
  /** Runs once the transaction is committed, and not at all when it is rolled back. */
  afterCommit(action: () => void): void
}

// Counts and byte sizes stay far below 2^53; a price has few digits. So both come as numbers, not texts.
const types = new pg.TypeOverrides()
types.setTypeParser(pg.types.builtins.INT8, Number)
types.setTypeParser(pg.types.builtins.NUMERIC, Number)

let shared: pg.Pool | null = null

/** The web process's one pool. A broken idle connection is logged and replaced, never fatal. */
export function pool(): pg.Pool {
  if (shared !== null) return shared
  shared = new pg.Pool({
    connectionString: env().databaseUrl,
    max: 12,
    idleTimeoutMillis: 5_000,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    application_name: 'soniarose-web',
    // A forgotten or frozen request must not hold locks that a webhook or the engine waits for.
    options: '-c statement_timeout=20s -c idle_in_transaction_session_timeout=15s -c lock_timeout=10s',
    types,
  })
  shared.on('error', (error) => process.stderr.write(`database connection lost: ${error.message}\n`))
  return shared
}

function statement(sql: string, params: readonly unknown[], name?: string): pg.QueryConfig {
  return name === undefined ? { text: sql, values: [...params] } : { name, text: sql, values: [...params] }
}

/** Statements outside a transaction, each on any free connection. */
export const db: Db = {
  async query<Row extends object>(sql: string, params: readonly unknown[] = [], name?: string) {
    const result = await pool().query<Row>(statement(sql, params, name))
    return result.rows
  },
}

/**
 * Runs `work` in one transaction: committed when it returns, rolled back when it throws.
 * @throws what `work` throws, and the database's own errors
 */
export async function transaction<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value> {
  const client = await pool().connect()
  const after: (() => void)[] = []
  const tx: Tx = {
    client,
    afterCommit: (action) => void after.push(action),
    async query<Row extends object>(sql: string, params: readonly unknown[] = [], name?: string) {
      const result = await client.query<Row>(statement(sql, params, name))
      return result.rows
    },
  }
  let broken: Error | undefined
  try {
    await client.query('BEGIN')
    const value = await work(tx)
    await client.query('COMMIT')
    for (const action of after) action()
    return value
  } catch (error) {
    await client.query('ROLLBACK').catch((lost: Error) => {
      broken = lost
    })
    throw error
  } finally {
    // A connection that could not even roll back is thrown away.
    client.release(broken)
  }
}

const MOST_ATTEMPTS = 3
const isDeadlock = (error: unknown): boolean => error instanceof pg.DatabaseError && error.code === '40P01'

/**
 * A transaction for what must not get lost: where Postgres ends it, because it and another one each wanted what the other
 * held, it is done again from its beginning. `work` leaves nothing behind outside of it.
 * @throws what `work` throws, and the database's own errors
 */
export async function insistentTransaction<Value>(work: (tx: Tx) => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction(work)
    } catch (error) {
      if (attempt === MOST_ATTEMPTS || !isDeadlock(error)) throw error
    }
  }
}

/** Ends all connections; for the end of the process and of tests. */
export async function closePool(): Promise<void> {
  const ending = shared
  shared = null
  await ending?.end()
}

/** Whether an error is Postgres's refusal of a duplicate, of one constraint when it is named. */
export function isDuplicate(error: unknown, constraint?: string): boolean {
  return (
    error instanceof pg.DatabaseError &&
    error.code === '23505' &&
    (constraint === undefined || error.constraint === constraint)
  )
}
