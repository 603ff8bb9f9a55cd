import type pg from 'pg'
import type { EngineClient } from '../pool.ts'
import { startByEvent } from '../start_by_event.ts'
import { inTransaction } from '../transaction.ts'
import { notePresent, openWatch } from './note_present.ts'
import { segmentAudience } from './segment_audience.ts'

/** A segment is looked through this often; by many workers, in all. */
const EVERY_SECONDS = 5
/** Newcomers of one look: a million who enter at once are started in portions, too. */
const NEWCOMERS = 5_000

interface WatchedSegment {
  workspace_id: string
  workflow_id: string
  key: string
}

const DUE = `
  SELECT t.workspace_id, t.workflow_id, t.key
  FROM workflow_triggers t JOIN workflows f ON f.id = t.workflow_id AND f.status = 'live'
  WHERE t.kind = 'segment_entered' AND (t.checked_at IS NULL OR t.checked_at < clock_timestamp() - make_interval(secs => $1))
  ORDER BY t.checked_at NULLS FIRST LIMIT 5 FOR UPDATE OF t SKIP LOCKED`

/** All of one sandbox, also those looked through a moment ago, and waiting for a worker that is just at it. */
const OF_WORKSPACE = `
  SELECT t.workspace_id, t.workflow_id, t.key
  FROM workflow_triggers t JOIN workflows f ON f.id = t.workflow_id AND f.status = 'live'
  WHERE t.kind = 'segment_entered' AND t.workspace_id = $1 FOR UPDATE OF t`

const OF_WORKFLOW = `
  SELECT t.workspace_id, t.workflow_id, t.key FROM workflow_triggers t
  WHERE t.kind = 'segment_entered' AND t.workflow_id = $1`

/** What was left over has its next look as soon as the others have had theirs. */
const CHECKED = `
  UPDATE workflow_triggers SET checked_at = clock_timestamp() - CASE WHEN $3 THEN interval '${EVERY_SECONDS} seconds' ELSE interval '0' END
  WHERE workflow_id = $1 AND kind = 'segment_entered' AND key = $2`

// OFFSET 0 keeps these looked up by their keys, whatever a planner without statistics may think of joining them.
const leave = (condition: string): string => `
  DELETE FROM segment_members m
  WHERE m.workflow_id = $1 AND m.segment_id = $2
    AND NOT coalesce((SELECT (${condition}) FROM contacts c WHERE c.id = m.contact_id OFFSET 0), false)`

const enter = (condition: string): string => `
  INSERT INTO segment_members (workflow_id, segment_id, contact_id)
  SELECT $1, $2, c.id FROM contacts c
  WHERE c.workspace_id = $3 AND (${condition}) AND NOT EXISTS (
    SELECT FROM segment_members m WHERE m.workflow_id = $1 AND m.segment_id = $2 AND m.contact_id = c.id OFFSET 0)
  LIMIT ${NEWCOMERS}
  ON CONFLICT DO NOTHING RETURNING contact_id`

/** What a look came to. */
interface Looked {
  started: number
  /** There is more to note or to start. */
  more: boolean
}

/** Starts the workflows of contacts who have entered a segment since it was last looked through. @returns runs started */
export async function enterSegments(pool: pg.Pool): Promise<number> {
  const { started } = await inTransaction(pool, async (client) =>
    lookAll(client, (await client.query<WatchedSegment>(DUE, [EVERY_SECONDS])).rows),
  )
  return started
}

/** The same at once and to the end for one workspace: a sandbox's clock doesn't go on before. @returns runs started */
export async function enterSegmentsNow(pool: pg.Pool, workspaceId: string): Promise<number> {
  let all = 0
  for (let more = true; more;) {
    const looked = await inTransaction(pool, async (client) =>
      lookAll(client, (await client.query<WatchedSegment>(OF_WORKSPACE, [workspaceId])).rows),
    )
    all += looked.started
    more = looked.more
  }
  return all
}

/**
 * Begins to note who is in a workflow's segments as it is published, in that same transaction: whoever comes in
 * afterwards is a newcomer. One portion of the contacts is noted at once, in most workspaces all of them; the workers go
 * on with the rest. Until they are through, somebody of the rest who comes in by a change of an old contact counts as
 * having been there: nobody is texted by guess. A segment that an earlier version watched too goes on from where that
 * one was.
 */
export async function watchSegments(client: EngineClient, workflowId: string): Promise<void> {
  const { rows } = await client.query<WatchedSegment>(OF_WORKFLOW, [workflowId])
  for (const segment of rows) {
    const filter = await segmentAudience(client, segment.workspace_id, segment.key)
    if (filter === null) continue
    const watch = { ...segment, filter }
    if (!(await openWatch(client, watch)).isNoted) await notePresent(client, watch)
  }
}

async function lookAll(client: EngineClient, segments: readonly WatchedSegment[]): Promise<Looked> {
  const all = { started: 0, more: false }
  for (const segment of segments) {
    const { started, more } = await look(client, segment)
    await client.query(CHECKED, [segment.workflow_id, segment.key, more])
    all.started += started
    all.more ||= more
  }
  return all
}

async function look(client: EngineClient, segment: WatchedSegment): Promise<Looked> {
  const { workspace_id: workspaceId, workflow_id: workflowId, key } = segment
  const filter = await segmentAudience(client, workspaceId, key)
  if (filter === null) return { started: 0, more: false }
  const watch = { ...segment, filter }
  const { isNoted } = await openWatch(client, watch)
  // Nobody enters before all who were there are known.
  if (!isNoted && !(await notePresent(client, watch))) return { started: 0, more: true }
  await client.query(leave(filter.sql(3)), [workflowId, key, ...filter.values])
  const values = [workflowId, key, workspaceId, ...filter.values]
  const entered = await client.query<{ contact_id: string }>(enter(filter.sql(4)), values)
  const started = await startByEvent(
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
  return { started, more: entered.rows.length === NEWCOMERS }
}
