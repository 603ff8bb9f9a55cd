import { isTollFree } from '@soniarose/messaging'
import type { EngineClient } from './pool.ts'

/** A text of somebody who had opted out. */
interface Said {
  workspaceId: string
  contactId: string
  /** Theirs. */
  phone: string
  /** Ours, that it was texted to. */
  to: string
  source: string
  text: string
  at: Date
  messageId: string
}

const LIFT = `
  UPDATE suppressions SET toll_free = array_remove(toll_free, $3) WHERE workspace_id = $1 AND phone = $2
  RETURNING toll_free AS blocked`

/**
 * Lifts the block of the toll-free number that START was texted to.
 * @returns our toll-free numbers that their network still blocks for this person: each takes a START of its own
 */
export async function blockedStill(client: EngineClient, { workspaceId, phone, to }: Said): Promise<string[]> {
  const { rows } = await client.query<{ blocked: string[] }>(LIFT, [workspaceId, phone, to])
  return rows[0]?.blocked ?? []
}

const PHONES = 'SELECT id, phone FROM senders WHERE id = ANY($1::uuid[]) AND phone IS NOT NULL'

/** Which of these senders are toll-free numbers: the number of each, by sender. One that a service chooses isn't known. */
export async function tollFreeNumbers(
  client: EngineClient,
  senderIds: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await client.query<{ id: string; phone: string }>(PHONES, [senderIds])
  return new Map(rows.filter((row) => isTollFree(row.phone)).map((row) => [row.id, row.phone]))
}

const NOTE = `
  INSERT INTO compliance_events (workspace_id, contact_id, phone, kind, source, text, message_id, at)
  VALUES ($1, $2, $3, 'suppressed', $4, $5, $6, $7)`

/** Says in the compliance log, and so on the timeline, why a word that elsewhere opts in did not. */
export async function noteBlocked(client: EngineClient, said: Said, numbers: readonly string[]): Promise<void> {
  const { workspaceId, contactId, phone, source, messageId, at } = said
  const text = `still opted out after “${said.text.trim()}”: only START or UNSTOP, texted to ${numbers.join(' and ')}, lifts the block of a toll-free number`
  await client.query(NOTE, [workspaceId, contactId, phone, source, text, messageId, at])
}

const NOTE_TOLD = `
  INSERT INTO compliance_events (workspace_id, contact_id, phone, kind, source, text, message_id, at)
  VALUES ($1, $2, $3, 'suppressed', $4, $5, $6, date_trunc('milliseconds', workspace_now($1)))`

/** Says in the compliance log what the carrier has told of a toll-free number of ours, and what alone changes it. */
export async function noteToldBlock(
  client: EngineClient,
  told: { workspaceId: string; contactId: string | null; phone: string; source: string; messageId: string | null },
  number: string,
): Promise<void> {
  const { workspaceId, contactId, phone, source, messageId } = told
  const text = `the carrier refuses texts from ${number}: only START or UNSTOP, texted to ${number}, lifts the block of a toll-free number`
  await client.query(NOTE_TOLD, [workspaceId, contactId, phone, source, text, messageId])
}
