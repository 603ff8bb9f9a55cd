import type { EngineClient } from '../pool.ts'
import { IN_POOL, poolOrder } from '../pool_order.ts'

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

interface LimitedSender {
  id: string
  workspace_id: string
  is_default: boolean
  per_second: number
  next_slot: number | null
}

const LIMITED_SENDERS = {
  name: 'limited_senders',
  text: `
    SELECT id, workspace_id, is_default, segments_per_second::float8 AS per_second,
      extract(epoch FROM next_slot_at)::float8 * 1000 AS next_slot
    FROM senders WHERE workspace_id = ANY($1::uuid[]) AND segments_per_second IS NOT NULL
    ORDER BY id FOR NO KEY UPDATE`,
}

const MOVE_SLOTS = {
  name: 'move_slots',
  text: `
    UPDATE senders s SET next_slot_at = to_timestamp(x."nextSlot" / 1000)
    FROM json_to_recordset($1::json) AS x(id uuid, "nextSlot" float8) WHERE s.id = x.id`,
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
  const next = new Map<string, number>()
  for (const request of requests) {
    const wanted = request.senderId ?? own.get(request.contactId)
    const sender = rows.find((row) =>
      wanted ? row.id === wanted : row.is_default && row.workspace_id === request.workspaceId,
    )
    if (!sender) continue
    const slot = Math.max(request.createdAt, next.get(sender.id) ?? sender.next_slot ?? 0)
    slots.set(request.id, slot)
    next.set(sender.id, slot + (request.segments * 1000) / sender.per_second)
  }
  const moved = [...next].map(([id, nextSlot]) => ({ id, nextSlot }))
  if (moved.length > 0) await client.query({ ...MOVE_SLOTS, values: [JSON.stringify(moved)] })
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
