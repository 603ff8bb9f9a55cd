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

const NOTE = `
  INSERT INTO compliance_events (workspace_id, contact_id, phone, kind, source, text, message_id, at)
  VALUES ($1, $2, $3, 'suppressed', $4, $5, $6, $7)`

/** Says in the compliance log, and so on the timeline, why a word that elsewhere opts in did not. */
export async function noteBlocked(client: EngineClient, said: Said, numbers: readonly string[]): Promise<void> {
  const { workspaceId, contactId, phone, source, messageId, at } = said
  const text = `still opted out after “${said.text.trim()}”: only START or UNSTOP, texted to ${numbers.join(' and ')}, lifts the block of a toll-free number`
  await client.query(NOTE, [workspaceId, contactId, phone, source, text, messageId, at])
}
