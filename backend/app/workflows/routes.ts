import { emptyGraph } from '@soniarose/graph'
import { z } from 'zod'
import { created, defineCreate, defineRoute, noContent, ok } from '#app/core/http/route'
import { decodeCursor, toPage } from '#app/core/http/cursor'
import { idSchema, pageOf, pageQuery } from '#app/core/http/validation'
import { conflict, notFound, Problem } from '#app/core/problem'
import { announce } from '#app/live/hub'
import { graphProblem, judgeGraph, readGraph } from '#app/workflows/read_graph'
import { saveDraft } from '#app/workflows/save_draft'
import {
  COUNTS,
  graphInput,
  issueSchema,
  toWorkflow,
  WORKFLOW_COLUMNS,
  WORKFLOW_STATUSES,
  workflowSchema,
  type WorkflowRow,
} from '#app/workflows/workflow'

const params = z.object({ id: idSchema })
const name = z.string().trim().min(1, 'is empty').max(120)

export const workflowRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/workflows',
      summary: 'Workflows, newest first',
      access: 'workflows:read',
      query: pageQuery.extend({ status: z.enum(WORKFLOW_STATUSES).optional(), search: z.string().max(120).optional() }),
      responses: { 200: pageOf(workflowSchema) },
    },
    async ({ db, query, workspaceId }) => {
      const after = decodeCursor(query.cursor, ['id'])
      if (after instanceof Problem) return after
      const rows = await db.query<WorkflowRow>(
        `SELECT f.*, counts.* FROM (
           SELECT ${WORKFLOW_COLUMNS} FROM workflows
            WHERE workspace_id = $1 AND ($2::uuid IS NULL OR id < $2) AND ($3::text IS NULL OR status = $3)
              AND ($4::text IS NULL OR strpos(lower(name), lower($4)) > 0)
            ORDER BY id DESC LIMIT $5) f ${COUNTS} ORDER BY f.id DESC`,
        [workspaceId, after?.[0] ?? null, query.status ?? null, query.search ?? null, query.limit + 1],
      )
      return ok(toPage(rows, query.limit, { item: toWorkflow, key: (row) => [row.id] }))
    },
  ),
  defineCreate(
    {
      path: '/api/workflows',
      summary: 'Creates a workflow as a draft, empty or with a graph',
      access: 'workflows:write',
      body: z.object({ name, graph: graphInput.optional() }),
      responses: { 201: workflowSchema },
    },
    async ({ db, body, workspaceId }) => {
      const read =
        body.graph === undefined ? { ok: true as const, graph: emptyGraph(body.name) } : readGraph(body.graph)
      if (!read.ok) return graphProblem(read.issues)
      const [row] = await db.query<WorkflowRow>(
        `INSERT INTO workflows (workspace_id, name, draft) VALUES ($1, $2, $3) RETURNING ${WORKFLOW_COLUMNS}`,
        [workspaceId, body.name, JSON.stringify(read.graph)],
      )
      if (row === undefined) throw new Error('the workflow was not stored')
      db.afterCommit(() => announce(workspaceId, 'workflows'))
      return created(toWorkflow(row))
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/workflows/:id',
      summary: 'One workflow with its draft',
      access: 'workflows:read',
      params,
      responses: { 200: workflowSchema },
    },
    async ({ db, params: { id }, workspaceId }) => {
      const [row] = await db.query<WorkflowRow>(
        `SELECT f.*, counts.* FROM (SELECT ${WORKFLOW_COLUMNS} FROM workflows WHERE workspace_id = $1 AND id = $2) f ${COUNTS}`,
        [workspaceId, id],
      )
      return row === undefined ? notFound('This workflow') : ok(toWorkflow(row))
    },
  ),
  defineRoute(
    {
      method: 'PATCH',
      path: '/api/workflows/:id',
      summary: 'Renames a workflow, or archives one that is not live',
      access: 'workflows:write',
      params,
      body: z.object({ name: name.optional(), status: z.enum(['archived', 'draft']).optional() }),
      responses: { 200: workflowSchema },
    },
    async ({ db, params: { id }, body, workspaceId }) => {
      const [row] = await db.query<WorkflowRow>(
        `UPDATE workflows SET name = coalesce($3, name), updated_at = now(),
                status = CASE WHEN $4::text IS NULL OR status = 'live' THEN status
                              WHEN $4 = 'draft' AND published_version_id IS NOT NULL THEN 'paused' ELSE $4 END
          WHERE workspace_id = $1 AND id = $2 AND ($4 IS DISTINCT FROM 'archived' OR status <> 'live')
          RETURNING ${WORKFLOW_COLUMNS}`,
        [workspaceId, id, body.name ?? null, body.status ?? null],
      )
      if (row !== undefined) {
        announce(workspaceId, 'workflows')
        return ok(toWorkflow(row))
      }
      const there = await db.query('SELECT FROM workflows WHERE workspace_id = $1 AND id = $2', [workspaceId, id])
      return there.length === 0
        ? notFound('This workflow')
        : conflict('E_WORKFLOW_LIVE', 'This workflow is live; pause it before you archive it.')
    },
  ),
  defineRoute(
    {
      method: 'DELETE',
      path: '/api/workflows/:id',
      summary: 'Deletes a workflow with its versions and runs; a live one must be paused first',
      access: 'workflows:write',
      params,
      responses: { 204: null },
    },
    async ({ db, params: { id }, workspaceId }) => {
      const gone = await db.query(
        `DELETE FROM workflows WHERE workspace_id = $1 AND id = $2 AND status <> 'live' RETURNING id`,
        [workspaceId, id],
      )
      if (gone.length > 0) {
        announce(workspaceId, 'workflows', 'runs')
        return noContent()
      }
      const there = await db.query('SELECT FROM workflows WHERE workspace_id = $1 AND id = $2', [workspaceId, id])
      return there.length === 0
        ? notFound('This workflow')
        : conflict('E_WORKFLOW_LIVE', 'This workflow is live; pause it before you delete it.')
    },
  ),
  defineRoute(
    {
      method: 'PUT',
      path: '/api/workflows/:id/draft',
      summary: 'Saves a draft, also an unfinished one',
      access: 'workflows:write',
      params,
      body: z.object({ graph: graphInput, baseRevision: z.int().min(0).optional() }),
      responses: { 200: z.object({ revision: z.int() }) },
    },
    async ({ db, params: { id }, body, workspaceId }) => {
      const read = readGraph(body.graph)
      if (!read.ok) return graphProblem(read.issues)
      const saved = await saveDraft(
        db,
        { workspaceId, workflowId: id },
        { graph: read.graph, baseRevision: body.baseRevision },
      )
      if (saved.ok) {
        announce(workspaceId, 'workflows')
        return ok({ revision: saved.revision })
      }
      if (saved.error.type === 'not_found') return notFound('This workflow')
      return conflict(
        'E_STALE_DRAFT',
        'Somebody saved this workflow since you opened it; nothing was overwritten. Load their draft first.',
        {
          revision: saved.error.revision,
        },
      )
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/workflows/:id/validate',
      summary: 'Judges the saved draft, or the graph in the body, as publishing would',
      access: 'workflows:read',
      params,
      body: z.object({ graph: graphInput.optional() }),
      responses: { 200: z.object({ errors: z.array(issueSchema), warnings: z.array(issueSchema) }) },
    },
    async ({ db, params: { id }, body, workspaceId }) => {
      const [row] = await db.query<{ draft: unknown }>(
        'SELECT draft FROM workflows WHERE workspace_id = $1 AND id = $2',
        [workspaceId, id],
      )
      if (row === undefined) return notFound('This workflow')
      const read = readGraph(body.graph ?? row.draft)
      if (!read.ok) return ok({ errors: read.issues, warnings: [] })
      return ok(await judgeGraph(db, workspaceId, read.graph))
    },
  ),
]
