import type { EngineClient } from '../pool.ts'
import { LIMITED_SENDER_COLUMNS, SlotBook, type LimitedSender } from '../runs/slot_book.ts'
import type { ClaimedTextRow } from './claim_messages_sql.ts'

/** Never waited for: whoever plans texts holds the sender and may want the very contacts that this claim has locked. */
const FREE_SENDERS = {
  name: 'free_limited_senders',
  text: `
    SELECT ${LIMITED_SENDER_COLUMNS} FROM senders
    WHERE workspace_id = ANY($1::uuid[]) AND segments_per_second IS NOT NULL
    ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`,
}

/** How far the texts before them, for the same contacts, have been put off after a hold or for being late. */
const BEHIND = {
  name: 'released_before',
  text: `
    SELECT x.id, date_part('epoch', max(o.send_after)) * 1000 AS until
    FROM json_to_recordset($1::json) AS x(id uuid, "contactId" uuid)
    JOIN messages o ON o.contact_id = x."contactId" AND o.status IN ('planned', 'held') AND o.id < x.id
    WHERE o.send_after IS NOT NULL AND o.purpose = 'workflow' AND (o.gate ->> 'outcome' = 'hold' OR o.slotted_at IS NOT NULL)
      AND o.reason IS DISTINCT FROM 'pending_consent'
    GROUP BY x.id`,
}

/**
 * Where a late text is put off, younger ones of workflows for the same contact whose turn would now be earlier come due
 * with it, and so go after it. One that somebody else holds is just going out, or just being canceled. How old a late text
 * is counts from the turn that it missed, should it be frozen before it has another.
 */
const PUT_OFF = {
  name: 'put_off',
  text: `
    WITH later AS (
      SELECT x.id, x."contactId" AS contact_id, to_timestamp(x.slot / 1000) AS slot, to_timestamp(x."slottedAt" / 1000) AS slotted_at
      FROM json_to_recordset($1::json) AS x(id uuid, "contactId" uuid, slot float8, "slottedAt" float8)
    ), younger AS (
      SELECT y.id, l.slot FROM later l
      JOIN messages y ON y.contact_id = l.contact_id AND y.status = 'planned' AND y.id > l.id AND y.send_after < l.slot
      WHERE l.slotted_at IS NOT NULL AND y.purpose = 'workflow'
      FOR UPDATE OF y SKIP LOCKED
    ), moved AS (
      UPDATE messages m SET send_after = younger.slot FROM younger WHERE m.id = younger.id
    )
    UPDATE messages m SET status = 'planned', reason = 'sender_rate', held_by = NULL, send_after = l.slot, slotted_at = l.slotted_at,
      held_since = CASE WHEN l.slotted_at IS NULL THEN m.held_since ELSE coalesce(m.held_since, m.send_after) END
    FROM later l WHERE m.id = l.id`,
}

/** What of a claim has its turn now. */
export interface Slotted {
  due: ClaimedTextRow[]
  /** Texts that have got a later slot and are written with it. */
  putOff: number
}

/**
 * Due texts that have no right to their sender's rate at this moment get a slot of it:
 * - What quiet hours, a cap, a freeze or a pause had held, or people had put off to this hour, comes due all at once. Each goes behind those that have a slot
 *   already and behind older texts for the same contact.
 * - What came due while no worker ran is late all at once. It goes before those that have a slot already, who move up
 *   behind it as they come due.
 * - A confirmation goes at once, but takes its part of the rate.
 *
 * The gate is asked when the slot has come. Rows whose sender another transaction has at this moment are left for the
 * next claim. Texts that are in their turn cost nothing.
 */
