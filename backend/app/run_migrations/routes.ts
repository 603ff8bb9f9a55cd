import { z } from 'zod'
import { audit } from '#app/core/audit'
import { actorName } from '#app/core/auth/actor'
import { pool, transaction } from '#app/core/db'
import { accepted, defineCreate, defineRoute, ok } from '#app/core/http/route'
import { decodeCursor, toPage } from '#app/core/http/cursor'
import { idSchema, pageOf, pageQuery } from '#app/core/http/validation'
import { conflict, notFound, Problem } from '#app/core/problem'
import { workOn } from './keeping.ts'
import {
  migrationInput,
  previewSchema,
  runMigrationSchema,
  SELECT_MIGRATIONS,
  toMigration,
  type MigrationRow,
} from './migration.ts'
import { readOrder } from './read_order.ts'
import { beginUndo, insertMigration } from './store.ts'

const params = z.object({ id: idSchema })
const oneParams = params.extend({ migrationId: idSchema })
const body = migrationInput.extend({
  seen: z
    .array(z.string().max(200))
    .max(1000)
    .optional()
    .meta({ description: 'The nodes that the preview showed; runs that stand elsewhere meanwhile stop the migration' }),
})

const standing = z
  .object({
    versions: z.array(
      z.object({ id: idSchema, number: z.int(), runs: z.int().meta({ description: 'Under way on it' }) }),
    ),
  })
  .meta({ id: 'WorkflowStanding' })

const STANDING = `
  SELECT v.id, v.number, coalesce(r.runs, 0) AS runs FROM workflow_versions v
  LEFT JOIN (
    SELECT version_id, count(*)::integer AS runs FROM runs
    WHERE workflow_id = $1 AND status IN ('ready', 'waiting') GROUP BY version_id
  ) r ON r.version_id = v.id
  WHERE v.workflow_id = $1 ORDER BY v.number DESC LIMIT 500`

