import type { HttpContext } from '@adonisjs/core/http'
import type { Actor } from '#app/core/auth/actor'
import type { Db } from '#app/core/db'

interface Act {
  action: string
  kind: string
  id: string | null
  data?: Record<string, unknown>
}

/** Notes who changed what, in the same transaction as the change. `data` must hold no secret. */
export async function audit(db: Db, who: { actor: Actor; http: HttpContext }, act: Act): Promise<void> {
  await db.query(
    `INSERT INTO audit_log (workspace_id, actor_user_id, actor_token_id, action, object_kind, object_id, data, ip)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      who.actor.workspaceId,
      who.actor.userId,
      who.actor.tokenId,
      act.action,
      act.kind,
      act.id,
      JSON.stringify(act.data ?? {}),
      who.http.request.ip(),
    ],
  )
}
