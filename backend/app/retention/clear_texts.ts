import type pg from 'pg'
import type { Batch } from './archive_runs.ts'
import { atOnce } from './upkeep_session.ts'

const TEXTS_A_BATCH = 500
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

/**
 * The next texts in the order of their ids, up to the first that is not old enough. What has not come to its end yet, and
 * what a consent or an opt-out rests on, is passed over.
 */
const look = `
  WITH batch AS (
    SELECT id, created_at, status FROM messages
    WHERE workspace_id = $1 AND id > coalesce((SELECT texts_until FROM retention_progress WHERE workspace_id = $1), '${FIRST_ID}')
    ORDER BY id LIMIT ${TEXTS_A_BATCH}
  ), young AS (
    SELECT id FROM batch WHERE created_at >= (SELECT workspace_now($1) - make_interval(months => $2::integer)) ORDER BY id LIMIT 1
  )
  SELECT batch.id, batch.status NOT IN ('planned', 'held', 'sending', 'unknown')
      AND NOT EXISTS (SELECT FROM consents c WHERE c.message_id = batch.id)
      AND NOT EXISTS (SELECT FROM compliance_events e WHERE e.message_id = batch.id) AS clearable
  FROM batch WHERE batch.id < ALL (SELECT id FROM young) ORDER BY batch.id`

const clear = `
  WITH emptied AS (
    SELECT id, provider_sid, media FROM messages WHERE id = ANY($1::uuid[]) AND cleared_at IS NULL FOR UPDATE
  ), raw AS (
    DELETE FROM webhook_events w USING emptied e WHERE w.kind = 'message' AND w.event_key = e.provider_sid
  ), pictures AS (
    -- Their files go with the next sweep of expired media.
    UPDATE media_assets a SET expires_at = now()
    FROM emptied e CROSS JOIN LATERAL jsonb_path_query(e.media, '$[*].mediaId') picture
    WHERE a.origin = 'inbound' AND a.id::text = picture #>> '{}'
  )
  UPDATE messages m SET body = '', media = NULL, cleared_at = workspace_now(m.workspace_id) FROM emptied e WHERE m.id = e.id`

const noteProgress = `
  INSERT INTO retention_progress (workspace_id, texts_until) VALUES ($1, $2)
  ON CONFLICT (workspace_id) DO UPDATE SET texts_until = excluded.texts_until`

/**
 * Empties the words and pictures of some texts that are old enough. The rows stay: they prove who was texted when, and
 * what let the text out.
 */
export async function clearTexts(client: pg.ClientBase, workspaceId: string, months: number): Promise<Batch> {
  return atOnce(client, async () => {
    const { rows } = await client.query<{ id: string; clearable: boolean }>(look, [workspaceId, months])
    const last = rows.at(-1)
    if (last === undefined) return { done: 0, more: false }
    const ids = rows.filter((row) => row.clearable).map((row) => row.id)
    if (ids.length > 0) await client.query(clear, [ids])
    await client.query(noteProgress, [workspaceId, last.id])
    return { done: ids.length, more: rows.length === TEXTS_A_BATCH }
  })
}
