import { CommandFailure } from '#app/terminal/command'
import { closePool, db, type Db } from '#app/core/db'
import { readEnv } from '#app/core/env'

/**
 * Runs a command's work with the database, and lets the process end afterwards.
 * @throws {CommandFailure} when a setting is wrong or missing
 */
export async function withDatabase<Value>(work: (db: Db) => Promise<Value>): Promise<Value> {
  const reading = readEnv(process.env)
  if (!reading.ok) throw new CommandFailure(reading.faults.join(' '))
  try {
    return await work(db)
  } finally {
    await closePool()
  }
}
