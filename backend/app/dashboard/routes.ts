import { explainError } from '#app/dashboard/explain_error'
import { pool } from '#app/core/db'
import { z } from 'zod'
import { defineRoute, ok } from '#app/core/http/route'
import { idSchema } from '#app/core/http/validation'
import { queueStats } from '#app/engine/queue_stats'
import { WORKFLOW_STATUSES, type WorkflowStatus } from '#app/workflows/workflow'

const day = z.object({ day: z.string(), sent: z.int(), delivered: z.int(), failed: z.int(), replies: z.int() })

const dashboard = z
  .object({
    contacts: z.int(),
    activeRuns: z.int(),
    waitingRuns: z.int(),
    sentToday: z.int(),
    deliveredRate: z.number().nullable(),
    failedToday: z.int(),
    repliesToday: z.int(),
    optOutRate: z.number().nullable(),
    queue: z.object({
      depth: z.int(),
      delayed: z.int(),
      active: z.int(),
      failed: z.int(),
      oldestAge: z.number().nullable(),
      rate: z.number(),
    }),
    series: z.array(day).meta({ description: 'The last fourteen days, the oldest first' }),
    topIssues: z.array(
      z.object({ errorCode: z.int().nullable(), count: z.int(), explanation: z.string(), mend: z.string() }),
    ),
    workflows: z.array(
      z.object({
        id: idSchema,
        name: z.string(),
        status: z.enum(WORKFLOW_STATUSES),
        active: z.int(),
        completed: z.int(),
        failed: z.int(),
      }),
    ),
  })
  .meta({ id: 'Dashboard' })

interface Counts {
  contacts: number
  active: number
  waiting: number
  opt_outs: number
  series: { day: string; sent: number; delivered: number; failed: number; replies: number; settled: number }[]
  issues: { error_code: number | null; reason: string | null; count: number }[]
  workflows: { id: string; name: string; status: WorkflowStatus; active: number; completed: number; failed: number }[]
}

/** Everything in one statement: a dashboard is opened often and by many. Days are UTC days of the workspace's clock. */
const count = `
  WITH moment AS (
    SELECT now, date_trunc('day', now, 'UTC') - interval '13 days' AS first_day,
           -- No text of these days has a lesser id; a day more, because other machines' clocks make some of them.
           uuid_at(now - clock_offset - interval '15 days') AS first_id
      FROM (SELECT clock_timestamp() + clock_offset AS now, clock_offset FROM workspaces WHERE id = $1) w
  ),
  texts AS (
    SELECT date_trunc('day', created_at AT TIME ZONE 'UTC')::date AS day, direction, status, error_code, reason
      FROM messages WHERE workspace_id = $1 AND id >= (SELECT first_id FROM moment) AND created_at >= (SELECT first_day FROM moment)
  ), days AS (
    SELECT generate_series((now AT TIME ZONE 'UTC')::date - 13, (now AT TIME ZONE 'UTC')::date, interval '1 day')::date AS day FROM moment
  ), series AS (
    SELECT to_char(days.day, 'YYYY-MM-DD') AS day,
           count(*) FILTER (WHERE direction = 'outbound' AND status IN ('queued', 'sent', 'delivered', 'undelivered')) AS sent,
           count(*) FILTER (WHERE status = 'delivered') AS delivered,
           count(*) FILTER (WHERE direction = 'outbound' AND status IN ('failed', 'undelivered', 'unknown')) AS failed,
           count(*) FILTER (WHERE direction = 'inbound') AS replies,
           count(*) FILTER (WHERE status IN ('delivered', 'undelivered', 'failed')) AS settled
      FROM days LEFT JOIN texts ON texts.day = days.day GROUP BY days.day ORDER BY days.day
  ), issues AS (
    SELECT error_code, CASE WHEN error_code IS NULL THEN reason END AS reason, count(*) AS count FROM texts
     WHERE direction = 'outbound' AND status IN ('failed', 'undelivered', 'unknown', 'skipped') GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 5
  ), flows AS (
    SELECT f.id, f.name, f.status, standing.active, ended.completed, ended.failed FROM (
      SELECT id, name, status FROM workflows WHERE workspace_id = $1 AND status <> 'archived' ORDER BY status = 'live' DESC, id DESC LIMIT 8
    ) f
    CROSS JOIN LATERAL (
      SELECT count(*) AS active FROM runs r WHERE r.workflow_id = f.id AND r.status IN ('ready', 'waiting')
    ) standing
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(n) FILTER (WHERE c.status = 'completed'), 0)::bigint AS completed,
             coalesce(sum(n) FILTER (WHERE c.status = 'failed'), 0)::bigint AS failed
        FROM workflow_counts c WHERE c.workflow_id = f.id AND c.node_id = ''
    ) ended
    ORDER BY f.status = 'live' DESC, f.id DESC
  ), standing AS (
    SELECT count(*) AS active, count(*) FILTER (WHERE r.status = 'waiting') AS waiting
      FROM workflows f JOIN runs r ON r.workflow_id = f.id AND r.status IN ('ready', 'waiting') WHERE f.workspace_id = $1
  )
  SELECT (SELECT count(*) FROM contacts WHERE workspace_id = $1) AS contacts,
         (SELECT active FROM standing) AS active,
         (SELECT waiting FROM standing) AS waiting,
         (SELECT count(*) FROM compliance_events WHERE workspace_id = $1 AND kind IN ('stop', 'opt_out')
           AND at >= (SELECT first_day FROM moment)) AS opt_outs,
         (SELECT coalesce(json_agg(series), '[]') FROM series) AS series,
         (SELECT coalesce(json_agg(issues), '[]') FROM issues) AS issues,
         (SELECT coalesce(json_agg(flows), '[]') FROM flows) AS workflows`

const rate = (part: number, whole: number) => (whole === 0 ? null : part / whole)

export const dashboardRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/dashboard',
      summary: 'The workspace at a glance',
      access: 'workflows:read',
      responses: { 200: dashboard },
    },
    async ({ db, workspaceId }) => {
      const [[counts], queue] = await Promise.all([
        db.query<Counts>(count, [workspaceId]),
        queueStats(pool(), workspaceId),
      ])
      if (counts === undefined) throw new Error('counting gave no row')
      const sum = (key: 'sent' | 'delivered' | 'settled') => counts.series.reduce((total, one) => total + one[key], 0)
      const today = counts.series.at(-1)
      return ok({
        contacts: counts.contacts,
        activeRuns: counts.active,
        waitingRuns: counts.waiting,
        sentToday: today?.sent ?? 0,
        deliveredRate: rate(sum('delivered'), sum('settled')),
        failedToday: today?.failed ?? 0,
        repliesToday: today?.replies ?? 0,
        optOutRate: rate(counts.opt_outs, sum('sent')),
        queue,
        series: counts.series.map(({ day: date, sent, delivered, failed, replies }) => ({
          day: date,
          sent,
          delivered,
          failed,
          replies,
        })),
        topIssues: counts.issues.map((issue) => ({
          errorCode: issue.error_code,
          count: issue.count,
          ...explainError(issue),
        })),
        workflows: counts.workflows,
      })
    },
  ),
]
