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

/** Numbers that the provider says must not, or can't, be texted again, each with the code that says so. */
export async function suppressNumbers(
  client: EngineClient,
  told: readonly { workspaceId: string; phone: string; code: number }[],
): Promise<void> {
  if (told.length === 0) return
  const rows = told.map(({ code, ...number }) => ({
    ...number,
    reason: twilioError(code).title,
    source: `twilio-${code}`,
  }))
  await client.query({ ...LOCK_RECIPIENTS, values: [JSON.stringify(rows)] })
  await client.query({ ...SUPPRESS, values: [JSON.stringify(rows)] })
}

const PAUSE = {
  name: 'pause_senders',
  text: `
    UPDATE senders s SET paused_at = clock_timestamp(), pause_reason = x.reason
    FROM json_to_recordset($1::json) AS x(id uuid, reason text) WHERE s.id = x.id AND s.paused_at IS NULL`,
}

/** Senders that can't send until somebody mends what the provider complains of, each with the code that says so. */
export async function pauseSenders(
  client: EngineClient,
  told: readonly { senderId: string; code: number }[],
): Promise<void> {
  if (told.length === 0) return
  const rows = told.map(({ senderId, code }) => ({ id: senderId, reason: twilioError(code).explanation }))
  await client.query({ ...PAUSE, values: [JSON.stringify(rows)] })
}
