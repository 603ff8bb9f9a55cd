import type { Json, JsonObject, MessageOutcome, RunStatus, Signal } from '@soniarose/core'
import type { EngineClient } from './pool.ts'
import { nowOf } from './sql_now.ts'

/** The end of one run's wait, as far as it still waits for exactly this. */
export interface Settlement {
  runId: string
  waitKind: 'message' | 'effect' | 'child'
  waitKey: string
  signal: Signal
}

const SETTLE = {
  name: 'settle_waits',
  text: `
    UPDATE runs r SET
      signal = x.signal, status = 'ready', wait_until = coalesce(r.wait_until, r.wake_at, 'infinity'),
      wake_at = ${nowOf('r')}
    FROM json_to_recordset($1::json) AS x("runId" uuid, "waitKind" text, "waitKey" text, signal jsonb)
    WHERE r.id = x."runId"
      AND CASE WHEN r.status = 'waiting' THEN r.wait_kind = x."waitKind" AND r.wait_key = x."waitKey" AND r.signal IS NULL END`,
}

/**
 * Ends waits by what came from outside, each with one conditional update: of several things that could end a wait,
 * exactly one does. Ring `runs` after the commit when it returns more than 0.
 * @returns how many runs go on
 */
export async function settleWaits(client: EngineClient, settlements: readonly Settlement[]): Promise<number> {
  if (settlements.length === 0) return 0
  const { rowCount } = await client.query({ ...SETTLE, values: [JSON.stringify(settlements)] })
  return rowCount ?? 0
}

/** A text was taken by the provider, or will not go out. */
export function messageSettlement(
  runId: string,
  messageId: string,
  outcome: MessageOutcome,
  why: { reason?: string | null; errorCode?: number | null } = {},
): Settlement {
  const signal: Signal = {
    kind: 'message',
    key: messageId,
    outcome,
    reason: why.reason ?? undefined,
    errorCode: why.errorCode ?? undefined,
  }
  return { runId, waitKind: 'message', waitKey: messageId, signal }
}

/** A plugin or another server answered, or did not. */
export function effectSettlement(
  runId: string,
  effectId: string,
  result: { outcome: string; output?: Json; error?: { code: string; message: string } | undefined },
): Settlement {
  return { runId, waitKind: 'effect', waitKey: effectId, signal: { kind: 'effect', key: effectId, ...result } }
}

/** A workflow that the run waited for has ended, or could not be started. */
export function childSettlement(
  parentRunId: string,
  childRunId: string,
  status: RunStatus | 'not_started',
): Settlement {
  return {
    runId: parentRunId,
    waitKind: 'child',
    waitKey: childRunId,
    signal: { kind: 'child', key: childRunId, status },
  }
}

const SETTLE_BY_EVENT = `
  UPDATE runs r SET
    signal = $3::jsonb, status = 'ready', wait_until = coalesce(r.wait_until, r.wake_at, 'infinity'),
    wake_at = ${nowOf('r')}
  WHERE r.contact_id = $1 AND r.signal IS NULL AND (
    (r.status = 'waiting' AND r.wait_kind = 'event' AND r.wait_key = $2)
    OR (r.status = 'waiting' AND r.wait_kind IN ('time', 'reply', 'event') AND EXISTS (
      SELECT FROM workflow_versions v WHERE v.id = r.version_id AND (
        jsonb_path_exists(v.graph, '$.settings.exitRules[*] ? (@.event == $name)', jsonb_build_object('name', $2::text))
        OR jsonb_path_exists(v.graph, '$.nodes[*] ? (@.type == "goal" && @.data.event == $name)',
          jsonb_build_object('name', $2::text))))))`

/**
 * A custom event of a contact: ends the waits for it, and wakes the runs whose goal or exit rule it is.
 * @returns how many runs go on
 */
export async function settleByEvent(
  client: EngineClient,
  contactId: string,
  name: string,
  data: JsonObject,
): Promise<number> {
  const signal: Signal = { kind: 'event', key: name, data }
  const { rowCount } = await client.query(SETTLE_BY_EVENT, [contactId, name, JSON.stringify(signal)])
  return rowCount ?? 0
}
