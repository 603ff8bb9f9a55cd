import { cancelMessages } from './cancel_messages.ts'
import { exitRuns } from './exit_runs.ts'
import type { EngineClient } from './pool.ts'
import { noteToldBlock } from './toll_free_block.ts'

/** Somebody does not want to be texted any more. */
export interface StopOrder {
  workspaceId: string
  /** E.164. The opt-out is the number's. */
  phone: string
  /** The contact with that number, where the caller knows it. */
  contactId?: string | null
  /** `stop`: the contact's own text. `opt_out`: told in any other way. */
  kind: 'stop' | 'opt_out'
  /** `sms`, `api`, `twilio-21610`, … */
  source: string
  /** What was written, as evidence. */
  text: string | null
  /** When it was said, on the workspace's clock, ISO 8601 where it is text; absent: now. */
  at?: Date | string | null
  actor?: string | null
  ip?: string | null
  messageId?: string | null
  /**
   * Our toll-free number that the STOP was texted to, or whose text the carrier refuses: its network blocks it until START
   * is texted to the same one.
   */
  tollFree?: string | null
}

export interface StopReport {
  contactId: string | null
  exitedRuns: number
  canceledMessages: number
}

/** The contact first: a send's claim holds it for share, so this waits until that claim is committed. */
const OPT_OUT = {
  name: 'opt_out_contact',
  text: `
  UPDATE contacts SET opt_in_status = 'opted_out', updated_at = date_trunc('milliseconds', workspace_now($1))
  WHERE workspace_id = $1 AND phone = $2 RETURNING id`,
}

const SUPPRESS = {
  name: 'suppress_number',
  text: `
  INSERT INTO suppressions AS s (workspace_id, phone, reason, source, at, toll_free)
  VALUES ($1, $2, 'opted_out', $3, coalesce($4::timestamptz, date_trunc('milliseconds', workspace_now($1))), array_remove(ARRAY[$5::text], NULL))
  ON CONFLICT (workspace_id, phone) DO UPDATE SET reason = excluded.reason, source = excluded.source, at = excluded.at,
    toll_free = array_remove(s.toll_free, $5::text) || excluded.toll_free`,
}

const RECORD_CONSENT = {
  name: 'record_opt_out',
  text: `
  INSERT INTO consents (workspace_id, contact_id, phone, status, source, wording, ip, actor, message_id, at)
  VALUES ($1, $2, $3, 'opted_out', $4, $5, $6, $7, $8, coalesce($9::timestamptz, date_trunc('milliseconds', workspace_now($1))))`,
}

const RECORD_EVENT = {
  name: 'record_stop',
  text: `
  INSERT INTO compliance_events (workspace_id, contact_id, phone, kind, source, text, message_id, at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, coalesce($8::timestamptz, date_trunc('milliseconds', workspace_now($1))))`,
}

/**
 * Applies an opt-out at once, in the caller's transaction: when that commits, no send to this number begins any more,
 * its planned texts are canceled and its runs have ended. Applied twice, it only leaves a second line of evidence.
 * @throws a serialisation failure (SQLSTATE 40P01) in rare cases; the caller then repeats its transaction
 */
export async function applyStop(client: EngineClient, order: StopOrder): Promise<StopReport> {
  const { workspaceId, phone, source, text } = order
  const at = order.at ?? null
  const messageId = order.messageId ?? null
  const { rows } = await client.query<{ id: string }>({ ...OPT_OUT, values: [workspaceId, phone] })
  const contactId = rows[0]?.id ?? null
  await client.query({ ...SUPPRESS, values: [workspaceId, phone, source, at, order.tollFree ?? null] })
  await client.query({
    ...RECORD_EVENT,
    values: [workspaceId, contactId, phone, order.kind, source, text, messageId, at],
  })
  if (order.tollFree && order.kind === 'opt_out')
    await noteToldBlock(client, { workspaceId, contactId, phone, source, messageId }, order.tollFree)
  if (contactId === null) return { contactId, exitedRuns: 0, canceledMessages: 0 }
  await client.query({
    ...RECORD_CONSENT,
    values: [workspaceId, contactId, phone, source, text, order.ip ?? null, order.actor ?? null, messageId, at],
  })
  const ending = { status: 'exited', reason: 'opted_out', detail: { source, text } } as const
  const exited = await exitRuns(client, { contactId }, ending)
  // After the runs: a text that the engine was just planning is committed by now, and seen by this statement.
  const canceledMessages = await cancelMessages(client, { contactId }, 'opted_out')
  // A run that began while the others were waited for may just have lost its text, and would wait for it for ever.
  const late = await exitRuns(client, { contactId }, ending)
  return { contactId, exitedRuns: exited.length + late.length, canceledMessages }
}
