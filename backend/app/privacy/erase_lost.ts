import type { Recorded } from '@soniarose/worker'
import type { EngineClient } from '#app/engine/pool'

const ERASE_LOST = `
  INSERT INTO provider_erasures (message_sid, workspace_id, account_sid)
  SELECT x.sid, s.workspace_id, s.account_sid
  FROM json_to_recordset($1::json) AS x(id uuid, sid text, "senderId" uuid) JOIN senders s ON s.id = x."senderId"
  WHERE NOT EXISTS (SELECT FROM messages m WHERE m.id = x.id)
  ON CONFLICT DO NOTHING`

/** Texts that were on their way as their contact was erased: the provider took them after all, and is to delete them. */
export async function eraseLost(
  client: EngineClient,
  known: readonly Recorded[],
  written: ReadonlySet<string>,
): Promise<void> {
  const lost = known.flatMap(({ text, outcome }) =>
    outcome.sid && !written.has(text.messageId)
      ? [{ id: text.messageId, sid: outcome.sid, senderId: text.senderId }]
      : [],
  )
  if (lost.length > 0) await client.query(ERASE_LOST, [JSON.stringify(lost)])
}
