import type { EngineClient } from '../pool.ts'
import { LIMITED_SENDER_COLUMNS, SlotBook, type LimitedSender } from '../runs/slot_book.ts'
import type { DueMessageRow } from './claim_messages_sql.ts'

/** Never waited for: whoever plans texts holds the sender and may want the very contacts that this claim has locked. */
const FREE_SENDERS = {
  name: 'free_limited_senders',
  text: `
    SELECT ${LIMITED_SENDER_COLUMNS} FROM senders
    WHERE workspace_id = ANY($1::uuid[]) AND segments_per_second IS NOT NULL
    ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`,
}

/** How far the texts that were held before them, for the same contacts, have been put off. */
const BEHIND = {
  name: 'released_before',
  text: `
    SELECT x.id, date_part('epoch', max(o.send_after)) * 1000 AS until
    FROM json_to_recordset($1::json) AS x(id uuid, "contactId" uuid)
    JOIN messages o ON o.contact_id = x."contactId" AND o.status IN ('planned', 'held') AND o.id < x.id
    WHERE o.send_after IS NOT NULL AND o.purpose = 'workflow' AND o.gate ->> 'outcome' = 'hold'
      AND o.reason IS DISTINCT FROM 'pending_consent'
    GROUP BY x.id`,
}

const PUT_OFF = {
  name: 'put_off_released',
  text: `
    UPDATE messages m SET status = 'planned', reason = 'sender_rate', held_by = NULL, send_after = to_timestamp(x.slot / 1000)
    FROM json_to_recordset($1::json) AS x(id uuid, slot float8) WHERE m.id = x.id`,
}

/** What of a claim has its turn now. */
export interface Released {
  due: DueMessageRow[]
  /** Texts that have got a later slot and are written with it. */
  putOff: number
}

/**
 * What quiet hours, a cap, a freeze or a pause had held comes due all at once; here each text gets its sender's next
 * slot, behind those that have one already and behind older texts for the same contact. A confirmation goes at once, but
 * takes its part of the rate. The gate is asked when the slot has come. Rows whose sender another transaction
 * has at this moment are left for the next claim.
 */
export async function slotReleased(client: EngineClient, rows: readonly DueMessageRow[]): Promise<Released> {
  const held = rows.filter((row) => isReleased(row) && row.purpose === 'workflow')
  const limited = rows.filter((row) => row.sender_limited && (isReleased(row) || row.purpose === 'confirmation'))
  if (held.length + limited.length === 0) return { due: [...rows], putOff: 0 }
  const behind = await untilOf(client, held)
  const senders = await freeSenders(client, limited)
  const book = new SlotBook([...senders.values()])
  const due: DueMessageRow[] = []
  const later: { id: string; slot: number }[] = []
  for (const row of rows) {
    const slot = slotOf(row, { book, senders, behind })
    if (slot === 'taken') continue
    if (slot > row.now) later.push({ id: row.id, slot })
    else due.push(row)
  }
  await book.close(client)
  if (later.length > 0) await client.query({ ...PUT_OFF, values: [JSON.stringify(later)] })
  return { due, putOff: later.length }
}

const isReleased = (row: DueMessageRow): boolean => row.was_held && row.purpose !== 'confirmation'

interface Slots {
  book: SlotBook
  senders: ReadonlyMap<string, LimitedSender>
  behind: ReadonlyMap<string, number>
}

/** The row's moment, epoch milliseconds; `taken`: its sender is not to be had just now. */
function slotOf(row: DueMessageRow, { book, senders, behind }: Slots): number | 'taken' {
  const isHeld = isReleased(row)
  const notBefore = Math.max(row.now, isHeld ? (behind.get(row.id) ?? 0) : 0)
  if (!row.sender_limited || (!isHeld && row.purpose !== 'confirmation')) return notBefore
  const sender = senders.get(row.sender_id ?? '')
  if (!sender) return isHeld ? 'taken' : row.now
  const slot = book.take(sender, { segments: Math.max(1, row.segments), notBefore })
  return isHeld ? slot : row.now
}

async function untilOf(client: EngineClient, held: readonly DueMessageRow[]): Promise<Map<string, number>> {
  if (held.length === 0) return new Map()
  const asked = held.map((row) => ({ id: row.id, contactId: row.contact_id }))
  const { rows } = await client.query<{ id: string; until: number }>({ ...BEHIND, values: [JSON.stringify(asked)] })
  return new Map(rows.map((row) => [row.id, row.until]))
}

async function freeSenders(
  client: EngineClient,
  limited: readonly DueMessageRow[],
): Promise<Map<string, LimitedSender>> {
  if (limited.length === 0) return new Map()
  const workspaceIds = [...new Set(limited.map((row) => row.workspace_id))]
  const { rows } = await client.query<LimitedSender>({ ...FREE_SENDERS, values: [workspaceIds] })
  return new Map(rows.map((row) => [row.id, row]))
}
