import { z } from 'zod'
import { defineRoute, ok } from '#app/core/http/route'
import { decodeCursor, toPage } from '#app/core/http/cursor'
import { idSchema, iso, pageOf, pageQuery, timeSchema } from '#app/core/http/validation'
import { Problem } from '#app/core/problem'

const call = z
  .object({
    id: idSchema,
    callSid: z.string(),
    contactId: idSchema.nullable(),
    direction: z.string(),
    from: z.string(),
    to: z.string(),
    status: z.string(),
    duration: z.int().nullable().meta({ description: 'Seconds' }),
    at: timeSchema,
    endedAt: timeSchema.nullable(),
  })
  .meta({ id: 'Call' })

interface CallRow {
  id: string
  call_sid: string
  contact_id: string | null
  direction: string
  from_address: string
  to_address: string
  status: string
  duration_seconds: number | null
  started_at: Date
  ended_at: Date | null
  /** The start to the microsecond, which a Date does not keep. */
  at_key: string
}

const toCall = (row: CallRow): z.input<typeof call> => ({
  id: row.id,
  callSid: row.call_sid,
  contactId: row.contact_id,
  direction: row.direction,
  from: row.from_address,
  to: row.to_address,
  status: row.status,
  duration: row.duration_seconds,
  at: iso(row.started_at),
  endedAt: iso(row.ended_at),
})

export const callRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/calls',
      summary: 'The call history, newest first',
      access: 'calls:read',
      query: pageQuery.extend({ contactId: z.uuid().optional(), status: z.string().max(40).optional() }),
      responses: { 200: pageOf(call) },
    },
    async ({ db, query, workspaceId }) => {
      const after = decodeCursor(query.cursor, ['time', 'id'])
      if (after instanceof Problem) return after
      const rows = await db.query<CallRow>(
        `SELECT id, call_sid, contact_id, direction, from_address, to_address, status, duration_seconds, started_at, ended_at, started_at::text AS at_key
           FROM call_logs WHERE workspace_id = $1 AND ($2::timestamptz IS NULL OR (started_at, id) < ($2::timestamptz, $3::uuid))
            AND ($4::uuid IS NULL OR contact_id = $4) AND ($5::text IS NULL OR status = $5)
          ORDER BY started_at DESC, id DESC LIMIT $6`,
        [
          workspaceId,
          after?.[0] ?? null,
          after?.[1] ?? null,
          query.contactId ?? null,
          query.status ?? null,
          query.limit + 1,
        ],
      )
      return ok(toPage(rows, query.limit, { item: toCall, key: (row) => [row.at_key, row.id] }))
    },
  ),
]
