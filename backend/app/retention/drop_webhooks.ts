import type pg from 'pg'
import type { Batch } from './archive_runs.ts'

const EVENTS_A_BATCH = 1_000

const dropSql = (whose: string): string => `
  DELETE FROM webhook_events WHERE id = ANY(ARRAY(
    SELECT id FROM webhook_events
    WHERE ${whose} AND id < (SELECT uuid_at(now() - make_interval(days => $1::integer)))
    ORDER BY id LIMIT ${EVENTS_A_BATCH} FOR UPDATE SKIP LOCKED))`

const OF_WORKSPACE = dropSql('workspace_id = $2::uuid')
const OF_NOBODY = dropSql('workspace_id IS NULL')

/** Drops some of the carrier's calls as they came in; with null, of those that no sender of ours was meant by. */
export async function dropWebhooks(client: pg.ClientBase, workspaceId: string | null, days: number): Promise<Batch> {
  const { rowCount } =
    workspaceId === null ? await client.query(OF_NOBODY, [days]) : await client.query(OF_WORKSPACE, [days, workspaceId])
  return { done: rowCount ?? 0, more: rowCount === EVENTS_A_BATCH }
}
