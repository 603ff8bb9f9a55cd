import { StoreUnavailable } from '@soniarose/worker'
import pg from 'pg'

/** Any number that no other program on the same database uses: whoever holds it is the one who keeps the tables. */
const UPKEEP_LOCK = 6_275_012

/**
 * Upkeep waits for nobody longer than the time in which nobody notices, because all others queue behind its wish for a
 * lock. What does not get it is tried again a minute later.
 */
const SESSION = {
  lock_timeout: '200ms',
  statement_timeout: '10s',
  idle_in_transaction_session_timeout: '5s',
  timezone: 'UTC',
  // Rows are found by their index, however many the planner takes them for.
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
}

/**
 * Does upkeep on a connection of its own, unless another process is at it.
 * @returns null when another one is
 * @throws StoreUnavailable without a connection, else what the work throws; the lock ends in any case
 */
export async function withUpkeepSession<Value>(
  databaseUrl: string,
  work: (client: pg.Client) => Promise<Value>,
): Promise<Value | null> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'soniarose upkeep',
    connectionTimeoutMillis: 5_000,
    options: Object.entries(SESSION)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  })
  // The statement under way rejects as well; without a listener the process would end.
  client.on('error', () => undefined)
  await client.connect().catch((error: unknown) => {
    throw new StoreUnavailable('There is no connection for the upkeep.', { cause: error })
  })
  try {
    const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [UPKEEP_LOCK])
    return rows[0]?.mine === true ? await work(client) : null
  } finally {
    await client.end()
  }
}

/** Runs work in a transaction: written when it returns, given up when it throws. */
export async function atOnce<Value>(client: pg.ClientBase, work: () => Promise<Value>): Promise<Value> {
  await client.query('BEGIN')
  try {
    const value = await work()
    await client.query('COMMIT')
    return value
  } catch (error) {
    // A connection that is gone has rolled back already, and its own error says more.
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

const LOCK_NOT_AVAILABLE = '55P03'
const TRIES = 20
const PAUSE_MS = 150

/**
 * As {@link atOnce}, for work that needs a table for itself for a moment: others pass between two tries.
 * @returns whether it was done; false when the table was in use each time
 */
export async function inQuietMoment(client: pg.ClientBase, work: () => Promise<void>): Promise<boolean> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    try {
      await atOnce(client, work)
      return true
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.code !== LOCK_NOT_AVAILABLE) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * (0.5 + Math.random())))
  }
  return false
}
