import type { BatchWrites, CommitReport, SendOffer } from '@soniarose/worker'
import { enterWorkflows } from '../enter_workflows.ts'
import type { EngineClient } from '../pool.ts'
import { childSettlement, settleWaits } from '../settle.ts'
import { writeContacts } from './write_contacts.ts'
import { writeMessages } from './write_messages.ts'
import { writeRuns, writeSteps } from './write_runs.ts'

const INSERT_EFFECTS = {
  name: 'insert_effects',
  text: `
    INSERT INTO effects (id, workspace_id, run_id, step_seq, node_id, kind, input)
    SELECT x.id, x."workspaceId", x."runId", x.seq, x."nodeId", x.kind, x.input
    FROM json_to_recordset($1::json) AS x(id uuid, "workspaceId" uuid, "runId" uuid, seq integer, "nodeId" text,
      kind text, input jsonb)`,
}

const INSERT_TIMELINE = {
  name: 'insert_timeline',
  text: `
    INSERT INTO timeline_events (workspace_id, contact_id, kind, summary, data, at)
    SELECT x."workspaceId", x."contactId", x.kind, x.summary, x.data, to_timestamp(x.at / 1000)
    FROM json_to_recordset($1::json) AS x("workspaceId" uuid, "contactId" uuid, kind text, summary text, data jsonb,
      at float8)`,
}

const HAND_OFF = {
  name: 'hand_off',
  text: `
    INSERT INTO conversations (contact_id, workspace_id, last_message_at, unread, handoff_at)
    SELECT DISTINCT ON (x."contactId") x."contactId", x."workspaceId", to_timestamp(x.at / 1000), 1,
      to_timestamp(x.at / 1000)
    FROM json_to_recordset($1::json) AS x("workspaceId" uuid, "contactId" uuid, at float8)
    ON CONFLICT (contact_id) DO UPDATE SET handoff_at = excluded.handoff_at, status = 'open',
      last_message_at = greatest(conversations.last_message_at, excluded.last_message_at),
      unread = conversations.unread + 1`,
}

/** Writes everything that a batch decided, in the transaction that holds its runs. */
export async function writeBatch(client: EngineClient, writes: BatchWrites, offer?: SendOffer): Promise<CommitReport> {
  const runIds = writes.runs.map((run) => run.id)
  await writeRuns(client, writes.runs)
  await writeSteps(client, writes.steps)
  const texts = await writeMessages(client, writes.messages, offer)
  await insertAll(client, INSERT_EFFECTS, writes.effects)
  await insertAll(client, INSERT_TIMELINE, writes.timeline)
  await insertAll(client, HAND_OFF, writes.handoffs)
  const started = await startChildren(client, writes)
  const settled = await settleWaits(
    client,
    writes.parents.map((parent) => childSettlement(parent.parentRunId, parent.childRunId, parent.status)),
  )
  const woken = await writeContacts(client, [...writes.contacts.values()], runIds)
  return {
    runs: writes.runs.length,
    steps: writes.steps.length,
    messages: texts.sendable,
    toSend: texts.toSend,
    effects: writes.effects.length,
    woken: started + settled + woken + texts.settledRuns + writes.runs.filter((run) => run.status === 'ready').length,
  }
}

async function insertAll(
  client: EngineClient,
  statement: { name: string; text: string },
  rows: readonly unknown[],
): Promise<void> {
  if (rows.length > 0) await client.query({ ...statement, values: [JSON.stringify(rows)] })
}

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const NIL_ID = '00000000-0000-0000-0000-000000000000'

/** A child that may not start must not leave its parent waiting. */
async function startChildren(client: EngineClient, writes: BatchWrites): Promise<number> {
  const children = writes.children.map((child) => ({ ...child, known: UUID.test(child.workflowId) }))
  const entries = children.map((child) => ({
    // A graph may name a workflow that never was; the nil id is nobody's, and so is told apart like a deleted one.
    workflowId: child.known ? child.workflowId : NIL_ID,
    contactId: child.contactId,
    nodeId: null,
    runId: child.id,
    parentRunId: child.parentRunId,
    trigger: { kind: 'workflow', runId: child.startedBy },
    triggerKey: null,
    lane: child.lane,
  }))
  const results = await enterWorkflows(client, entries)
  const refused = results.flatMap((result) =>
    result.reason && result.parentRunId && result.wantedRunId
      ? [childSettlement(result.parentRunId, result.wantedRunId, 'not_started')]
      : [],
  )
  await settleWaits(client, refused)
  return results.length
}
