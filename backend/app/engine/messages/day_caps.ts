import { segmentsOf, type Budget } from '@soniarose/messaging'
import type { Decided } from '@soniarose/worker'
import type { EngineClient } from '../pool.ts'
import type { DueMessageRow } from './claim_messages_sql.ts'

/**
 * Locks the day's rows of each sender with a cap, so that two claims can't both have the last segments. A 10DLC brand has
 * one cap over all its numbers. Carriers begin their day at midnight in Los Angeles (T-Mobile's daily cap of a brand,
 * Twilio's error 30023).
 */
const OPEN_DAYS = {
  name: 'open_sender_days',
  text: `
    WITH asked AS (
      SELECT s.id, s.segments_per_day, s.workspace_id, s.brand,
        ((statement_timestamp() + w.clock_offset) AT TIME ZONE 'America/Los_Angeles')::date AS day
      FROM senders s JOIN workspaces w ON w.id = s.workspace_id WHERE s.id = ANY($1::uuid[])
    ), family AS (
      SELECT a.id AS asked_id, n.id, a.day FROM asked a
      JOIN senders n ON n.workspace_id = a.workspace_id AND (n.id = a.id OR n.brand = a.brand)
    ), opened AS (
      INSERT INTO sender_days (sender_id, day) SELECT DISTINCT id, day FROM family ORDER BY id
      ON CONFLICT (sender_id, day) DO UPDATE SET segments = sender_days.segments
      RETURNING sender_id, day, segments
    )
    SELECT a.id AS sender_id, a.workspace_id || ':' || coalesce(a.brand, a.id::text) AS meter, a.segments_per_day AS "limit",
      sum(o.segments)::integer AS spent,
      extract(epoch FROM (a.day + 1)::timestamp AT TIME ZONE 'America/Los_Angeles')::float8 * 1000 AS renews_at
    FROM asked a JOIN family f ON f.asked_id = a.id JOIN opened o ON o.sender_id = f.id
    GROUP BY a.id, a.workspace_id, a.brand, a.segments_per_day, a.day`,
}

const SPEND = {
  name: 'spend_sender_days',
  text: `
    UPDATE sender_days d SET segments = d.segments + x.segments
    FROM json_to_recordset($1::json) AS x("senderId" uuid, segments integer)
    WHERE d.sender_id = x."senderId" AND d.day = (SELECT max(e.day) FROM sender_days e WHERE e.sender_id = x."senderId")`,
}

interface DayRow {
  sender_id: string
  /** Senders of one brand count together. */
  meter: string
  spent: number
  limit: number
  renews_at: number
}

/**
 * What each text's sender may still send today, in segments; a text counts those before it in the batch. Senders without
 * a cap cost nothing, and their texts have no entry.
 */
export async function dayBudgets(client: EngineClient, rows: readonly DueMessageRow[]): Promise<Map<string, Budget>> {
  const budgets = new Map<string, Budget>()
  const capped = rows.flatMap((row) => (row.sender_capped && row.sender_id !== null ? [row.sender_id] : []))
  if (capped.length === 0) return budgets
  const answer = await client.query<DayRow>({ ...OPEN_DAYS, values: [[...new Set(capped)]] })
  const meters = new Map(answer.rows.map((day) => [day.meter, { ...day }]))
  const days = new Map(answer.rows.map((day) => [day.sender_id, meters.get(day.meter)]))
  for (const row of rows) {
    const day = days.get(row.sender_id ?? '')
    if (!day) continue
    const cost = segmentsOf(row.body)
    budgets.set(row.id, { limit: day.limit, spent: day.spent, cost, renewsAt: day.renews_at })
    // Whoever can't be texted anyway takes nothing from those behind.
    if (row.opt_in_status === 'opted_in' && row.suppression_reason === null) day.spent += cost
  }
  return budgets
}

/** Counts what goes out now, in the transaction that opened the day. */
export async function spendDays(client: EngineClient, decided: readonly Decided[]): Promise<void> {
  const spent = new Map<string, number>()
  for (const { message, decision } of decided) {
    const { budget } = message.facts
    if (decision.outcome !== 'send' || budget === null || message.senderId === null) continue
    spent.set(message.senderId, (spent.get(message.senderId) ?? 0) + budget.cost)
  }
  if (spent.size === 0) return
  const rows = [...spent].map(([senderId, segments]) => ({ senderId, segments }))
  await client.query({ ...SPEND, values: [JSON.stringify(rows)] })
}
