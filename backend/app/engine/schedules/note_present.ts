import type { ContactFilter } from '../enroll.ts'
import type { EngineClient } from '../pool.ts'

/** A segment that a workflow watches for newcomers. */
export interface SegmentWatch {
  workspace_id: string
  workflow_id: string
  /** The segment's id. */
  key: string
  filter: ContactFilter
}

/** Contacts that are looked through in one transaction, whether they are in the segment or not. */
const PORTION = 20_000

const OPEN = `
  INSERT INTO segment_watches (workflow_id, segment_id) VALUES ($1, $2)
  ON CONFLICT (workflow_id, segment_id) DO UPDATE SET is_noted = segment_watches.is_noted RETURNING is_noted AS "isNoted"`

// Who was created since the watch began is no part of it, but a newcomer of the next look.
const note = (condition: string): string => `
  WITH page AS (
    SELECT c.id, coalesce((${condition}), false) AS inside
    FROM contacts c
    WHERE c.workspace_id = $3
      AND c.id > (SELECT noted_until FROM segment_watches WHERE workflow_id = $1 AND segment_id = $2)
      AND c.id < (SELECT began_at_id FROM segment_watches WHERE workflow_id = $1 AND segment_id = $2)
    ORDER BY c.id LIMIT ${PORTION}
  ), present AS (
    INSERT INTO segment_members (workflow_id, segment_id, contact_id) SELECT $1, $2, id FROM page WHERE inside
    ON CONFLICT DO NOTHING
  ), seen AS (
    SELECT count(*) AS n, (array_agg(id ORDER BY id DESC))[1] AS last FROM page
  )
  UPDATE segment_watches w SET noted_until = coalesce(seen.last, w.noted_until), is_noted = seen.n < ${PORTION}
  FROM seen WHERE w.workflow_id = $1 AND w.segment_id = $2 RETURNING w.is_noted AS "isNoted"`

/** Begins to watch a segment, if nobody has. @returns whether all who were in it then are noted */
export async function openWatch(client: EngineClient, watch: SegmentWatch): Promise<{ isNoted: boolean }> {
  const { rows } = await client.query<{ isNoted: boolean }>(OPEN, [watch.workflow_id, watch.key])
  return { isNoted: rows[0]?.isNoted ?? false }
}

/** Notes the next portion of those who were in the segment as its watch began. @returns whether that was the last one */
export async function notePresent(client: EngineClient, watch: SegmentWatch): Promise<boolean> {
  const { workspace_id: workspaceId, workflow_id: workflowId, key, filter } = watch
  const values = [workflowId, key, workspaceId, ...filter.values]
  const { rows } = await client.query<{ isNoted: boolean }>(note(filter.sql(4)), values)
  return rows[0]?.isNoted ?? true
}
