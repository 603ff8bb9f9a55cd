import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { createEnginePool } from '#app/engine/pool'
import { applyMigrations } from '#app/core/migrate'

export interface BenchDatabase {
  url: string
  /** With the engine's session settings. */
  pool: pg.Pool
  drop(): Promise<void>
}

/** A fresh, migrated database of its own on the benchmark's server. */
export async function createBenchDatabase(serverUrl: string): Promise<BenchDatabase> {
  const name = `bench_${randomBytes(5).toString('hex')}`
  await asAdmin(serverUrl, `CREATE DATABASE ${name}`)
  const address = new URL(serverUrl)
  address.pathname = `/${name}`
  await applyMigrations(address.href)
  const pool = createEnginePool({
    databaseUrl: address.href,
    name: 'soniarose bench',
    max: 12,
    onError: () => undefined,
  })
  return {
    url: address.href,
    pool,
    drop: async () => {
      await pool.end()
      await asAdmin(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}

async function asAdmin(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
