import { z } from 'zod'
import { content, defineRoute, ok } from '#app/core/http/route'
import { timeSchema } from '#app/core/http/validation'
import { notFound } from '#app/core/problem'
import { evidencePdf } from '#app/evidence/evidence_pdf'
import { makePack, verifyPack } from '#app/evidence/evidence_pack'

const link = z.object({
  at: timeSchema,
  kind: z.enum(['consent', 'text', 'reply', 'compliance', 'suppression']),
  data: z.record(z.string(), z.unknown()),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
})

const head = z.object({
  version: z.literal(1),
  workspace: z.object({ id: z.string(), name: z.string() }),
  phone: z.string(),
  madeAt: timeSchema,
})

const pack = z
  .object({
    head,
    summary: z.object({
      consents: z.int(),
      textsSent: z.int(),
      textsKeptBack: z.int(),
      replies: z.int(),
      optOuts: z.array(
        z.object({
          at: timeSchema,
          text: z.string().nullable(),
          latencyMs: z.number().nullable(),
          textsAfter: z.int(),
        }),
      ),
    }),
    links: z.array(link),
    seal: z.string(),
  })
  .meta({ id: 'EvidencePack' })

const query = z.object({
  phone: z
    .string()
    .regex(/^\+[1-9]\d{4,14}$/, 'must be a number such as +15550100')
    .meta({ description: 'E.164' }),
})

export const evidenceRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/evidence',
      summary: 'All that is known of one number, hash-chained and sealed',
      access: 'compliance:read',
      query,
      responses: { 200: pack },
    },
    async ({ db, query: { phone }, workspaceId }) => {
      const made = await makePack(db, workspaceId, phone)
      return made ? ok(made) : notFound('Anything about this number')
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/evidence/pdf',
      summary: 'The same as a document',
      access: 'compliance:read',
      query,
      responses: { 200: { contentType: 'application/pdf' } },
    },
    async ({ db, query: { phone }, workspaceId }) => {
      const made = await makePack(db, workspaceId, phone)
      if (!made) return notFound('Anything about this number')
      return content(await evidencePdf(made), {
        'content-disposition': `attachment; filename="evidence-${phone.slice(1)}.pdf"`,
      })
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/evidence/verify',
      summary: 'Tells whether a pack is as this server made it, and where it was changed',
      access: 'compliance:read',
      body: z.object({ head, links: z.array(link).max(20_000), seal: z.string().max(100) }),
      responses: {
        200: z.object({ genuine: z.boolean(), brokenAt: z.int().nullable().optional(), reason: z.string().optional() }),
      },
    },
    async ({ body }) => ok(verifyPack(body)),
  ),
]
