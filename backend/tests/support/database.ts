import { randomBytes } from 'node:crypto'
import { applyMigrations } from '#app/core/migrate'
import pg from 'pg'

const server = process.env.DATABASE_URL ?? ''

/** The server's address with another database in it. */
function addressOf(name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

async function asAdmin<Value>(work: (client: pg.Client) => Promise<Value>, url = server): Promise<Value> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

let template: Promise<string> | null = null

/** One migrated database for this process; each test's own is a copy of it, which takes some 50 ms. */
async function makeTemplate(): Promise<string> {
  const name = `template_${randomBytes(6).toString('hex')}`
  await asAdmin((client) => client.query(`CREATE DATABASE ${name}`))
  await applyMigrations(addressOf(name))
  return name
}

export interface TestDatabase {
  url: string
  drop(): Promise<void>
}

/** A fresh, migrated database of its own. */
export async function createDatabase(): Promise<TestDatabase> {
  template ??= makeTemplate()
  const source = await template
  const name = `test_${randomBytes(6).toString('hex')}`
  await asAdmin((client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${source}`))
  return {
    url: addressOf(name),
    drop: () => asAdmin(async (client) => void (await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))),
  }
}

/** One statement in a test's database, for what no route brings about. */
export async function runSql(url: string, sql: string, values: unknown[] = []): Promise<void> {
  await asAdmin((client) => client.query(sql, values), url)
}
