import { z } from 'zod'
import { cancelRun } from '#app/engine/cancel_run'
import { retryRun } from '#app/engine/retry_run'
import { queueStats } from '#app/engine/queue_stats'
import { transaction } from '#app/core/db'
import { wakeWorkers } from '#app/core/doorbell'
import { defineRoute, ok } from '#app/core/http/route'
import { decodeCursor, toPage } from '#app/core/http/cursor'
import { idSchema, pageOf, pageQuery } from '#app/core/http/validation'
import { conflict, invalidField, notFound, Problem } from '#app/core/problem'
import { pool } from '#app/core/db'
import { announce } from '#app/live/hub'
import { listRuns } from '#app/runs/list_runs'
import { narrowingFields } from '#app/runs/run_filter'
import { readRun } from '#app/runs/read_run'
import { RUN_STATUSES, runSchema, runWithSteps, toRun, toStep, type RunStatus } from '#app/runs/run'

const params = z.object({ id: idSchema })
const statuses: readonly string[] = RUN_STATUSES
const isRunStatus = (status: string): status is RunStatus => statuses.includes(status)

const queue = z
  .object({
    depth: z.int().meta({ description: 'Due now: runs, texts and calls that wait for a worker' }),
    delayed: z.int().meta({ description: 'Waiting for their time' }),
    active: z.int().meta({ description: 'In the hands of a worker' }),
    failed: z.int(),
    oldestAge: z.number().nullable().meta({ description: 'Seconds that the oldest due one has waited' }),
    rate: z.number().meta({ description: 'Node visits a second, over the last minute' }),
  })
  .meta({ id: 'Queue' })

/** Filters that are ids: one that can't exist matches nothing. */
const idFilter = z.string().max(100).optional()
const isUuid = (id: string | undefined) => id === undefined || z.uuid().safeParse(id).success

export const runRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/workflows/queue',
      summary: 'How much work waits, how old it is, how fast it goes',
      access: 'workflows:read',
      responses: { 200: queue },
    },
    async ({ workspaceId }) => ok(await queueStats(pool(), workspaceId)),
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/workflows/runs',
      summary: 'Runs, newest first',
      access: 'workflows:read',
      query: pageQuery.extend({
        workflowId: idFilter,
        contactId: idFilter,
        status: z.string().max(100).optional().meta({ description: 'One status, or several with commas' }),
        ...narrowingFields,
      }),
      responses: { 200: pageOf(runSchema) },
    },
    async ({ db, query, workspaceId }) => {
      const after = decodeCursor(query.cursor, ['id'])
      if (after instanceof Problem) return after
      const wanted = query.status === undefined ? null : [...new Set(query.status.split(',').filter(Boolean))]
      const wrong = wanted?.find((status) => !isRunStatus(status))
      if (wrong !== undefined)
        return invalidField(
          'status',
          'E_VALIDATION',
          `"${wrong}" is not a status of a run: ${RUN_STATUSES.join(', ')}.`,
        )
      if (wanted?.length === 0 || !isUuid(query.workflowId) || !isUuid(query.contactId))
        return ok({ data: [], nextCursor: null })
      const rows = await listRuns(db, {
        ...query,
        workspaceId,
        statuses: wanted?.filter(isRunStatus) ?? null,
        after: after?.[0],
        limit: query.limit + 1,
      })
      return ok(toPage(rows, query.limit, { item: toRun, key: (row) => [row.id] }))
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/workflows/runs/:id',
      summary: 'One run with every node visit of its walk',
      access: 'workflows:read',
      params,
      responses: { 200: runWithSteps },
    },
    async ({ db, params: { id }, workspaceId }) => {
      const full = await readRun(db, workspaceId, id)
      return full === null ? notFound('This run') : ok({ ...toRun(full.run), steps: full.steps.map(toStep) })
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/workflows/runs/:id/retry',
      summary: 'Takes a failed run up again at the node where it failed',
      access: 'workflows:write',
      params,
      responses: { 200: runWithSteps },
    },
    async ({ db, params: { id }, workspaceId }) => {
      const outcome = await transaction((tx) => retryRun(tx.client, workspaceId, id))
      if (outcome === 'not_found') return notFound('This run')
      if (outcome === 'archived')
        return conflict(
          'E_RUN_STATUS',
          'What this run knew has been cleared by the retention setting; enrol the contact anew.',
        )
      if (outcome === 'wrong_status') return conflict('E_RUN_STATUS', 'Only a failed run can be retried.')
      if (outcome === 'active_already')
        return conflict('E_RUN_ACTIVE', 'The contact is in this workflow again already; end that run first.')
      wakeWorkers('runs')
      announce(workspaceId, 'runs')
      const full = await readRun(db, workspaceId, id)
      return full === null ? notFound('This run') : ok({ ...toRun(full.run), steps: full.steps.map(toStep) })
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/workflows/runs/:id/cancel',
      summary: 'Ends a run that is under way, with the texts that it has planned',
      access: 'workflows:write',
      params,
      responses: { 200: runWithSteps },
    },
    async ({ db, params: { id }, workspaceId }) => {
      const outcome = await transaction((tx) => cancelRun(tx.client, workspaceId, id))
      if (outcome === 'not_found') return notFound('This run')
      if (outcome === 'finished') return conflict('E_RUN_STATUS', 'This run has ended already.')
      announce(workspaceId, 'runs', 'messages')
      const full = await readRun(db, workspaceId, id)
      return full === null ? notFound('This run') : ok({ ...toRun(full.run), steps: full.steps.map(toStep) })
    },
  ),
]
