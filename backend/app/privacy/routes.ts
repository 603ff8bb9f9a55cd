import { z } from 'zod'
import { audit } from '#app/core/audit'
import type { Db } from '#app/core/db'
import { content, defineRoute, ok } from '#app/core/http/route'
import { idSchema, iso, timeSchema } from '#app/core/http/validation'
import { notFound } from '#app/core/problem'
import { exportPerson } from '#app/privacy/export_person'

const erasures = z
  .object({
    left: z.int().meta({ description: 'Texts of erased people that the carrier still has, and is asked to delete' }),
    failed: z.int().meta({ description: 'Of these, given up after three days of tries; POST …/retry begins anew' }),
    oldestAt: timeSchema.nullable(),
    lastErrors: z.array(z.string()).meta({ description: "The carrier's error codes, most frequent first" }),
    reasons: z
      .array(
        z.object({
          error: z.string(),
          tried: z.int().meta({ description: 'Still tried' }),
          failed: z.int().meta({ description: 'Given up' }),
        }),
      )
      .meta({ description: 'The same errors, each with how many texts it keeps' }),
  })
  .meta({ id: 'CarrierErasures' })

interface ErasuresRow {
  left: number
  failed: number
  oldest_at: Date | null
  reasons: { error: string; tried: number; failed: number }[] | null
}

const readErasures = `
  SELECT count(*)::integer AS left, count(*) FILTER (WHERE next_at IS NULL)::integer AS failed, min(asked_at) AS oldest_at,
    (SELECT json_agg(e) FROM (
      SELECT last_error AS error, count(next_at)::integer AS tried, (count(*) - count(next_at))::integer AS failed
      FROM provider_erasures WHERE workspace_id = $1 AND last_error IS NOT NULL
      GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 5) e) AS reasons
  FROM provider_erasures WHERE workspace_id = $1`

async function erasuresOf(db: Db, workspaceId: string): Promise<z.input<typeof erasures>> {
  const [row] = await db.query<ErasuresRow>(readErasures, [workspaceId])
  const reasons = row?.reasons ?? []
  return {
    left: row?.left ?? 0,
    failed: row?.failed ?? 0,
    oldestAt: iso(row?.oldest_at ?? null),
    lastErrors: reasons.map(({ error }) => error),
    reasons,
  }
}

export const privacyRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/compliance/erasures',
      summary: 'How much of erased people the carrier still has',
      access: 'compliance:read',
      responses: { 200: erasures },
    },
    async ({ db, workspaceId }) => ok(await erasuresOf(db, workspaceId)),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/compliance/erasures/retry',
      summary: 'Asks the carrier again to delete what it still has, now',
      access: 'contacts:write',
      responses: { 200: erasures },
    },
    async ({ db, workspaceId, actor, http }) => {
      await db.query('UPDATE provider_erasures SET tries = 0, next_at = now() WHERE workspace_id = $1', [workspaceId])
      await audit(db, { actor, http }, { action: 'erasures.retry', kind: 'workspace', id: workspaceId })
      return ok(await erasuresOf(db, workspaceId))
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/contacts/:id/export',
      summary: 'Everything that is kept about one person, as a file for them',
      access: 'contacts:read',
      params: z.object({ id: idSchema }),
      responses: { 200: { contentType: 'application/json; charset=utf-8' } },
    },
    async ({ db, params: { id }, actor, workspaceId, http }) => {
      const person = await exportPerson(db, workspaceId, id)
      if (person === null) return notFound('This contact')
      await audit(db, { actor, http }, { action: 'contact.export', kind: 'contact', id })
      const headers = { 'content-disposition': `attachment; filename="person-${id}.json"` }
      return content(JSON.stringify(person, null, 2), headers)
    },
  ),
]
