import { z } from 'zod'
import { audit } from '#app/core/audit'
import type { Db } from '#app/core/db'
import { wakeWorkers } from '#app/core/doorbell'
import { defineRoute, ok } from '#app/core/http/route'
import { announce } from '#app/live/hub'
import { countFitting, type Verb } from '#app/runs/many/choose'
import { workOffFilter, workOffIds, type WorkedOff } from '#app/runs/many/work_off'
import { runFilterSchema } from '#app/runs/run_filter'

/** Runs that are named one by one in an answer; the others are in the counts. */
const NAMED = 100

const manyBody = z.union(
  [
    z.strictObject({
      ids: z.array(z.string().max(100)).min(1).max(10_000, 'has at most 10,000 ids a call'),
      dryRun: z.boolean().default(false),
    }),
    z.strictObject({
      filter: runFilterSchema,
      dryRun: z.boolean().default(false).meta({ description: 'Only counts' }),
      cursor: z.uuid().optional().meta({ description: 'nextCursor of the answer before' }),
    }),
  ],
  'takes {ids: […]} with 1 to 10,000 ids, or {filter: {…}}',
)

const manyAnswer = z
  .object({
    matched: z.int().nullable().meta({ description: 'How many the filter meets; with dryRun only' }),
    done: z.int(),
    notDone: z.int(),
    reasons: z.record(z.string(), z.int()).meta({ description: 'Of those that were not done, how many why' }),
    runs: z.array(z.object({ runId: z.string(), reason: z.string() })).meta({ description: 'At most 100 of them' }),
    nextCursor: z.string().nullable().meta({ description: 'There are more: ask again with it as cursor' }),
  })
  .meta({ id: 'ManyRuns' })

export const manyRunsRoutes = (['retry', 'cancel'] as const).map((verb) =>
  defineRoute(
    {
      method: 'POST',
      path: `/api/workflows/runs/${verb}`,
      summary:
        verb === 'retry'
          ? 'Takes many failed runs up again where they failed, by ids or by a filter'
          : 'Ends many runs that are under way, with the texts that they have planned, by ids or by a filter',
      description:
        'Works in portions and answers after some seconds at the latest; `nextCursor` says that there is more to do.',
      access: 'workflows:write',
      body: manyBody,
      responses: { 200: manyAnswer },
    },
    async ({ db, body, actor, workspaceId, http }) => {
      if (body.dryRun) return ok({ ...answerOf(NOTHING), matched: await matched(db, { workspaceId, verb }, body) })
      const data = 'filter' in body ? { filter: body.filter } : { ids: body.ids.length }
      const order = {
        workspaceId,
        verb,
        note: (tx: Db, counts: { done: number; notDone: number }) =>
          audit(
            tx,
            { actor, http },
            { action: `runs.${verb}_many`, kind: 'runs', id: null, data: { ...data, ...counts } },
          ),
      }
      const worked =
        'filter' in body
          ? await workOffFilter(db, { ...order, filter: body.filter }, { cursor: body.cursor ?? null })
          : await workOffIds(order, knownIds(body.ids))
      if (worked.done > 0) {
        if (verb === 'retry') wakeWorkers('runs')
        announce(workspaceId, 'runs', 'messages')
      }
      return ok(answerOf('ids' in body ? withStrange(worked, body.ids) : worked))
    },
  ),
)

type Body = z.output<typeof manyBody>

const NOTHING: WorkedOff = { done: 0, refused: new Map(), cursor: null }

function matched(db: Db, at: { workspaceId: string; verb: Verb }, body: Body): Promise<number> {
  if ('filter' in body) return countFitting(db, { ...at, filter: body.filter })
  return countFitting(db, { ...at, filter: {}, ids: knownIds(body.ids) })
}

const isUuid = (id: string): boolean => z.uuid().safeParse(id).success
const knownIds = (ids: readonly string[]): string[] => [...new Set(ids.map((id) => id.toLowerCase()).filter(isUuid))]

/** An id that can't exist is as unknown as one that doesn't. */
function withStrange(worked: WorkedOff, ids: readonly string[]): WorkedOff {
  const strange = ids.filter((id) => !isUuid(id)).map((id) => [id, 'not_found'] as const)
  return { ...worked, refused: new Map([...worked.refused, ...strange]) }
}

function answerOf({ done, refused, cursor }: WorkedOff): z.input<typeof manyAnswer> {
  const reasons: Record<string, number> = {}
  for (const reason of refused.values()) reasons[reason] = (reasons[reason] ?? 0) + 1
  const runs = [...refused].slice(0, NAMED).map(([runId, reason]) => ({ runId, reason }))
  return { matched: null, done, notDone: refused.size, reasons, runs, nextCursor: cursor }
}
