import { transaction } from '#app/core/db'
import { startByEvent } from '#app/engine/start_by_event'
import { pokeRuns } from '#app/engine/poke_runs'
import type { ImportRow } from '#app/imports/read_row'

/** What an import does beside storing rows. */
export interface ImportOrder {
  workspaceId: string
  importId: string
  onExisting: 'update' | 'skip'
  tags: string[]
  consent: { source: string; wording: string; at: string } | null
  /** Who imports: kept with the consent. */
  actor: string
}

interface StoredRow {
  id: string
  created: boolean
  updated: boolean
}

/**
 * One statement for a whole batch. Who opted out stays opted out, whatever the file says; a number that said STOP comes
 * back opted out. A consent lifts only those who are pending.
 */
const store = `
  WITH moment AS (SELECT workspace_now($1) AS now),
  given AS (
    SELECT x.*, (SELECT array_agg(DISTINCT t) FROM unnest(x.tags || $3::text[]) t) AS all_tags,
           EXISTS (SELECT FROM suppressions s WHERE s.workspace_id = $1 AND s.phone = x.phone) AS suppressed
      FROM jsonb_to_recordset($2) AS x(phone text, "firstName" text, "lastName" text, email text, "timeZone" text, tags text[], attributes jsonb)
  ), stored AS (
    INSERT INTO contacts AS c (workspace_id, phone, first_name, last_name, email, time_zone, tags, attributes, opt_in_status, created_at, updated_at)
    SELECT $1, phone, "firstName", "lastName", email, "timeZone", coalesce(all_tags, '{}'), attributes,
           CASE WHEN suppressed THEN 'opted_out' WHEN $5 THEN 'opted_in' ELSE 'pending' END, now, now
      FROM given, moment
    ON CONFLICT (workspace_id, phone) DO UPDATE
      SET first_name = coalesce(excluded.first_name, c.first_name), last_name = coalesce(excluded.last_name, c.last_name),
          email = coalesce(excluded.email, c.email), time_zone = coalesce(excluded.time_zone, c.time_zone),
          tags = ARRAY(SELECT DISTINCT t FROM unnest(c.tags || excluded.tags) t),
          attributes = c.attributes || excluded.attributes,
          opt_in_status = CASE WHEN c.opt_in_status = 'pending' THEN excluded.opt_in_status ELSE c.opt_in_status END,
          updated_at = excluded.updated_at
      WHERE $4 = 'update'
    RETURNING id, phone, opt_in_status, tags, old.id IS NULL AS created, old.opt_in_status AS before
  ), named AS (
    INSERT INTO tags (workspace_id, name) SELECT DISTINCT $1::uuid, unnest(tags) FROM stored ON CONFLICT DO NOTHING
  ), proof AS (
    INSERT INTO consents (workspace_id, contact_id, phone, status, source, wording, actor, at)
    SELECT $1, id, phone, 'opted_in', $6, $7, $8, $9::timestamptz FROM stored
     WHERE $5 AND opt_in_status = 'opted_in' AND before IS DISTINCT FROM 'opted_in'
  ), evidence AS (
    INSERT INTO compliance_events (workspace_id, contact_id, phone, kind, source, text, at)
    SELECT $1, id, phone, 'opt_in', $6, $7, now FROM stored, moment
     WHERE $5 AND opt_in_status = 'opted_in' AND before IS DISTINCT FROM 'opted_in'
  ), noted AS (
    INSERT INTO timeline_events (workspace_id, contact_id, kind, summary, data, at)
    SELECT $1, id, 'imported', CASE WHEN created THEN 'Imported' ELSE 'Updated by an import' END, jsonb_build_object('importId', $10::text), now
      FROM stored, moment
  )
  SELECT id, created, NOT created AS updated FROM stored`

/** Stores a batch of rows whose numbers differ, and starts what a new contact or tag starts. */
export async function storeRows(
  order: ImportOrder,
  rows: readonly ImportRow[],
): Promise<{ created: number; updated: number }> {
  const { workspaceId, consent } = order
  return transaction(async (tx) => {
    const stored = await tx.query<StoredRow>(store, [
      workspaceId,
      JSON.stringify(rows),
      order.tags,
      order.onExisting,
      consent !== null,
      consent?.source ?? null,
      consent?.wording ?? null,
      order.actor,
      consent?.at ?? null,
      order.importId,
    ])
    const fresh = stored.filter((row) => row.created)
    await pokeRuns(
      tx.client,
      stored.filter((row) => row.updated).map((row) => row.id),
    )
    await startByEvent(
      tx.client,
      fresh.flatMap(({ id }) => {
        const about = { workspaceId, contactId: id, triggerKey: null }
        return [
          { ...about, kind: 'contact_created' as const, key: '', data: {} },
          ...order.tags.map((tag) => ({ ...about, kind: 'tag_added' as const, key: tag, data: { tag } })),
        ]
      }),
    )
    return { created: fresh.length, updated: stored.length - fresh.length }
  })
}
