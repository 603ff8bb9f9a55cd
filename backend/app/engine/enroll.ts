import type { JsonObject } from '@soniarose/core'
import { enterSql } from './enter_sql.ts'
import type { SkipReason } from './enter_workflows.ts'
import type { EngineClient } from './pool.ts'

/** A condition over `contacts c`, as SQL. */
export interface ContactFilter {
  /** Writes the condition, its own parameters numbered from the given one on. */
  sql: (firstParameter: number) => string
  values: readonly unknown[]
}

export type Audience = { contactIds: readonly string[] } | { filter: ContactFilter }

export interface Enrolment {
  enrolled: number
  /** At most 10,000 of them. */
  skipped: { contactId: string; reason: SkipReason }[]
}

/** What starts the runs, where it is not a person or the API. */
export interface EnrolStart {
  /** The trigger node; absent: a manual trigger, or else the first. */
  nodeId?: string
  /** What templates see as `trigger`. */
  trigger?: JsonObject
  /** The same key starts a contact once. */
  triggerKey?: string
}

export type EnrolResult =
  | { ok: true; value: Enrolment }
  | { ok: false; error: 'not_found' | 'not_published' | 'paused' }

interface EnrolRow {
  enrolled: number
  skipped: Enrolment['skipped'] | null
}

// EXCEPT, not a join: it hashes whatever the planner thinks of joins.
const ANSWER = `
  SELECT (SELECT count(*) FROM entered)::integer AS enrolled,
    (SELECT json_agg(json_build_object('contactId', s.contact_id, 'reason', s.reason)) FROM (
      SELECT contact_id, reason FROM judged WHERE reason IS NOT NULL
      UNION ALL
      SELECT raced.contact_id, 'already_entered'
      FROM (SELECT contact_id FROM judged WHERE reason IS NULL EXCEPT SELECT contact_id FROM entered) raced
      LIMIT 10000) s) AS skipped`

/** From this many on, an enrolment is bulk: replies and single enrolments go before it. */
const BULK_FROM = 100

/**
 * Starts runs of a published workflow for given contacts or for all that fit a filter, in one statement. Ring `runs`
 * after the commit.
 * @param client a transaction of the caller, or a pool
 */
export async function enroll(
  client: EngineClient,
  { workspaceId, workflowId }: { workspaceId: string; workflowId: string },
  audience: Audience,
  start: EnrolStart = {},
): Promise<EnrolResult> {
  const refusal = await refusalOf(client, workspaceId, workflowId)
  if (refusal) return { ok: false, error: refusal }
  const { text, values } = audienceSql({ workspaceId, workflowId, start }, audience)
  const { rows } = await client.query<EnrolRow>(enterSql(text, ANSWER), values)
  const row = rows[0]
  return { ok: true, value: { enrolled: row?.enrolled ?? 0, skipped: row?.skipped ?? [] } }
}

interface Target {
  workspaceId: string
  workflowId: string
  start: EnrolStart
}

function audienceSql(
  { workspaceId, workflowId, start }: Target,
  audience: Audience,
): { text: string; values: unknown[] } {
  const lane = 'contactIds' in audience && audience.contactIds.length < BULK_FROM ? 0 : 1
  const head = `
    SELECT $1::uuid AS workflow_id, a.id AS contact_id, coalesce($2::text, t.node_id) AS node_id, NULL::uuid AS run_id,
      NULL::uuid AS parent_run_id, $3::jsonb AS trigger, $4::text || ':' || a.id AS trigger_key, ${lane}::smallint AS lane`
  // A manual trigger is meant for exactly this; without one, the run begins at the workflow's first trigger.
  const tail = `LEFT JOIN LATERAL (
    SELECT node_id FROM workflow_triggers WHERE workflow_id = $1::uuid AND kind = 'manual' LIMIT 1) t ON true`
  const values = [
    workflowId,
    start.nodeId ?? null,
    start.trigger ? JSON.stringify(start.trigger) : null,
    start.triggerKey ?? null,
  ]
  if ('contactIds' in audience) {
    return {
      text: `${head} FROM (SELECT DISTINCT unnest($5::uuid[]) AS id) a ${tail}`,
      values: [...values, audience.contactIds],
    }
  }
  const people = `SELECT c.id FROM contacts c WHERE c.workspace_id = $5::uuid AND (${audience.filter.sql(6)})`
  return { text: `${head} FROM (${people}) a ${tail}`, values: [...values, workspaceId, ...audience.filter.values] }
}

async function refusalOf(
  client: EngineClient,
  workspaceId: string,
  workflowId: string,
): Promise<'not_found' | 'not_published' | 'paused' | null> {
  const { rows } = await client.query<{ status: string; published_version_id: string | null }>(
    'SELECT status, published_version_id FROM workflows WHERE id = $1 AND workspace_id = $2',
    [workflowId, workspaceId],
  )
  const flow = rows[0]
  if (!flow) return 'not_found'
  if (flow.status === 'paused') return 'paused'
  return flow.published_version_id && flow.status === 'live' ? null : 'not_published'
}
