import type { HttpContext } from '@adonisjs/core/http'
import { z } from 'zod'
import type { Actor } from '#app/core/auth/actor'
import { enroll } from '#app/engine/enroll'
import { wakeWorkers } from '#app/core/doorbell'
import { transaction } from '#app/core/db'
import { audit } from '#app/core/audit'
import { accepted, created, defineCreate, defineRoute, ok } from '#app/core/http/route'
import { decodeCursor, toPage } from '#app/core/http/cursor'
import { idSchema, pageOf, pageQuery } from '#app/core/http/validation'
import { conflict, notFound, Problem } from '#app/core/problem'
import { announce } from '#app/live/hub'
import { segmentFilter } from '#app/segments/segment_filter'
import { storedRules, thawBody, type ThawRules } from '#app/thaw/thaw_rules'
import { changeStatus } from '#app/workflows/change_status'
import { publish } from '#app/workflows/publish'
import { graphProblem } from '#app/workflows/read_graph'
import {
  toVersion,
  toWorkflow,
  VERSION_COLUMNS,
  versionSchema,
  workflowSchema,
  type VersionRow,
} from '#app/workflows/workflow'

const params = z.object({ id: idSchema })
const skipped = z.object({ contactId: z.string(), reason: z.string() })

/** Ids in a list are looked up, so one that can't exist is skipped like one that doesn't. */
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

const enrolBody = z.union(
  [
    z.object({ contactIds: z.array(z.string().max(100)).min(1).max(10_000), segmentId: z.never().optional() }),
    z.object({ segmentId: z.string(), contactIds: z.never().optional() }),
  ],
  'takes either {contactIds: […]} with 1 to 10,000 ids, or {segmentId}',
)

