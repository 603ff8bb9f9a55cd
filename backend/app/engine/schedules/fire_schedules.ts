import type pg from 'pg'
import { enroll } from '../enroll.ts'
import { inTransaction } from '../transaction.ts'
import { nextOccurrence, parseRecurrence } from './recurrence.ts'
import { segmentAudience } from './segment_audience.ts'

interface DueTrigger {
  workspace_id: string
  workflow_id: string
  node_id: string
  key: string
  rrule: string | null
  next_at: Date | null
  now: Date
  time_zone: string | null
}

/** Due ones, and new ones whose first time is not known yet. */
const DUE = `
  SELECT t.workspace_id, t.workflow_id, t.node_id, t.key, t.data->>'rrule' AS rrule, t.next_at, now.at AS now,
    w.settings->>'timeZone' AS time_zone
  FROM workflow_triggers t
  JOIN workflows f ON f.id = t.workflow_id AND f.status = 'live'
  JOIN workspaces w ON w.id = t.workspace_id
  CROSS JOIN LATERAL (SELECT statement_timestamp() + w.clock_offset AS at) now
  WHERE t.kind = 'schedule' AND (t.next_at IS NULL OR t.next_at <= now.at) AND t.next_at IS DISTINCT FROM 'infinity'
  LIMIT 20 FOR UPDATE OF t SKIP LOCKED`

const SET_NEXT = `UPDATE workflow_triggers SET next_at = $4 WHERE workflow_id = $1 AND node_id = $2 AND key = $3`

/**
 * Enrols the segments of schedules whose time has come, and sets their next time. A time that was missed while no worker
 * ran is made up for once, not once for each.
 * @returns runs started
 */
export function fireSchedules(pool: pg.Pool): Promise<number> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<DueTrigger>(DUE)
    let started = 0
    for (const trigger of rows) {
      if (trigger.next_at !== null) started += await fire(client, trigger)
      const rule = parseRecurrence(trigger.rrule ?? '')
      const next = rule && nextOccurrence(rule, trigger.now.getTime(), trigger.time_zone ?? 'UTC')
      const at = next === null ? 'infinity' : new Date(next)
      await client.query(SET_NEXT, [trigger.workflow_id, trigger.node_id, trigger.key, at])
    }
    return started
  })
}

async function fire(client: pg.PoolClient, trigger: DueTrigger): Promise<number> {
  const filter = await segmentAudience(client, trigger.workspace_id, trigger.key)
  if (filter === null) return 0
  const at = trigger.next_at?.toISOString() ?? ''
  const result = await enroll(
    client,
    { workspaceId: trigger.workspace_id, workflowId: trigger.workflow_id },
    { filter },
    {
      nodeId: trigger.node_id,
      trigger: { kind: 'schedule', at },
      triggerKey: `schedule:${trigger.node_id}:${at}`,
    },
  )
  return result.ok ? result.value.enrolled : 0
}
