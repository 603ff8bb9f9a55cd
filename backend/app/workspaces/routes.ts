import { z } from 'zod'
import { ROLES } from '#app/core/auth/scopes'
import { created, defineCreate, defineRoute, ok } from '#app/core/http/route'
import { idSchema, iso, pageOf, timeSchema } from '#app/core/http/validation'
import { forbidden } from '#app/core/problem'
import { registerWithEmulator } from '#app/core/server/emulator_mount'
import { createWorkspace, type WorkspaceRow } from '#app/workspaces/create_workspace'

const workspace = z
  .object({
    id: idSchema,
    name: z.string(),
    mode: z.enum(['sandbox', 'live']),
    role: z.enum(ROLES),
    createdAt: timeSchema,
  })
  .meta({ id: 'Workspace' })

const toWorkspace = (row: WorkspaceRow): z.input<typeof workspace> => ({
  id: row.id,
  name: row.name,
  mode: row.mode,
  role: z.enum(ROLES).parse(row.role),
  createdAt: iso(row.created_at),
})

export const workspaceRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/workspaces',
      summary: "The caller's workspaces, the oldest membership first",
      access: 'user',
      responses: { 200: pageOf(workspace) },
    },
    async ({ db, actor }) => {
      const rows = await db.query<WorkspaceRow>(
        `SELECT w.id, w.name, w.mode, m.role, w.created_at FROM members m JOIN workspaces w ON w.id = m.workspace_id
          WHERE m.user_id = $1 ORDER BY m.created_at, w.id LIMIT 200`,
        [actor.userId],
      )
      return ok({ data: rows.map(toWorkspace), nextCursor: null })
    },
  ),
  defineCreate(
    {
      path: '/api/workspaces',
      summary: 'Makes a workspace, of which the caller becomes the owner',
      access: 'user',
      body: z.object({ name: z.string().trim().min(1).max(120), mode: z.enum(['sandbox', 'live']) }),
      responses: { 201: workspace },
    },
    async ({ db, actor, body }) => {
      if (actor.scopes !== null && actor.scopes.length > 0)
        return forbidden('This token is limited to some scopes and makes no workspaces.')
      const row = await createWorkspace(db, { ...body, userId: actor.userId })
      db.afterCommit(() => void registerWithEmulator(row.id))
      return created(toWorkspace(row))
    },
  ),
]
