import type { EngineClient } from '../pool.ts'

/** A sender with a rate. Senders of one 10DLC campaign share a meter: more numbers give no more throughput. */
export interface LimitedSender {
  id: string
  workspace_id: string
  is_default: boolean
  per_second: number
  /** Epoch milliseconds of the workspace's clock, as all times here. */
  next_slot: number | null
  late_since: number | null
  late_until: number | null
  meter: string
}

export const LIMITED_SENDER_COLUMNS = `
  id, workspace_id, is_default, segments_per_second::float8 AS per_second,
  extract(epoch FROM next_slot_at)::float8 * 1000 AS next_slot, extract(epoch FROM late_since)::float8 * 1000 AS late_since,
  extract(epoch FROM late_until)::float8 * 1000 AS late_until, workspace_id || ':' || coalesce(campaign, id::text) AS meter`

const MOVE_SLOTS = {
  name: 'move_slots',
  text: `
    UPDATE senders s SET next_slot_at = to_timestamp(x."nextSlot" / 1000),
      late_since = coalesce(to_timestamp(x."lateSince" / 1000), s.late_since),
      late_until = coalesce(to_timestamp(x."lateUntil" / 1000), s.late_until)
    FROM json_to_recordset($1::json) AS x(id uuid, "nextSlot" float8, "lateSince" float8, "lateUntil" float8) WHERE s.id = x.id`,
}

/** A text is claimed within a second or two of its turn; so much later nobody was there to claim it. */
export const LATE_MS = 5_000
/** A sender that is behind by less is let be: each text of a long queue would be moved for it. */
export const BLINK_MS = 1_000

/** How far a rate has been given away. */
interface Meter {
  /** The next slot of a text that is being planned: behind all that have one. */
  next: number
  /** Since when late texts have been given slots; 0: never. */
  since: number
  /** Until when these take all of the rate. */
  until: number
  isMoved: boolean
  /** Late texts have been given slots here. */
  isCatchingUp: boolean
}

/** A text whose turn has passed, or is taken by one whose turn had. */
export interface LateText {
  segments: number
  /** Epoch milliseconds, whole. */
  now: number
  /** Its turn has passed. */
  isLate: boolean
  /** When it got that turn from here; null: when it was planned. */
  slottedAt: number | null
}

/** Hands out the moments of senders with a rate, each by the segments of the text before; the rows must be locked. */
export class SlotBook {
  readonly #senders: readonly LimitedSender[]
  readonly #meters = new Map<string, Meter>()

  constructor(senders: readonly LimitedSender[]) {
    this.#senders = senders
  }

  /** @param notBefore epoch milliseconds. @returns the text's moment */
  take(sender: LimitedSender, { segments, notBefore }: { segments: number; notBefore: number }): number {
    const meter = this.#meterOf(sender.meter)
    const slot = Math.max(notBefore, meter.next)
    meter.next = slot + (segments * 1000) / sender.per_second
    meter.isMoved = true
    return slot
  }

  /**
   * A slot for a late text: before all that have one already, who in their turn come here and move up behind it. So the
   * whole queue is as late as its oldest text, and nobody goes to the end of it. What is planned from now on goes behind.
   * @returns the text's moment
   */
  catchUp(sender: LimitedSender, { segments, now, isLate, slottedAt }: LateText): number {
    const meter = this.#meterOf(sender.meter)
    // Late once more since it was put off: nobody has sent since, so all that was given away then is late by as much.
    const isMissed = isLate && slottedAt !== null && slottedAt >= meter.since
    if (isMissed || meter.until <= now) Object.assign(meter, { since: now, until: now })
    const took = (segments * 1000) / sender.per_second
    const slot = meter.until
    meter.until = slot + took
    // The turn of a late text was nobody's, and so the end of the queue moves by it.
    if (isLate) meter.next = Math.max(meter.next, now) + took
    meter.next = Math.max(meter.next, meter.until)
    meter.isMoved = true
    meter.isCatchingUp = true
    return slot
  }

  /** Whether late texts that have just been given slots take the turn of one that has none of these. */
  overtakes(sender: LimitedSender, { now, slottedAt }: Pick<LateText, 'now' | 'slottedAt'>): boolean {
    const meter = this.#meterOf(sender.meter)
    return meter.isCatchingUp && meter.until > now && (slottedAt === null || slottedAt < meter.since)
  }

  /** Writes how far each meter has come, to all the senders that share it. */
  async close(client: EngineClient): Promise<void> {
    const moved = this.#senders.flatMap(({ id, meter }) => {
      const came = this.#meters.get(meter)
      if (!came?.isMoved) return []
      const late = came.since > 0 ? { lateSince: came.since, lateUntil: came.until } : {}
      return [{ id, nextSlot: came.next, ...late }]
    })
    if (moved.length > 0) await client.query({ ...MOVE_SLOTS, values: [JSON.stringify(moved)] })
  }

  #meterOf(name: string): Meter {
    const known = this.#meters.get(name)
    if (known !== undefined) return known
    const sharing = this.#senders.filter((each) => each.meter === name)
    const meter = {
      next: Math.max(0, ...sharing.map((each) => each.next_slot ?? 0)),
      since: Math.max(0, ...sharing.map((each) => Math.round(each.late_since ?? 0))),
      until: Math.max(0, ...sharing.map((each) => each.late_until ?? 0)),
      isMoved: false,
      isCatchingUp: false,
    }
    this.#meters.set(name, meter)
    return meter
  }
}