export const runMigrationRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/workflows/:id/standing',
      summary: 'How many runs are under way on each version, newest first',
      access: 'workflows:read',
      params,
      responses: { 200: standing },
    },
    async ({ db, params: { id }, workspaceId }) => {
      const there = await db.query('SELECT FROM workflows WHERE workspace_id = $1 AND id = $2', [workspaceId, id])
      if (there.length === 0) return notFound('This workflow')
      return ok({ versions: await db.query<{ id: string; number: number; runs: number }>(STANDING, [id]) })
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/workflows/:id/migrations/preview',
      summary: 'Counts what a migration of runs to another version would do, and changes nothing',
      access: 'workflows:read',
      params,
      body: migrationInput,
      responses: { 200: previewSchema },
    },
    async ({ params: { id }, body: wanted, workspaceId }) => {
      const order = await readOrder(pool(), { workspaceId, workflowId: id }, wanted)
      return order instanceof Problem ? order : ok(order.preview)
    },
  ),
  defineCreate(
    {
      path: '/api/workflows/:id/migrations',
      summary: 'Moves runs that are under way to another version of their workflow, node by node',
      description:
        'Goes on in the background, in portions; ask for it again to see how far it is. No text is sent twice: a run ' +
        'whose text may be with the carrier moves only to the same text. Planned texts of nodes that are left are canceled.',
      access: 'workflows:write',
      params,
      body,
      responses: { 202: runMigrationSchema },
    },
    async ({ db, params: { id }, body: { seen, ...wanted }, actor, workspaceId, http }) => {
      const at = { workspaceId, workflowId: id }
      const order = await readOrder(db.client, at, wanted)
      if (order instanceof Problem) return order
      const unseen = order.preview.nodes.filter((node) => node.runs > 0 && seen?.includes(node.nodeId) === false)
      if (unseen.length > 0) return stale(unseen.map((node) => node.nodeId))
      const row = await insertMigration(db, at, { ...wanted, startedBy: actorName(actor) })
      if (row === null)
        return conflict(
          'E_MIGRATION_RUNNING',
          'Runs of this workflow are being moved already; wait until that is done.',
        )
      const { fromVersion, toVersion } = order.preview
      const data = { migration: row.id, from: fromVersion.number, to: toVersion.number, nodes: wanted.nodes }
      await audit(db, { actor, http }, { action: 'workflow.migrate_runs', kind: 'workflow', id, data })
      db.afterCommit(() => void workOn({ id: row.id, workspace_id: workspaceId, status: 'running' }))
      return accepted(toMigration(row))
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/workflows/:id/migrations',
      summary: 'Migrations of runs of a workflow, newest first',
      access: 'workflows:read',
      params,
      query: pageQuery,
      responses: { 200: pageOf(runMigrationSchema) },
    },
    async ({ db, params: { id }, query, workspaceId }) => {
      const after = decodeCursor(query.cursor, ['id'])
      if (after instanceof Problem) return after
      const there = await db.query('SELECT FROM workflows WHERE workspace_id = $1 AND id = $2', [workspaceId, id])
      if (there.length === 0) return notFound('This workflow')
      const rows = await db.query<MigrationRow>(
        `${SELECT_MIGRATIONS} WHERE m.workflow_id = $1 AND ($2::uuid IS NULL OR m.id < $2) ORDER BY m.id DESC LIMIT $3`,
        [id, after?.[0] ?? null, query.limit + 1],
      )
      return ok(toPage(rows, query.limit, { item: toMigration, key: (row) => [row.id] }))
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/workflows/:id/migrations/:migrationId',
      summary: 'How far a migration of runs is, and what became of them',
      access: 'workflows:read',
      params: oneParams,
      responses: { 200: runMigrationSchema },
    },
    async ({ db, params: { id, migrationId }, workspaceId }) => {
      const [row] = await db.query<MigrationRow>(
        `${SELECT_MIGRATIONS} WHERE m.workspace_id = $1 AND m.workflow_id = $2 AND m.id = $3`,
        [workspaceId, id, migrationId],
      )
      return row === undefined ? notFound('This migration') : ok(toMigration(row))
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/workflows/:id/migrations/:migrationId/undo',
      summary: 'Takes back the runs that have not gone on since they were moved',
      access: 'workflows:write',
      params: oneParams,
      responses: { 202: runMigrationSchema },
    },
    async ({ params: { id, migrationId }, actor, workspaceId, http }) => {
      const outcome = await transaction(async (tx) => {
        const begun = await beginUndo(tx, { workspaceId, workflowId: id }, migrationId)
        if (begun.ok)
          await audit(
            tx,
            { actor, http },
            { action: 'workflow.undo_migrate_runs', kind: 'workflow', id, data: { migration: migrationId } },
          )
        return begun
      })
      if (outcome.ok) {
        void workOn({ id: migrationId, workspace_id: workspaceId, status: 'undoing' })
        return accepted(toMigration(outcome.migration))
      }
      return undoRefused(outcome.error)
    },
  ),
]

function undoRefused(error: 'not_found' | 'running' | 'undone' | 'advanced' | 'other_open'): Problem {
  switch (error) {
    case 'not_found':
      return notFound('This migration')
    case 'running':
      return conflict('E_MIGRATION_RUNNING', 'This migration is still under way; undo it when it is done.')
    case 'other_open':
      return conflict('E_MIGRATION_RUNNING', 'Runs of this workflow are being moved just now; wait until that is done.')
    case 'undone':
      return conflict('E_MIGRATION_UNDONE', 'This migration has been undone already.')
    case 'advanced':
      return conflict(
        'E_MIGRATION_ADVANCED',
        'Every run that was moved has gone on since, or the move is more than 30 days old; there is nothing to undo.',
      )
  }
}

const stale = (nodes: string[]): Problem =>
  conflict(
    'E_STALE_PREVIEW',
    'Runs have come to nodes that the preview did not show; nothing was moved. Look at the preview again.',
    { nodes },
  )
