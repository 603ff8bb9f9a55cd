import { z } from 'zod'
import { ROLES, type Role } from '#app/core/auth/scopes'
import { defineRoute, ok } from '#app/core/http/route'
import { idSchema, iso, pageOf, timeSchema } from '#app/core/http/validation'

const member = z
  .object({ id: idSchema, email: z.string(), name: z.string().nullable(), role: z.enum(ROLES), createdAt: timeSchema })
  .meta({ id: 'Member' })

interface MemberRow {
  id: string
  email: string
  full_name: string | null
  role: Role
  created_at: Date
}

export const memberRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/members',
      summary: 'The people of the workspace with their roles',
      access: 'members:read',
      responses: { 200: pageOf(member) },
    },
    async ({ db, workspaceId }) => {
      const rows = await db.query<MemberRow>(
        `SELECT u.id, u.email, u.full_name, m.role, m.created_at FROM members m JOIN users u ON u.id = m.user_id
          WHERE m.workspace_id = $1 ORDER BY m.created_at, u.id LIMIT 200`,
        [workspaceId],
      )
      const data = rows.map((row) => ({
        id: row.id,
        email: row.email,
        name: row.full_name,
        role: row.role,
        createdAt: iso(row.created_at),
      }))
      return ok({ data, nextCursor: null })
    },
  ),
]
