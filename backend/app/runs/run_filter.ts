import { z } from 'zod'
import { timeSchema } from '#app/core/http/validation'
import type { Parameters } from '#app/core/sql'
import { RUN_STATUSES, type RunStatus } from '#app/runs/run'

const statuses: readonly string[] = RUN_STATUSES
const isRunStatus = (status: string): status is RunStatus => statuses.includes(status)

/** What a list of runs, and an order for many of them, may be narrowed by beside ids and status. */
export const narrowingFields = {
  exitReason: z.string().max(100).optional().meta({ description: 'Such as opted_out, engine_error' }),
  error: z.string().min(2).max(200).optional().meta({ description: 'A part of the error of a failed run' }),
  since: timeSchema.optional().meta({ description: 'Ended, or where it is under way started, at or after' }),
  until: timeSchema.optional().meta({ description: 'Ended, or where it is under way started, before' }),
}

export interface Narrowing {
  exitReason?: string | undefined
  error?: string | undefined
  since?: string | undefined
  until?: string | undefined
}

/** Ids of the filter: one that can't exist matches nothing. */
const idField = z.string().max(100).optional()

/** The filter of the list of runs, as a body. */
export const runFilterSchema = z
  .strictObject({
    workflowId: idField,
    contactId: idField,
    status: z
      .string()
      .max(100)
      .refine((text) => wordsOf(text).every(isRunStatus), `must be statuses of runs: ${RUN_STATUSES.join(', ')}`)
      .optional()
      .meta({ description: 'One status, or several with commas' }),
    ...narrowingFields,
  })
  .meta({ id: 'RunFilter' })

export type RunFilterBody = z.output<typeof runFilterSchema>

/** The statuses that a filter's text names; null: it names none, so any will do. */
export function statusesOf(text: string | undefined): RunStatus[] | null {
  return text === undefined ? null : [...new Set(wordsOf(text).filter(isRunStatus))]
}

const wordsOf = (text: string): string[] => text.split(',').filter(Boolean)

/** Conditions over a run, to stand after others. @param run the name by which the statement knows it */
export function narrowingSql({ exitReason, error, since, until }: Narrowing, params: Parameters, run = 'runs'): string {
  const at = `coalesce(${run}.finished_at, ${run}.started_at)`
  const conditions = [
    ...(exitReason === undefined ? [] : [`${run}.exit_reason = ${params.add(exitReason)}`]),
    ...(since === undefined ? [] : [`${at} >= ${params.add(since)}`]),
    ...(until === undefined ? [] : [`${at} < ${params.add(until)}`]),
    ...(error === undefined ? [] : [errorSql(run, params.add(`%${error.replace(/[\\%_]/g, String.raw`\$&`)}%`))]),
  ]
  return conditions.map((condition) => ` AND ${condition}`).join('')
}

/** By the run's last visit, which is the one that failed. */
const errorSql = (run: string, like: string): string => `EXISTS (
  SELECT FROM steps e WHERE e.run_id = ${run}.id AND e.seq = ${run}.seq AND e.status = 'failed'
    AND concat_ws(' ', e.detail->>'error', e.detail #>> '{error,message}', e.detail->>'reason') ILIKE ${like})`
