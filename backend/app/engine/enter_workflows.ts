import type { Lane } from '@soniarose/worker'
import type { JsonObject } from '@soniarose/core'
import { enterSql } from './enter_sql.ts'
import type { EngineClient } from './pool.ts'

/** One contact that should enter one workflow. */
export interface Entry {
  workflowId: string
  contactId: string
  /** The trigger node; null: the workflow's first. */
  nodeId: string | null
  /** The new run's id; null: any. */
  runId: string | null
  parentRunId: string | null
  /** What templates see as `trigger`. */
  trigger: JsonObject | null
  /** The same key starts a workflow once. */
  triggerKey: string | null
  lane: Lane
}

/** Why a contact did not enter. */
export type SkipReason =
  | 'not_published'
  | 'workflow_paused'
  | 'unknown_contact'
  | 'opted_out'
  | 'already_entered'
  | 'under_way'
  | 'too_soon'

export interface EntryResult {
  workflowId: string
  contactId: string
  runId: string | null
  parentRunId: string | null
  /** The id that the run was to have. */
  wantedRunId: string | null
  reason: SkipReason | null
}

const SOURCE = `
  SELECT "workflowId" AS workflow_id, "contactId" AS contact_id, "nodeId" AS node_id, "runId" AS run_id,
    "parentRunId" AS parent_run_id, trigger, "triggerKey" AS trigger_key, lane
  FROM json_to_recordset($1::json) AS x("workflowId" uuid, "contactId" uuid, "nodeId" text, "runId" uuid,
    "parentRunId" uuid, trigger jsonb, "triggerKey" text, lane smallint)`

const ENTER = {
  name: 'enter_workflows',
  text: enterSql(
    SOURCE,
    `SELECT j.workflow_id AS "workflowId", j.contact_id AS "contactId", e.id AS "runId", j.parent_run_id AS "parentRunId",
       j.run_id AS "wantedRunId",
       CASE WHEN e.id IS NULL THEN coalesce(j.reason, 'already_entered') END AS reason
     FROM judged j
     LEFT JOIN entered e ON e.workflow_id = j.workflow_id AND e.contact_id = j.contact_id
       AND (j.run_id IS NULL OR j.run_id = e.id)`,
  ),
}

/** Starts runs for a list of contacts and workflows, in the caller's transaction. One result for each entry. */
export async function enterWorkflows(client: EngineClient, entries: readonly Entry[]): Promise<EntryResult[]> {
  if (entries.length === 0) return []
  const { rows } = await client.query<EntryResult>({ ...ENTER, values: [JSON.stringify(entries)] })
  return rows
}
