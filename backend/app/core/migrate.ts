import { Application } from '@adonisjs/core/app'
import { Emitter } from '@adonisjs/core/events'
import { Logger } from '@adonisjs/core/logger'
import { Database } from '@adonisjs/lucid/database'
import { MigrationRunner } from '@adonisjs/lucid/migration'
import { migrateQueue } from '@soniarose/worker/queue'
import pg from 'pg'

const BACKEND = new URL('../../', import.meta.url)
/** Any number that no other program on the same database uses; Lucid and BullMQ have locks of their own inside it. */
const MIGRATION_LOCK = 6_275_011

/**
 * Brings a database up to date: Lucid's migrations into `public`, BullMQ's into the schema `bullmq`. Safe to call from
 * several processes at once: the second waits for the first and then finds nothing to do.
 * @param databaseUrl a Postgres URL of a role that may create schemas
 * @returns the names of the migrations that were applied now
 * @throws when a migration fails (its transaction is rolled back) or the database can't be reached
 */
export async function applyMigrations(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'soniarose migrate' })
  client.on('error', () => undefined) // The query under way rejects as well; without a listener the process would end.
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    const applied = await migrateLucid(databaseUrl)
    await migrateQueue(client)
    return applied
  } finally {
    await client.end()
  }
}

async function migrateLucid(databaseUrl: string): Promise<string[]> {
  const app = new Application(BACKEND, { environment: 'console' })
  app.rcContents({})
  await app.init()
  const logger = new Logger({ enabled: false })
  const connection = {
    client: 'pg' as const,
    connection: { connectionString: databaseUrl },
    pool: { min: 0, max: 2 },
    migrations: { paths: ['database/migrations'], naturalSort: true },
  }
  const config = { connection: 'postgres', connections: { postgres: connection } }
  const database = new Database(config, logger, new Emitter(app))
  try {
    // Our own lock already covers both kinds of migration, and Lucid's would fail at once instead of waiting.
    const runner = new MigrationRunner(database, app, { direction: 'up', dryRun: false, disableLocks: true })
    await runner.run()
    if (runner.error) throw runner.error
    const files = Object.values(runner.migratedFiles)
    return files.filter((file) => file.status === 'completed').map((file) => file.file.name)
  } finally {
    await database.manager.closeAll()
  }
}
