import type { Recorded } from '@soniarose/worker'
import { twilioError } from '@soniarose/messaging'
import type { EngineClient } from '../pool.ts'

const SUPPRESS = {
  name: 'suppress_numbers',
  text: `
    INSERT INTO suppressions (workspace_id, phone, reason, source, at)
    SELECT DISTINCT ON (x."workspaceId", x.phone) x."workspaceId", x.phone, x.reason, x.source,
      date_trunc('milliseconds', workspace_now(x."workspaceId"))
    FROM json_to_recordset($1::json) AS x("workspaceId" uuid, phone text, reason text, source text)
    ON CONFLICT DO NOTHING`,
}

/** As a STOP does: a claim that holds the contact is committed first, and none begins that has not seen this. */
const LOCK_RECIPIENTS = {
  name: 'lock_recipients',
  text: `
    SELECT FROM contacts c JOIN json_to_recordset($1::json) AS x("workspaceId" uuid, phone text)
      ON c.workspace_id = x."workspaceId" AND c.phone = x.phone
    ORDER BY c.id FOR NO KEY UPDATE OF c`,
}

/** Numbers that the provider says must not, or can't, be texted again. */
export async function suppressNumbers(client: EngineClient, records: readonly Recorded[]): Promise<void> {
  const rows = records
    .filter((record) => record.effect === 'suppress' && record.outcome.code != null)
    .map(({ text, outcome }) => ({
      workspaceId: text.workspaceId,
      phone: text.to,
      reason: twilioError(outcome.code ?? 0).title,
      source: `twilio-${outcome.code}`,
    }))
  if (rows.length === 0) return
  await client.query({ ...LOCK_RECIPIENTS, values: [JSON.stringify(rows)] })
  await client.query({ ...SUPPRESS, values: [JSON.stringify(rows)] })
}

const PAUSE = {
  name: 'pause_senders',
  text: `
    UPDATE senders s SET paused_at = clock_timestamp(), pause_reason = x.reason
    FROM json_to_recordset($1::json) AS x(id uuid, reason text) WHERE s.id = x.id AND s.paused_at IS NULL`,
}

/** Senders that can't send until somebody mends what the provider complains of. */
export async function pauseSenders(client: EngineClient, records: readonly Recorded[]): Promise<void> {
  const rows = records
    .filter((record) => record.effect === 'pause_sender')
    .map(({ text, outcome }) => ({ id: text.senderId, reason: twilioError(outcome.code ?? 0).explanation }))
  if (rows.length > 0) await client.query({ ...PAUSE, values: [JSON.stringify(rows)] })
}
