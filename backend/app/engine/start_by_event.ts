import type { JsonObject } from '@soniarose/core'
import type { TriggerEvent } from '@soniarose/graph'
import { enterWorkflows, type Entry } from './enter_workflows.ts'
import type { EngineClient } from './pool.ts'

/** Something that happened to a contact and may start workflows. */
export interface StartingEvent {
  workspaceId: string
  contactId: string
  kind: TriggerEvent
  /** The tag, keyword, event name or segment id; '' for kinds without. Compared without regard to case. */
  key: string
  /** What templates see as `trigger`. */
  data: JsonObject
  /** Names the event, so that its repetition starts nothing; null: it can't be repeated. */
  triggerKey: string | null
}

interface TriggerRow {
  index: number
  workflow_id: string
  node_id: string
}

const TRIGGERS = {
  name: 'triggers_of_events',
  text: `
    SELECT x.index, t.workflow_id, t.node_id
    FROM json_to_recordset($1::json) AS x(index integer, "workspaceId" uuid, kind text, key text)
    JOIN workflow_triggers t ON t.workspace_id = x."workspaceId" AND t.kind = x.kind AND lower(t.key) = lower(x.key)
    JOIN workflows f ON f.id = t.workflow_id AND f.status IN ('live', 'paused')`,
}

/**
 * Starts the live workflows that wait for these events; a paused one only notes whom it would have let in. Call it in the transaction in which the events became true.
 * Ring `runs` after the commit when it returns more than 0.
 * @returns how many runs were started
 */
export async function startByEvent(client: EngineClient, events: readonly StartingEvent[]): Promise<number> {
  if (events.length === 0) return 0
  const keys = events.map(({ workspaceId, kind, key }, index) => ({ index, workspaceId, kind, key }))
  const { rows } = await client.query<TriggerRow>({ ...TRIGGERS, values: [JSON.stringify(keys)] })
  const entries = rows.flatMap((row) => {
    const event = events[row.index]
    return event ? [entryOf(event, row, events.length)] : []
  })
  const results = await enterWorkflows(client, entries)
  return results.filter((result) => result.runId !== null).length
}

/** More events than this at once are bulk, and must not delay replies. */
const BULK_FROM = 100

function entryOf(event: StartingEvent, trigger: TriggerRow, many: number): Entry {
  return {
    workflowId: trigger.workflow_id,
    contactId: event.contactId,
    nodeId: trigger.node_id,
    runId: null,
    parentRunId: null,
    trigger: { kind: event.kind, ...event.data },
    triggerKey: event.triggerKey && `${event.triggerKey}:${event.contactId}`,
    lane: many >= BULK_FROM ? 1 : 0,
  }
}
