import type { EngineClient } from '../pool.ts'
import { IN_POOL, poolOrder } from '../pool_order.ts'
import { LIMITED_SENDER_COLUMNS, SlotBook, type LimitedSender } from './slot_book.ts'

/** A text that wants a slot. */
export interface SlotRequest {
  id: string
  workspaceId: string
  contactId: string
  senderId: string | null
  segments: number
  /** Epoch milliseconds of the workspace's clock: not before. */
  createdAt: number
}

const LIMITED_SENDERS = {
  name: 'limited_senders',
  text: `
    SELECT ${LIMITED_SENDER_COLUMNS}
    FROM senders WHERE workspace_id = ANY($1::uuid[]) AND segments_per_second IS NOT NULL
    ORDER BY id FOR NO KEY UPDATE`,
}

/**
 * Gives each text of a sender with a limit its moment, by segments, so that the limit costs no polling later.
 * @returns the moment of each text that has one; senders without a limit need none
 */
export async function allotSlots(client: EngineClient, requests: readonly SlotRequest[]): Promise<Map<string, number>> {
  const slots = new Map<string, number>()
  const workspaceIds = [...new Set(requests.map((request) => request.workspaceId))]
  const { rows } = await client.query<LimitedSender>({ ...LIMITED_SENDERS, values: [workspaceIds] })
  if (rows.length === 0) return slots
  const own = await ownSenders(client, requests)
  const book = new SlotBook(rows)
  for (const request of requests) {
    const wanted = request.senderId ?? own.get(request.contactId)
    const sender = rows.find((row) =>
      wanted ? row.id === wanted : row.is_default && row.workspace_id === request.workspaceId,
    )
    if (!sender) continue
    slots.set(request.id, book.take(sender, { segments: request.segments, notBefore: request.createdAt }))
  }
  await book.close(client)
  return slots
}

/** The senders that contacts know us by, or will. */
async function ownSenders(client: EngineClient, requests: readonly SlotRequest[]): Promise<Map<string, string>> {
  const { rows } = await client.query<{ id: string; sender_id: string }>(
    `SELECT c.id, coalesce(c.sender_id, t.sender_id, s.id) AS sender_id
     FROM contacts c
     LEFT JOIN conversations t ON t.contact_id = c.id
     LEFT JOIN LATERAL (
       SELECT own.id FROM senders own WHERE own.workspace_id = c.workspace_id AND ${IN_POOL} ORDER BY ${poolOrder('c.id')} LIMIT 1
     ) s ON true
     WHERE c.id = ANY($1::uuid[])`,
    [[...new Set(requests.map((request) => request.contactId))]],
  )
  return new Map(rows.map((row) => [row.id, row.sender_id]))
}
