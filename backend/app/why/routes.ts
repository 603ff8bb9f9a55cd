import { resolveZone, type PathAnswer, type PastVisit } from '@soniarose/core'
import { z } from 'zod'
import type { Db } from '#app/core/db'
import { defineRoute, ok } from '#app/core/http/route'
import { idSchema, timeSchema } from '#app/core/http/validation'
import { invalid, notFound } from '#app/core/problem'
import { readRun } from '#app/runs/read_run'
import { explainRun, type RunAnswer } from '#app/why/explain_run'
import { neverEntered } from '#app/why/never_entered'
import { pastRun, type PastRun } from '#app/why/past_run'
import { installedPlugins } from '#app/workflows/read_graph'

const KINDS = [
  'reached',
  'on_the_way',
  'turned_off',
  'moved',
  'ended_before',
  'no_way',
  'not_kept',
  'never_entered',
] as const

const visit = z.object({
  seq: z.int(),
  nodeId: z.string(),
  outcome: z.string().nullable(),
  startedAt: timeSchema,
  finishedAt: timeSchema.nullable(),
  detail: z.record(z.string(), z.unknown()).meta({ description: 'The values that decided' }),
})

const answer = z
  .object({
    answer: z.enum(KINDS),
    sentences: z.array(z.string()).meta({ description: 'For a person, the most telling first' }),
    at: timeSchema.meta({ description: 'As of when' }),
    runId: idSchema.nullable().meta({ description: 'The run that is told of: one that came there, else the last' }),
    version: z.int().nullable(),
    visits: z.array(visit).meta({ description: 'At the node, where it was reached' }),
    decisions: z.array(visit.extend({ handle: z.string() })).meta({ description: 'What led there, in order' }),
    step: visit
      .extend({ handle: z.string().nullable(), wanted: z.array(z.string()) })
      .nullable()
      .meta({
        description: 'The last visit from which there was a way, with the handle taken and those that lead there',
      }),
    otherRuns: z.array(z.object({ runId: idSchema, answer: z.enum(KINDS) })),
  })
  .meta({ id: 'Why' })

const query = z.object({
  contactId: z.string().max(100).optional().meta({ description: 'Needed' }),
  nodeId: z.string().min(1).max(100).optional().meta({ description: 'Needed' }),
  runId: idSchema.optional().meta({ description: 'Only of this run' }),
  version: z.coerce.number().int().min(1).optional().meta({ description: 'Only of runs of this version' }),
  at: timeSchema.optional().meta({ description: 'As of this time; now when it is not given' }),
})

/** Runs of one contact in one workflow that are looked at. */
const RUNS = 20

const FACTS = `
  SELECT c.time_zone, w.settings->>'timeZone' AS default_zone, workspace_now(w.id) AS now
  FROM contacts c JOIN workspaces w ON w.id = c.workspace_id JOIN workflows f ON f.workspace_id = w.id
  WHERE c.workspace_id = $1 AND c.id = $2 AND f.id = $3`

const FIND_RUNS = `
  SELECT r.id FROM runs r JOIN workflow_versions v ON v.id = r.version_id
  WHERE r.contact_id = $1 AND r.workflow_id = $2 AND r.started_at <= $3
    AND ($4::uuid IS NULL OR r.id = $4) AND ($5::integer IS NULL OR v.number = $5)
  ORDER BY r.id DESC LIMIT ${RUNS}`

export const whyRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/workflows/:id/why',
      summary: 'Why a contact came to a node of a workflow, or what kept them away, as of a time',
      access: 'workflows:read',
      params: z.object({ id: idSchema }),
      query,
      responses: { 200: answer },
    },
    async ({ db, params: { id }, query: asked, workspaceId }) => {
      const [known] = await db.query('SELECT FROM workflows WHERE workspace_id = $1 AND id = $2', [workspaceId, id])
      if (known === undefined) return notFound('This workflow')
      const { contactId, nodeId } = asked
      if (contactId === undefined || nodeId === undefined) return incomplete(contactId, nodeId)
      if (!z.uuid().safeParse(contactId).success) return notFound('This contact')
      const [facts] = await db.query<{ time_zone: string | null; default_zone: string | null; now: Date }>(FACTS, [
        ...[workspaceId, contactId, id],
      ])
      if (facts === undefined) return notFound('This contact')
      const at = asked.at === undefined ? facts.now : new Date(asked.at)
      const zone = resolveZone(facts.time_zone, facts.default_zone)
      const runs = await runsOf(db, { ...asked, contactId, workspaceId, workflowId: id, at })
      if (runs.length === 0) {
        const question = { workspaceId, workflowId: id, contactId, at, zone }
        const sentences = await neverEntered(db, question)
        return ok({ ...NOTHING, answer: 'never_entered' as const, sentences, at: at.toISOString() })
      }
      const plugins = await installedPlugins(db, workspaceId)
      const told: { run: PastRun; answer: RunAnswer }[] = []
      for (const run of runs) told.push({ run, answer: await explainRun(db, run, { nodeId, zone, plugins }) })
      const chosen = told.find((each) => each.answer.kind === 'reached') ?? told[0]
      const others = told.filter((each) => each !== chosen)
      return ok({
        ...(chosen ? shown(chosen) : { ...NOTHING, answer: 'never_entered' as const }),
        at: at.toISOString(),
        otherRuns: others.map((each) => ({ runId: each.run.id, answer: each.answer.kind })),
      })
    },
  ),
]

/** A workflow that isn't there is told first, as on every other route. */
function incomplete(contactId: string | undefined, nodeId: string | undefined) {
  const missing = Object.entries({ contactId, nodeId }).filter(([, value]) => value === undefined)
  return invalid(missing.map(([path]) => ({ path, code: 'E_REQUIRED', message: `"${path}" is missing.` })))
}

const NOTHING = { sentences: [], runId: null, version: null, visits: [], decisions: [], step: null, otherRuns: [] }

interface Wanted {
  workspaceId: string
  workflowId: string
  contactId: string
  at: Date
  runId?: string | undefined
  version?: number | undefined
}

async function runsOf(db: Db, { workspaceId, workflowId, contactId, at, runId, version }: Wanted): Promise<PastRun[]> {
  const rows = await db.query<{ id: string }>(FIND_RUNS, [
    ...[contactId, workflowId, at, runId ?? null, version ?? null],
  ])
  const runs: PastRun[] = []
  for (const { id } of rows) {
    const full = await readRun(db, workspaceId, id)
    if (full !== null) runs.push(await pastRun(db, full, at))
  }
  return runs
}

function shown({ run, answer: { kind, sentences, path } }: { run: PastRun; answer: RunAnswer }) {
  return {
    answer: kind,
    sentences,
    runId: run.id,
    version: run.version,
    visits: path?.kind === 'reached' ? path.visits.map(toVisit) : [],
    decisions:
      path?.kind === 'reached' || path?.kind === 'on_the_way'
        ? path.decisions.map(({ visit: at, handle }) => ({ ...toVisit(at), handle }))
        : [],
    step: stepOf(path),
  }
}

function stepOf(path: PathAnswer | null) {
  if (path === null || path.kind === 'reached' || path.at === null) return null
  const { handle = null, wanted = [] } = path.kind === 'turned_off' ? path : {}
  return { ...toVisit(path.at), handle, wanted }
}

const toVisit = ({ seq, nodeId, outcome, startedAt, finishedAt, detail }: PastVisit) => ({
  ...{ seq, nodeId, outcome, detail },
  startedAt: new Date(startedAt).toISOString(),
  finishedAt: finishedAt === null ? null : new Date(finishedAt).toISOString(),
})
