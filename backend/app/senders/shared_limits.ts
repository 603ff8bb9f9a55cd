import type { Tx } from '#app/core/db'
import { SENDER_COLUMNS, type SenderRow } from '#app/senders/new_sender'
import type { SenderInput } from '#app/senders/sender_input'

// What is said of one number of a campaign or brand is said of all; a number that joins takes over what they have.
const SHARE_RATE = `
  WITH own AS (SELECT * FROM senders WHERE workspace_id = $1 AND id = $2), rate AS (
    SELECT CASE WHEN $3 THEN own.segments_per_second ELSE coalesce(
      (SELECT min(n.segments_per_second) FROM senders n WHERE n.workspace_id = $1 AND n.campaign = own.campaign AND n.id <> $2),
      own.segments_per_second) END AS per_second FROM own
  )
  UPDATE senders s SET segments_per_second = rate.per_second, updated_at = now() FROM own, rate
  WHERE s.workspace_id = $1 AND s.campaign = own.campaign`

const SHARE_CAP = `
  WITH own AS (SELECT * FROM senders WHERE workspace_id = $1 AND id = $2), cap AS (
    SELECT CASE WHEN $3 THEN own.segments_per_day ELSE coalesce(
      (SELECT min(n.segments_per_day) FROM senders n WHERE n.workspace_id = $1 AND n.brand = own.brand AND n.id <> $2),
      own.segments_per_day) END AS per_day FROM own
  )
  UPDATE senders s SET segments_per_day = cap.per_day, updated_at = now() FROM own, cap
  WHERE s.workspace_id = $1 AND s.brand = own.brand`

// Texts that only wait for their slot are slotted anew by the new rate, in the order that they had: to the claim they are
// texts that a hold lets go.
const SLOT_ANEW = `
  WITH clock AS (SELECT date_trunc('milliseconds', workspace_now($1)) AS now), emptied AS (
    UPDATE senders SET next_slot_at = NULL, late_since = NULL, late_until = NULL WHERE workspace_id = $1
  ), last AS (
    SELECT max(send_after) AS slot FROM messages WHERE workspace_id = $1 AND lane IN (0, 1) AND status = 'planned' AND send_after IS NOT NULL
  )
  UPDATE messages m SET status = 'held', reason = 'sender_rate', send_after = clock.now - (last.slot - m.send_after)
  FROM clock, last
  WHERE m.workspace_id = $1 AND m.lane IN (0, 1) AND m.status = 'planned' AND m.send_after > clock.now
    AND m.purpose = 'workflow' AND m.attempt = 0`

/**
 * Keeps the limits of a campaign's or brand's numbers alike after one of them was added or changed, and slots the queue
 * anew where the rate is another.
 * @returns the sender as it is then; null: nothing of it has changed
 */
export async function shareLimits(
  tx: Tx,
  { workspaceId, id }: { workspaceId: string; id: string },
  change: Pick<SenderInput, 'campaign' | 'brand' | 'segmentsPerSecond' | 'segmentsPerDay'>,
): Promise<SenderRow | null> {
  const isRate = change.segmentsPerSecond !== undefined || change.campaign !== undefined
  const isCap = change.segmentsPerDay !== undefined || change.brand !== undefined
  if (isRate) await tx.query(SHARE_RATE, [workspaceId, id, isSaid(change.segmentsPerSecond, change.campaign)])
  if (isCap) await tx.query(SHARE_CAP, [workspaceId, id, isSaid(change.segmentsPerDay, change.brand)])
  if (isRate) await tx.query(SLOT_ANEW, [workspaceId])
  if (!isRate && !isCap) return null
  const [row] = await tx.query<SenderRow>(`SELECT ${SENDER_COLUMNS} FROM senders WHERE workspace_id = $1 AND id = $2`, [
    workspaceId,
    id,
  ])
  return row ?? null
}

/** A number without a limit of its own that joins others has nothing to say about theirs. */
const isSaid = (limit: number | null | undefined, joins: string | null | undefined): boolean =>
  typeof limit === 'number' || (limit === null && joins === undefined)