export const liveWorkflowRoutes = [
  defineCreate(
    {
      path: '/api/workflows/:id/publish',
      summary: 'Publishes the draft as an immutable version; runs under way keep theirs',
      access: 'workflows:write',
      params,
      responses: { 201: versionSchema },
    },
    async ({ db, params: { id }, actor, workspaceId, http }) => {
      const outcome = await publish(db, { workspaceId, workflowId: id }, actor.userId)
      if (outcome.ok) {
        await audit(
          db,
          { actor, http },
          { action: 'workflow.publish', kind: 'workflow', id, data: { version: outcome.version.number } },
        )
        db.afterCommit(() => announce(workspaceId, 'workflows'))
        return created(toVersion(outcome.version))
      }
      switch (outcome.error.type) {
        case 'not_found':
          return notFound('This workflow')
        case 'archived':
          return conflict('E_WORKFLOW_ARCHIVED', 'This workflow is archived; bring it back before you publish it.')
        case 'invalid':
          return graphProblem(outcome.error.issues, 'E_INVALID_GRAPH')
      }
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/workflows/:id/versions',
      summary: 'The published versions, newest first',
      access: 'workflows:read',
      params,
      query: pageQuery,
      responses: { 200: pageOf(versionSchema) },
    },
    async ({ db, params: { id }, query, workspaceId }) => {
      const after = decodeCursor(query.cursor, ['id'])
      if (after instanceof Problem) return after
      const there = await db.query('SELECT FROM workflows WHERE workspace_id = $1 AND id = $2', [workspaceId, id])
      if (there.length === 0) return notFound('This workflow')
      const rows = await db.query<VersionRow>(
        `SELECT ${VERSION_COLUMNS} FROM workflow_versions
          WHERE workflow_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
        [id, after?.[0] ?? null, query.limit + 1],
      )
      return ok(toPage(rows, query.limit, { item: toVersion, key: (row) => [row.id] }))
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/workflows/:id/versions/:versionId',
      summary: 'One published version; it never changes',
      access: 'workflows:read',
      params: params.extend({ versionId: idSchema }),
      responses: { 200: versionSchema },
    },
    async ({ db, params: { id, versionId }, workspaceId }) => {
      const [row] = await db.query<VersionRow>(
        `SELECT ${VERSION_COLUMNS} FROM workflow_versions WHERE workspace_id = $1 AND workflow_id = $2 AND id = $3`,
        [workspaceId, id, versionId],
      )
      return row === undefined ? notFound('This version') : ok(toVersion(row))
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/workflows/:id/pause',
      summary: 'Pauses: enrols nobody, sends nothing; waits go on',
      access: 'workflows:write',
      params,
      responses: { 200: workflowSchema },
    },
    ({ params: { id }, actor, http }) => moveTo('pause', { id, actor, http }),
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/workflows/:id/resume',
      summary: 'Resumes a paused workflow: held texts go out, or are skipped or re-timed by their age',
      access: 'workflows:write',
      params,
      body: thawBody,
      responses: { 200: workflowSchema },
    },
    ({ params: { id }, body, actor, http }) => moveTo('resume', { id, actor, http }, body.rules),
  ),
  defineCreate(
    {
      path: '/api/workflows/:id/enroll',
      summary: 'Starts the published workflow for contacts, by id or by segment',
      access: 'workflows:write',
      params,
      body: enrolBody,
      responses: { 202: z.object({ enrolled: z.int(), skipped: z.array(skipped) }) },
    },
    async ({ db, params: { id }, body, workspaceId }) => {
      const segment = body.segmentId !== undefined ? await segmentFilter(db, workspaceId, body.segmentId) : null
      if (body.segmentId !== undefined && segment === null) return notFound('This segment')
      const ids = body.contactIds ?? []
      const known = ids.filter((one) => uuid.test(one))
      const strange = ids
        .filter((one) => !uuid.test(one))
        .map((contactId) => ({ contactId, reason: 'unknown_contact' }))
      const outcome = await enroll(
        db.client,
        { workspaceId, workflowId: id },
        segment === null ? { contactIds: known } : { filter: segment },
      )
      if (!outcome.ok) return refused(outcome.error, ids)
      db.afterCommit(() => {
        announce(workspaceId, 'runs', 'workflows')
        wakeWorkers('runs')
      })
      return accepted({ enrolled: outcome.value.enrolled, skipped: [...outcome.value.skipped, ...strange] })
    },
  ),
]

/** A paused workflow takes the request and enrols nobody; one that was never published can't be enrolled in. */
function refused(error: 'not_found' | 'not_published' | 'paused', ids: string[]) {
  if (error === 'not_found') return notFound('This workflow')
  if (error === 'not_published')
    return conflict('E_NOT_PUBLISHED', 'This workflow is not published yet; publish it before you enrol anybody.')
  return accepted({ enrolled: 0, skipped: ids.map((contactId) => ({ contactId, reason: 'workflow_paused' })) })
}

interface Order {
  id: string
  actor: Actor
  http: HttpContext
}

async function moveTo(verb: 'pause' | 'resume', { id, actor, http }: Order, rules: ThawRules = []) {
  const { workspaceId } = actor
  const [from, to] = verb === 'pause' ? (['live', 'paused'] as const) : (['paused', 'live'] as const)
  const outcome = await transaction(async (tx) => {
    const at = { workspaceId, workflowId: id }
    const changed = await changeStatus(tx, at, { from: [from], to, thaw: storedRules(rules) })
    const data = rules.length === 0 ? {} : { rules }
    if (changed.ok) await audit(tx, { actor, http }, { action: `workflow.${verb}`, kind: 'workflow', id, data })
    return changed
  })
  if (outcome.ok) {
    announce(workspaceId, 'workflows', 'messages')
    // What was held while it paused goes out now.
    if (verb === 'resume') for (const bell of ['runs', 'messages'] as const) wakeWorkers(bell)
    return ok(toWorkflow(outcome.workflow))
  }
  if (outcome.error.type === 'not_found') return notFound('This workflow')
  const { status } = outcome.error
  return conflict('E_WORKFLOW_STATUS', `This workflow is ${status}; only a published one can ${verb}.`, {
    workflowStatus: status,
  })
}