export async function slotAnew(client: EngineClient, rows: readonly ClaimedTextRow[]): Promise<Slotted> {
  const held = rows.filter((row) => isReleased(row) && row.purpose === 'workflow')
  const limited = rows.filter((row) => row.sender_limited && wantsSlot(row))
  if (held.length + limited.length === 0) return { due: [...rows], putOff: 0 }
  const behind = await untilOf(client, held)
  const senders = await freeSenders(client, limited)
  const book = new SlotBook([...senders.values()])
  const due: ClaimedTextRow[] = []
  const later: LaterText[] = []
  for (const row of rows) {
    const slot = slotOf(row, { book, senders, behind })
    if (slot === 'taken') continue
    if (slot > row.now) later.push(laterText(row, slot))
    else due.push(row)
  }
  await book.close(client)
  if (later.length > 0) await client.query({ ...PUT_OFF, values: [JSON.stringify(later)] })
  return { due, putOff: later.length }
}

const isReleased = (row: ClaimedTextRow): boolean => row.was_held && row.purpose !== 'confirmation'

const isPlanned = (row: ClaimedTextRow): boolean => !row.was_held && row.purpose !== 'confirmation'

const wantsSlot = (row: ClaimedTextRow): boolean =>
  isReleased(row) || row.purpose === 'confirmation' || row.is_late || row.is_overtaken

interface LaterText {
  id: string
  contactId: string
  slot: number
  slottedAt: number | null
}

const laterText = (row: ClaimedTextRow, slot: number): LaterText => ({
  id: row.id,
  contactId: row.contact_id,
  slot,
  slottedAt: isPlanned(row) ? Math.floor(row.now) : null,
})

interface Slots {
  book: SlotBook
  senders: ReadonlyMap<string, LimitedSender>
  behind: ReadonlyMap<string, number>
}

/** The row's moment, epoch milliseconds; `taken`: its sender is not to be had just now. */
function slotOf(row: ClaimedTextRow, slots: Slots): number | 'taken' {
  const sender = row.sender_limited ? slots.senders.get(row.sender_id ?? '') : undefined
  if (isPlanned(row)) return sender ? turnOf(row, sender, slots.book) : untaken(row)
  if (row.purpose === 'confirmation') {
    if (sender) slots.book.take(sender, { segments: segmentsOf(row), notBefore: row.now })
    return row.now
  }
  const notBefore = Math.max(row.now, slots.behind.get(row.id) ?? 0)
  if (!row.sender_limited) return notBefore
  return sender ? slots.book.take(sender, { segments: segmentsOf(row), notBefore }) : 'taken'
}

/** Now, where the text is in its turn or has no need of one. */
const untaken = (row: ClaimedTextRow): number | 'taken' =>
  row.sender_limited && (row.is_late || row.is_overtaken) ? 'taken' : row.now

function turnOf(row: ClaimedTextRow, sender: LimitedSender, book: SlotBook): number {
  const slottedAt = row.slotted_at === null ? null : Math.round(row.slotted_at)
  const text = { segments: segmentsOf(row), now: Math.floor(row.now), isLate: row.is_late, slottedAt }
  const isOvertaken = row.is_overtaken || (row.attempt === 0 && book.overtakes(sender, text))
  return row.is_late || isOvertaken ? book.catchUp(sender, text) : row.now
}

const segmentsOf = (row: ClaimedTextRow): number => Math.max(1, row.segments)

async function untilOf(client: EngineClient, held: readonly ClaimedTextRow[]): Promise<Map<string, number>> {
  if (held.length === 0) return new Map()
  const asked = held.map((row) => ({ id: row.id, contactId: row.contact_id }))
  const { rows } = await client.query<{ id: string; until: number }>({ ...BEHIND, values: [JSON.stringify(asked)] })
  return new Map(rows.map((row) => [row.id, row.until]))
}

async function freeSenders(
  client: EngineClient,
  limited: readonly ClaimedTextRow[],
): Promise<Map<string, LimitedSender>> {
  if (limited.length === 0) return new Map()
  const workspaceIds = [...new Set(limited.map((row) => row.workspace_id))]
  const { rows } = await client.query<LimitedSender>({ ...FREE_SENDERS, values: [workspaceIds] })
  return new Map(rows.map((row) => [row.id, row]))
}
