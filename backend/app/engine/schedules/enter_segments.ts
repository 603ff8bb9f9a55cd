import type pg from 'pg'
import type { EngineClient } from '../pool.ts'
import { startByEvent } from '../start_by_event.ts'
import { inTransaction } from '../transaction.ts'
import { segmentAudience } from './segment_audience.ts'

/** A segment is looked through this often; by many workers, in all. */
const EVERY_SECONDS = 5

interface WatchedSegment {
  workspace_id: string
  workflow_id: string
  key: string
  /** Looked through for the first time: who is in it already does not enter. */
  is_new: boolean
}

const DUE = `
  SELECT t.workspace_id, t.workflow_id, t.key, t.checked_at IS NULL AS is_new
  FROM workflow_triggers t JOIN workflows f ON f.id = t.workflow_id AND f.status = 'live'
  WHERE t.kind = 'segment_entered' AND (t.checked_at IS NULL OR t.checked_at < clock_timestamp() - make_interval(secs => $1))
  ORDER BY t.checked_at NULLS FIRST LIMIT 5 FOR UPDATE OF t SKIP LOCKED`

/** All of one sandbox, also those looked through a moment ago, and waiting for a worker that is just at it. */
const OF_WORKSPACE = `
  SELECT t.workspace_id, t.workflow_id, t.key, t.checked_at IS NULL AS is_new
  FROM workflow_triggers t JOIN workflows f ON f.id = t.workflow_id AND f.status = 'live'
  WHERE t.kind = 'segment_entered' AND t.workspace_id = $1 FOR UPDATE OF t`

/** Of one workflow. A segment that an earlier version watched too goes on from where that one was. */
const OF_WORKFLOW = `
  SELECT t.workspace_id, t.workflow_id, t.key,
    NOT EXISTS (SELECT FROM segment_members m WHERE m.workflow_id = t.workflow_id AND m.segment_id = t.key::uuid) AS is_new
  FROM workflow_triggers t
  WHERE t.kind = 'segment_entered' AND t.workflow_id = $1
    AND EXISTS (SELECT FROM segments s WHERE s.workspace_id = t.workspace_id AND s.id::text = t.key)`

const CHECKED = `UPDATE workflow_triggers SET checked_at = clock_timestamp() WHERE workflow_id = $1 AND kind = 'segment_entered' AND key = $2`

const leave = (condition: string): string => `
  DELETE FROM segment_members m USING contacts c
  WHERE m.workflow_id = $1 AND m.segment_id = $2 AND c.id = m.contact_id AND NOT coalesce((${condition}), false)`

const enter = (condition: string): string => `
  INSERT INTO segment_members (workflow_id, segment_id, contact_id)
  SELECT $1, $2, c.id FROM contacts c WHERE c.workspace_id = $3 AND (${condition})
  ON CONFLICT DO NOTHING RETURNING contact_id`

/** Starts the workflows of contacts who have entered a segment since it was last looked through. @returns runs started */
export function enterSegments(pool: pg.Pool): Promise<number> {
  return inTransaction(pool, async (client) =>
    lookAll(client, (await client.query<WatchedSegment>(DUE, [EVERY_SECONDS])).rows),
  )
}

/** The same at once for one workspace: a sandbox's clock doesn't go on before. @returns runs started */
export function enterSegmentsNow(pool: pg.Pool, workspaceId: string): Promise<number> {
  return inTransaction(pool, async (client) =>
    lookAll(client, (await client.query<WatchedSegment>(OF_WORKSPACE, [workspaceId])).rows),
  )
}

/**
 * Notes who is in a workflow's segments as it is published, in that same transaction: whoever comes in afterwards is a
 * newcomer, however soon.
 */
export async function watchSegments(client: EngineClient, workflowId: string): Promise<void> {
  const { rows } = await client.query<WatchedSegment>(OF_WORKFLOW, [workflowId])
  await lookAll(client, rows)
}

async function lookAll(client: EngineClient, segments: readonly WatchedSegment[]): Promise<number> {
  let started = 0
  for (const segment of segments) started += await look(client, segment)
  return started
}

async function look(client: EngineClient, segment: WatchedSegment): Promise<number> {
  const { workspace_id: workspaceId, workflow_id: workflowId, key } = segment
  await client.query(CHECKED, [workflowId, key])
  const filter = await segmentAudience(client, workspaceId, key)
  if (filter === null) return 0
  await client.query(leave(filter.sql(3)), [workflowId, key, ...filter.values])
  const entered = await client.query<{ contact_id: string }>(enter(filter.sql(4)), [
    workflowId,
    key,
    workspaceId,
    ...filter.values,
  ])
  if (segment.is_new) return 0
  return startByEvent(
    client,
    entered.rows.map((row) => ({
      workspaceId,
      contactId: row.contact_id,
      kind: 'segment_entered' as const,
      key,
      data: { segmentId: key },
      triggerKey: null,
    })),
  )
}
