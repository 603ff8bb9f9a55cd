import type { MessageWrite } from '@soniarose/worker'
import type { EngineClient } from '../pool.ts'
import { allotSlots } from './allot_slots.ts'

const INSERT_MESSAGES = {
  name: 'insert_messages',
  text: `
    INSERT INTO messages (id, workspace_id, contact_id, run_id, step_seq, sender_id, created_at, send_after, lane, segments,
      direction, purpose, status, node_id, to_address, body, media)
    SELECT x.id, x."workspaceId", x."contactId", x."runId", x.seq, x."senderId", to_timestamp(x."createdAt" / 1000),
      to_timestamp(x."sendAfter" / 1000), x.lane, x.segments, 'outbound', 'workflow', 'planned', x."nodeId", x."to",
      x.body, x.media
    FROM json_to_recordset($1::json) AS x(
      id uuid, "workspaceId" uuid, "contactId" uuid, "runId" uuid, seq integer, "senderId" uuid, "createdAt" float8,
      "sendAfter" float8, lane smallint, segments smallint, "nodeId" text, "to" text, body text, media jsonb)`,
}

/**
 * Plans the texts of a batch, each with its sender's next slot.
 * @returns how many of them may be sent at once
 */
export async function writeMessages(client: EngineClient, messages: readonly MessageWrite[]): Promise<number> {
  if (messages.length === 0) return 0
  const slots = await allotSlots(client, messages)
  let sendable = 0
  const rows = messages.map((message) => {
    const sendAfter = slots.get(message.id) ?? message.createdAt
    if (sendAfter <= message.createdAt) sendable += 1
    const media = message.mediaIds.length > 0 ? message.mediaIds : null
    return { ...message, sendAfter, media, mediaIds: undefined }
  })
  await client.query({ ...INSERT_MESSAGES, values: [JSON.stringify(rows)] })
  return sendable
}
