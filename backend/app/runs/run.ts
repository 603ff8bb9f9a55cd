import { z } from 'zod'
import { idSchema, iso, timeSchema } from '#app/core/http/validation'

export const RUN_STATUSES = ['ready', 'waiting', 'completed', 'exited', 'failed', 'canceled'] as const
export type RunStatus = (typeof RUN_STATUSES)[number]

const step = z
  .object({
    seq: z.int(),
    nodeId: z.string(),
    nodeType: z.string(),
    status: z
      .string()
      .meta({ description: 'completed, failed, skipped, canceled; running or waiting for the visit under way' }),
    outcome: z.string().nullable().meta({ description: 'The handle it left by, or why it did not' }),
    startedAt: timeSchema,
    finishedAt: timeSchema.nullable(),
    detail: z.record(z.string(), z.unknown()).nullable().meta({ description: 'The values that decided' }),
  })
  .meta({ id: 'Step' })

export const runSchema = z
  .object({
    id: idSchema,
    workflowId: idSchema,
    versionId: idSchema,
    contactId: idSchema,
    status: z.enum(RUN_STATUSES),
    exitReason: z.string().nullable(),
    currentNodeId: z.string().nullable(),
    wakeAt: timeSchema.nullable(),
    startedAt: timeSchema,
    finishedAt: timeSchema.nullable(),
    archivedAt: timeSchema
      .nullable()
      .meta({ description: 'When the retention setting dropped its steps and variables' }),
  })
  .meta({ id: 'Run' })

export const runWithSteps = runSchema.extend({ steps: z.array(step) }).meta({ id: 'RunWithSteps' })

export interface RunRow {
  id: string
  workflow_id: string
  version_id: string
  contact_id: string
  status: RunStatus
  exit_reason: string | null
  node_id: string | null
  wake_at: Date | null
  wait_until: Date | null
  started_at: Date
  finished_at: Date | null
  archived_at: Date | null
}

/** `wait_until` keeps the due time of a run that was woken before it; 'infinity' is none. */
export const RUN_COLUMNS = `id, workflow_id, version_id, contact_id, status, exit_reason, node_id, wake_at, started_at, finished_at, archived_at,
  CASE WHEN isfinite(wait_until) THEN wait_until END AS wait_until`

export const toRun = (row: RunRow): z.input<typeof runSchema> => ({
  id: row.id,
  workflowId: row.workflow_id,
  versionId: row.version_id,
  contactId: row.contact_id,
  status: row.status,
  exitReason: row.exit_reason,
  currentNodeId: row.finished_at === null ? row.node_id : null,
  wakeAt: iso(row.finished_at === null ? (row.wait_until ?? row.wake_at) : null),
  startedAt: iso(row.started_at),
  finishedAt: iso(row.finished_at),
  archivedAt: iso(row.archived_at),
})

export interface StepRow {
  seq: number
  node_id: string
  node_type: string
  status: string
  outcome: string | null
  started_at: Date
  finished_at: Date | null
  detail: Record<string, unknown> | null
}

export const toStep = (row: StepRow): z.input<typeof step> => ({
  seq: row.seq,
  nodeId: row.node_id,
  nodeType: row.node_type,
  status: row.status,
  outcome: row.outcome,
  startedAt: iso(row.started_at),
  finishedAt: iso(row.finished_at),
  detail: row.detail,
})
