import type { Db } from '#app/core/db'

const HELD_BY_HOURS = `UPDATE messages SET send_after = workspace_now(workspace_id)
  WHERE workspace_id = $1 AND status = 'held' AND reason IN ('quiet_hours', 'frequency_cap')`

/**
 * Lets the send gate decide again on held texts, since what held them has changed: a workspace's hours or limits, or a
 * contact's time zone. The gate has the last word; what must still wait is held again.
 * @returns once they are due; ring `messages` after the commit
 */
export async function decideAnew(db: Db, workspaceId: string, contactId: string | null = null): Promise<void> {
  if (contactId === null) await db.query(HELD_BY_HOURS, [workspaceId])
  else await db.query(`${HELD_BY_HOURS} AND contact_id = $2`, [workspaceId, contactId])
}
