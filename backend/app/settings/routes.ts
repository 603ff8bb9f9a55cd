import { z } from 'zod'
import { audit } from '#app/core/audit'
import { transaction } from '#app/core/db'
import { defineRoute, ok } from '#app/core/http/route'
import { wakeWorkers } from '#app/core/doorbell'
import { decideAnew } from '#app/messages/decide_anew'
import { announce } from '#app/live/hub'
import { effectiveSettings, settingsSchema } from '#app/settings/schema'

interface Row {
  name: string
  settings: unknown
  frozen_at: Date | null
}

const shown = settingsSchema
  .extend({
    workspaceName: z.string(),
    frozen: z.boolean().meta({ description: 'All sending of the workspace stands still; nobody is lost' }),
  })
  .meta({ id: 'WorkspaceSettings' })

const toShown = (row: Row): z.input<typeof shown> => ({
  ...effectiveSettings(row.settings),
  workspaceName: row.name,
  frozen: row.frozen_at !== null,
})

const fields = settingsSchema.shape

/** Every field by itself; `null` on one that has a default brings the default back. */
const change = z.strictObject({
  quietHours: fields.quietHours.removeDefault().optional(),
  unknownPolicy: fields.unknownPolicy.removeDefault().optional(),
  optOutReplies: fields.optOutReplies.removeDefault().optional(),
  frequencyCaps: fields.frequencyCaps.removeDefault().optional(),
  conversationWindow: fields.conversationWindow.removeDefault().optional(),
  doubleOptIn: fields.doubleOptIn.removeDefault().optional(),
  optInText: fields.optInText.removeDefault().optional(),
  optInRequests: fields.optInRequests.removeDefault().optional(),
  timeZone: fields.timeZone.removeDefault().optional(),
  linkDomain: fields.linkDomain.removeDefault().optional(),
  brandName: fields.brandName.removeDefault().optional(),
  retention: fields.retention.removeDefault().optional(),
  supportContact: fields.supportContact.removeDefault().optional(),
  workspaceName: z.string().trim().min(1).max(120).optional(),
  frozen: z.boolean().optional(),
})

export const settingsRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/settings',
      summary: "The workspace's settings",
      access: 'settings:read',
      responses: { 200: shown },
    },
    async ({ db, workspaceId }) => {
      const [row] = await db.query<Row>('SELECT name, settings, frozen_at FROM workspaces WHERE id = $1', [workspaceId])
      if (row === undefined) throw new Error('the workspace of a checked request is gone')
      return ok(toShown(row))
    },
  ),
  defineRoute(
    {
      method: 'PATCH',
      path: '/api/settings',
      summary: 'Changes the settings that are given, and no other',
      access: 'settings:write',
      body: change,
      responses: { 200: shown },
    },
    async ({ body, actor, workspaceId, http }) => {
      const { workspaceName, frozen, ...settings } = body
      const row = await transaction(async (tx) => {
        const [changed] = await tx.query<Row>(
          `UPDATE workspaces SET settings = settings || $2, name = coalesce($3, name), updated_at = now(),
                  frozen_at = CASE WHEN $4::boolean IS NULL THEN frozen_at
                                   WHEN $4 THEN coalesce(frozen_at, workspace_now(id)) END
            WHERE id = $1 RETURNING name, settings, frozen_at`,
          [workspaceId, JSON.stringify(settings), workspaceName ?? null, frozen ?? null],
        )
        if (
          settings.quietHours !== undefined ||
          settings.frequencyCaps !== undefined ||
          settings.timeZone !== undefined
        )
          await decideAnew(tx, workspaceId)
        await audit(tx, { actor, http }, { action: 'settings.change', kind: 'workspace', id: workspaceId, data: body })
        return changed
      })
      if (row === undefined) throw new Error('the workspace of a checked request is gone')
      wakeWorkers('messages')
      announce(workspaceId, 'settings')
      return ok(toShown(row))
    },
  ),
]
