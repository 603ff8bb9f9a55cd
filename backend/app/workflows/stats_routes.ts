import { z } from 'zod'
import { defineRoute, ok } from '#app/core/http/route'
import { idSchema } from '#app/core/http/validation'
import { notFound } from '#app/core/problem'
import { readStats, statsSchema } from '#app/workflows/read_stats'

export const workflowStatsRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/workflows/:id/stats',
      summary: 'Where people stand and which ways they took, for the canvas',
      access: 'workflows:read',
      params: z.object({ id: idSchema }),
      responses: { 200: statsSchema },
    },
    async ({ db, params: { id }, workspaceId }) => {
      const there = await db.query('SELECT FROM workflows WHERE workspace_id = $1 AND id = $2', [workspaceId, id])
      if (there.length === 0) return notFound('This workflow')
      return ok(await readStats(db, id))
    },
  ),
]
