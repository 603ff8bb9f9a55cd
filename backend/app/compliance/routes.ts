import { z } from 'zod'
import { defineRoute, ok } from '#app/core/http/route'
import { decodeCursor, toPage } from '#app/core/http/cursor'
import { idSchema, iso, pageOf, pageQuery, timeSchema } from '#app/core/http/validation'
import { invalidField, Problem } from '#app/core/problem'

const KINDS = ['stop', 'start', 'help', 'opt_in', 'opt_out', 'double_opt_in', 'suppressed', 'unsuppressed'] as const

const complianceEvent = z
  .object({
    id: idSchema,
    contactId: idSchema.nullable(),
    phone: z.string(),
    kind: z.enum(KINDS),
    source: z.string(),
    text: z.string().nullable(),
    at: timeSchema,
  })
  .meta({ id: 'ComplianceEvent' })

interface EventRow {
  id: string
  contact_id: string | null
  phone: string
  kind: (typeof KINDS)[number]
  source: string
  text: string | null
  at: Date
  /** To the microsecond, which a Date does not keep. */
  at_key: string
}

const toEvent = (row: EventRow): z.input<typeof complianceEvent> => ({
  id: row.id,
  contactId: row.contact_id,
  phone: row.phone,
  kind: row.kind,
  source: row.source,
  text: row.text,
  at: iso(row.at),
})

const metrics = z
  .object({
    from: timeSchema,
    to: timeSchema,
    sent: z.int(),
    delivered: z.int(),
    optOuts: z.int(),
    optIns: z.int(),
    helps: z.int(),
    optOutRate: z.number().meta({ description: 'Opt-outs for each text sent, 0 to 1' }),
  })
  .meta({ id: 'ComplianceMetrics' })

interface MetricsRow {
  from: Date
  to: Date
  sent: number
  delivered: number
  opt_outs: number
  opt_ins: number
  helps: number
}

// Without a span: the thirty days that end now, in the workspace's clock.
const measure = `
  WITH span AS (
    SELECT coalesce($2::timestamptz, coalesce($3::timestamptz, workspace_now($1)) - interval '30 days') AS "from",
           coalesce($3::timestamptz, workspace_now($1)) AS "to"
  ), texts AS (
    SELECT count(*) AS sent, count(*) FILTER (WHERE status = 'delivered') AS delivered
      FROM messages, span WHERE workspace_id = $1 AND direction = 'outbound' AND sent_at BETWEEN "from" AND "to"
  ), words AS (
    SELECT count(*) FILTER (WHERE kind IN ('stop', 'opt_out')) AS opt_outs,
           count(*) FILTER (WHERE kind IN ('start', 'opt_in', 'double_opt_in')) AS opt_ins,
           count(*) FILTER (WHERE kind = 'help') AS helps
      FROM compliance_events, span WHERE workspace_id = $1 AND at BETWEEN "from" AND "to"
  )
  SELECT * FROM span, texts, words`

export const complianceRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/compliance/events',
      summary: 'Opt-outs, opt-ins and calls for help, newest first',
      access: 'compliance:read',
      query: pageQuery.extend({
        kind: z.enum(KINDS).optional(),
        contactId: z.uuid().optional(),
        phone: z.string().max(40).optional(),
      }),
      responses: { 200: pageOf(complianceEvent) },
    },
    async ({ db, query, workspaceId }) => {
      const after = decodeCursor(query.cursor, ['time', 'id'])
      if (after instanceof Problem) return after
      const rows = await db.query<EventRow>(
        `SELECT id, contact_id, phone, kind, source, text, at, at::text AS at_key FROM compliance_events
          WHERE workspace_id = $1 AND ($2::timestamptz IS NULL OR (at, id) < ($2::timestamptz, $3::uuid))
            AND ($4::text IS NULL OR kind = $4) AND ($5::uuid IS NULL OR contact_id = $5) AND ($6::text IS NULL OR phone = $6)
          ORDER BY at DESC, id DESC LIMIT $7`,
        [
          workspaceId,
          after?.[0] ?? null,
          after?.[1] ?? null,
          query.kind ?? null,
          query.contactId ?? null,
          query.phone ?? null,
          query.limit + 1,
        ],
      )
      return ok(toPage(rows, query.limit, { item: toEvent, key: (row) => [row.at_key, row.id] }))
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/compliance/metrics',
      summary: 'What was sent and how people answered, over a span of time (the last thirty days unless said)',
      access: 'compliance:read',
      query: z.object({ from: timeSchema.optional(), to: timeSchema.optional() }),
      responses: { 200: metrics },
    },
    async ({ db, query, workspaceId }) => {
      if (query.from !== undefined && query.to !== undefined && Date.parse(query.from) > Date.parse(query.to))
        return invalidField('to', 'E_VALIDATION', '"to" is before "from".')
      const [row] = await db.query<MetricsRow>(measure, [workspaceId, query.from ?? null, query.to ?? null])
      if (row === undefined) throw new Error('counting gave no row')
      return ok({
        from: iso(row.from),
        to: iso(row.to),
        sent: row.sent,
        delivered: row.delivered,
        optOuts: row.opt_outs,
        optIns: row.opt_ins,
        helps: row.helps,
        optOutRate: row.sent === 0 ? 0 : Math.min(1, row.opt_outs / row.sent),
      })
    },
  ),
]
