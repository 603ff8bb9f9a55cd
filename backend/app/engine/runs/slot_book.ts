import type { EngineClient } from '../pool.ts'

/** A sender with a rate. Senders of one 10DLC campaign share a meter: more numbers give no more throughput. */
export interface LimitedSender {
  id: string
  workspace_id: string
  is_default: boolean
  per_second: number
  /** Epoch milliseconds of the workspace's clock. */
  next_slot: number | null
  meter: string
}

export const LIMITED_SENDER_COLUMNS = `
  id, workspace_id, is_default, segments_per_second::float8 AS per_second,
  extract(epoch FROM next_slot_at)::float8 * 1000 AS next_slot, workspace_id || ':' || coalesce(campaign, id::text) AS meter`

const MOVE_SLOTS = {
  name: 'move_slots',
  text: `
    UPDATE senders s SET next_slot_at = to_timestamp(x."nextSlot" / 1000)
    FROM json_to_recordset($1::json) AS x(id uuid, "nextSlot" float8) WHERE s.id = x.id`,
}

/** Hands out the moments of senders with a rate, each by the segments of the text before; the rows must be locked. */
export class SlotBook {
  readonly #senders: readonly LimitedSender[]
  readonly #next = new Map<string, number>()

  constructor(senders: readonly LimitedSender[]) {
    this.#senders = senders
  }

  /** @param notBefore epoch milliseconds. @returns the text's moment */
  take(sender: LimitedSender, { segments, notBefore }: { segments: number; notBefore: number }): number {
    const slot = Math.max(notBefore, this.#nextOf(sender.meter))
    this.#next.set(sender.meter, slot + (segments * 1000) / sender.per_second)
    return slot
  }

  /** Writes how far each meter has come, to all the senders that share it. */
  async close(client: EngineClient): Promise<void> {
    const moved = this.#senders.flatMap(({ id, meter }) => {
      const nextSlot = this.#next.get(meter)
      return nextSlot === undefined ? [] : [{ id, nextSlot }]
    })
    if (moved.length > 0) await client.query({ ...MOVE_SLOTS, values: [JSON.stringify(moved)] })
  }

  #nextOf(meter: string): number {
    const known = this.#next.get(meter)
    if (known !== undefined) return known
    return Math.max(0, ...this.#senders.map((each) => (each.meter === meter ? (each.next_slot ?? 0) : 0)))
  }
}
