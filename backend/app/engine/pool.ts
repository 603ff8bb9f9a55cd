import { StoreUnavailable } from '@soniarose/worker'
import pg from 'pg'

export type EngineClient = Pick<pg.ClientBase, 'query'>

export interface EnginePoolOptions {
  databaseUrl: string
  /** Shown in pg_stat_activity. */
  name: string
  max: number
  /** Called for a connection that broke while nobody used it. */
  onError: (error: Error) => void
  /** After so many milliseconds without an answer to a statement its connection counts as gone. */
  silenceMs?: number
}

/**
 * What every connection of the engine is told at its start. A worker that freezes inside a transaction is put out by
 * the server after 5 s, so that its locks end and its late commit fails. All of the engine's statements go through an
 * index; the planner must not choose otherwise while a fresh table has no statistics.
 */
const SESSION = {
  idle_in_transaction_session_timeout: '5s',
  lock_timeout: '4s',
  statement_timeout: '30s',
  jit: 'off',
  // Statements are planned once for each connection. The planner would else plan those with an array of ids anew each
  // time, as it takes one id for cheaper than the ten that it reckons with.
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  timezone: 'UTC',
}

/** The server ends every statement after 30 s, so a wire that has been silent for longer has swallowed it. */
const SILENCE_MS = 32_000

/** A pool of connections with the engine's settings. The caller ends it. */
export function createEnginePool(options: EnginePoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    application_name: options.name,
    max: options.max,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 5_000,
    query_timeout: options.silenceMs ?? SILENCE_MS,
    options: Object.entries(SESSION)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  })
  // Without a listener the first restart of Postgres would end the process.
  pool.on('error', options.onError)
  // A connection that breaks tells so more than once, also after its holder has let it go.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** SQLSTATE classes that blame the data: an exception of a value, a broken constraint, a limit. */
const BLAMES_DATA = /^(22|23|54)/

/**
 * Tells a store that is away, busy or not as it should be from data that can never be written. Only the latter may cost
 * a run its life: a statement that a half-migrated database refuses is refused for every run alike.
 */
export function asStoreError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StoreUnavailable) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const isSqlState = /^[0-9A-Z]{5}$/.test(code) && 'severity' in error
  // Errors without an SQLSTATE come from the connection itself: refused, reset, timed out, terminated.
  const isAway = isSqlState ? !BLAMES_DATA.test(code) : isConnectionError(error, code)
  return isAway ? new StoreUnavailable(error.message, { cause: error }) : error
}

function isConnectionError(error: Error, code: string): boolean {
  return /^E[A-Z]+$/.test(code) || /connection|timeout|terminated|not queryable|closed/i.test(error.message)
}
