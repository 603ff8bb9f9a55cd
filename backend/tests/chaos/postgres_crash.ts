import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { eventually } from '../support/processes.ts'

/** The process id of the server behind an address; null when it is not on this machine or not ours to end. */
export async function postmasterOf(db: pg.Pool): Promise<number | null> {
  const { rows } = await db.query<{ data_directory: string }>('SHOW data_directory')
  const file = join(rows[0]?.data_directory ?? '', 'postmaster.pid')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : null
}

/**
 * Keeps what one database commits although the server is about to crash: the tests' own server gives up waiting for its
 * disk, so that a crash would forget what it had promised.
 */
export async function makeDurable(db: pg.Pool): Promise<void> {
  const { rows } = await db.query<{ name: string }>('SELECT current_database() AS name')
  await db.query(`ALTER DATABASE "${rows[0]?.name ?? ''}" SET synchronous_commit = on`)
  // Connections that are open keep the former setting.
  await db.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  )
  await db.query('CHECKPOINT')
}

/**
 * Ends the server at once, as a power cut ends it: its clients hear nothing, what was open is gone. The launcher that runs
 * the tests brings it back on the same port.
 * @returns how long it was away, in milliseconds
 */
export async function crashPostgres(db: pg.Pool): Promise<number> {
  const postmaster = await postmasterOf(db)
  if (postmaster === null) throw new Error('the Postgres of the tests cannot be ended from here')
  const begun = performance.now()
  process.kill(postmaster, 'SIGQUIT')
  await eventually('Postgres is back', () => answers(db, postmaster), 30_000)
  return performance.now() - begun
}

async function answers(db: pg.Pool, former: number): Promise<boolean> {
  try {
    const now = await postmasterOf(db)
    return now !== null && now !== former
  } catch {
    // It is still away.
    return false
  }
}
