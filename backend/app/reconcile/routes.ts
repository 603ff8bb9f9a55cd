import { z } from 'zod'
import { pool } from '#app/core/db'
import { defineRoute, ok } from '#app/core/http/route'
import { iso, timeSchema } from '#app/core/http/validation'
import { invalidField, Problem } from '#app/core/problem'
import { matchLedger, type LedgerReport } from './ledger/match_ledger.ts'
import { ProviderReader } from './provider_reader.ts'
import { webClients } from '#app/senders/web_clients'

const LONGEST_MS = 31 * 86_400_000

const kinds = ['ghost', 'duplicate', 'missing', 'status_drift', 'price_drift', 'segment_drift'] as const

const report = z
  .object({
    from: timeSchema,
    to: timeSchema,
    ours: z.int().meta({ description: 'Texts of ours that were compared' }),
    theirs: z.int().meta({ description: 'Texts on the carrier’s list that were compared' }),
    counts: z.record(z.enum(kinds), z.int()),
    findings: z.array(
      z.object({
        kind: z.enum(kinds),
        sid: z.string(),
        messageId: z.string().nullable(),
        to: z.string(),
        detail: z.string(),
        ours: z.union([z.string(), z.number()]).nullable(),
        theirs: z.union([z.string(), z.number()]).nullable(),
      }),
    ),
    complete: z.boolean().meta({ description: 'false: too many texts for one comparison; take a shorter span' }),
  })
  .meta({ id: 'LedgerReport' })

const nightly = z
  .object({ day: z.string(), madeAt: timeSchema, report: report.nullable() })
  .meta({ id: 'NightlyLedger' })

interface NightlyRow {
  day: string
  made_at: Date
  report: LedgerReport | null
}

export const reconcileRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/compliance/ledger',
      summary:
        'Compares what we sent with what the carrier says it sent, now; the last day unless said. Changes nothing',
      access: 'compliance:read',
      query: z.object({ from: timeSchema.optional(), to: timeSchema.optional() }),
      responses: { 200: report },
    },
    async ({ db, query, workspaceId }) => {
      const [clock] = await db.query<{ now: Date }>('SELECT workspace_now($1) AS now', [workspaceId])
      const to = query.to === undefined ? (clock?.now ?? new Date()) : new Date(query.to)
      const from = query.from === undefined ? new Date(to.getTime() - 86_400_000) : new Date(query.from)
      if (from.getTime() >= to.getTime()) return invalidField('to', 'E_VALIDATION', '"to" is not after "from".')
      if (to.getTime() - from.getTime() > LONGEST_MS)
        return invalidField('from', 'E_VALIDATION', 'A span is at most 31 days.')
      const provider = new ProviderReader(webClients())
      const matched = await matchLedger({ pool: pool(), provider }, { workspaceId, from, to }, false)
      if (matched.ok) return ok(matched.report)
      return new Problem(503, 'E_CARRIER_UNAVAILABLE', {
        detail: 'The carrier could not be asked. Try again in a minute.',
      })
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/compliance/ledger/nightly',
      summary: 'The comparisons of the last thirty nights, newest first',
      access: 'compliance:read',
      responses: { 200: z.object({ data: z.array(nightly) }) },
    },
    async ({ db, workspaceId }) => {
      const rows = await db.query<NightlyRow>(
        `SELECT day::text AS day, made_at, report FROM ledger_reports WHERE workspace_id = $1 ORDER BY day DESC LIMIT 30`,
        [workspaceId],
      )
      return ok({ data: rows.map((row) => ({ day: row.day, madeAt: iso(row.made_at), report: row.report })) })
    },
  ),
]
