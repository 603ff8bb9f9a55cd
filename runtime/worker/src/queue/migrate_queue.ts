import { runMigrations, type PgQueryable } from 'bullmq'

/** BullMQ's tables live beside ours, in a schema of their own. */
export const QUEUE_SCHEMA = 'bullmq'

/**
 * Creates or updates BullMQ's own tables. Idempotent, under BullMQ's own advisory lock.
 * @param client a connected Postgres client of a role that may create schemas
 */
export async function migrateQueue(client: PgQueryable): Promise<void> {
  await runMigrations(client, QUEUE_SCHEMA)
}
