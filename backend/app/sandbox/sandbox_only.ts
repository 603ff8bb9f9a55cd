import type { Actor } from '#app/core/auth/actor'
import type { Db } from '#app/core/db'
import { forbidden, type Problem } from '#app/core/problem'

/** Refuses whoever is in a live workspace. */
export const sandboxOnly = (actor: Actor): Problem | null =>
  actor.mode === 'sandbox'
    ? null
    : forbidden('Only a sandbox has a clock that can be moved and a phone that can be played.')

/** A number of the workspace that texts and calls can come to: the one asked for, else the default sender's. */
export async function numberOf(db: Db, workspaceId: string, to: string | undefined): Promise<string | null> {
  const [row] = await db.query<{ phone: string }>(
    'SELECT phone FROM senders WHERE workspace_id = $1 AND phone IS NOT NULL AND ($2::text IS NULL OR phone = $2) ORDER BY is_default DESC, id LIMIT 1',
    [workspaceId, to ?? null],
  )
  return row?.phone ?? null
}
