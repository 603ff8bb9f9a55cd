import { z } from 'zod'
import type { Graph } from '@soniarose/graph'
import { idSchema, iso, timeSchema } from '#app/core/http/validation'

export const WORKFLOW_STATUSES = ['draft', 'live', 'paused', 'archived'] as const
export type WorkflowStatus = (typeof WORKFLOW_STATUSES)[number]

/** A graph in a request: any JSON here, since `parseGraph` reads it and says what is wrong in a person's words. */
export const graphInput = z
  .unknown()
  .meta({ description: 'A graph file: see the schema of nodes and edges', type: 'object' })

export const workflowSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    status: z.enum(WORKFLOW_STATUSES),
    draft: z.object({ graph: z.custom<Graph>().meta({ type: 'object' }), revision: z.int() }),
    publishedVersionId: idSchema.nullable(),
    createdAt: timeSchema,
    updatedAt: timeSchema,
    counts: z
      .object({ active: z.int(), completed: z.int(), failed: z.int() })
      .optional()
      .meta({ description: 'Runs by what became of them' }),
  })
  .meta({ id: 'Workflow' })

export interface WorkflowRow {
  id: string
  name: string
  status: WorkflowStatus
  draft: Graph
  draft_revision: number
  published_version_id: string | null
  created_at: Date
  updated_at: Date
  active?: number
  completed?: number
  failed?: number
}

/** The columns of a {@link WorkflowRow} without its counts. */
export const WORKFLOW_COLUMNS = 'id, name, status, draft, draft_revision, published_version_id, created_at, updated_at'

/** Runs of each workflow `f` by what became of them, as further columns. */
export const COUNTS = `
  LEFT JOIN LATERAL (
    SELECT (SELECT count(*) FROM runs r WHERE r.workflow_id = f.id AND r.status IN ('ready', 'waiting')) AS active,
           coalesce(sum(c.n) FILTER (WHERE c.status = 'completed'), 0)::bigint AS completed,
           coalesce(sum(c.n) FILTER (WHERE c.status = 'failed'), 0)::bigint AS failed
      FROM workflow_counts c WHERE c.workflow_id = f.id AND c.node_id = ''
  ) counts ON true`

export const toWorkflow = (row: WorkflowRow): z.input<typeof workflowSchema> => ({
  id: row.id,
  name: row.name,
  status: row.status,
  draft: { graph: row.draft, revision: row.draft_revision },
  publishedVersionId: row.published_version_id,
  createdAt: iso(row.created_at),
  updatedAt: iso(row.updated_at),
  ...(row.active === undefined
    ? {}
    : { counts: { active: row.active, completed: row.completed ?? 0, failed: row.failed ?? 0 } }),
})

export const versionSchema = z
  .object({
    id: idSchema,
    number: z.int(),
    graph: z.custom<Graph>().meta({ type: 'object' }),
    contentHash: z.string(),
    publishedAt: timeSchema,
    publishedBy: idSchema.nullable(),
    behaviours: z
      .array(z.string())
      .meta({ description: 'Named changes of what graphs do that its runs have, for life' }),
  })
  .meta({ id: 'WorkflowVersion' })

export interface VersionRow {
  id: string
  number: number
  graph: Graph
  content_hash: string
  published_at: Date
  published_by: string | null
  behaviours: string[]
}

export const VERSION_COLUMNS = 'id, number, graph, content_hash, published_at, published_by, behaviours'

export const toVersion = (row: VersionRow): z.input<typeof versionSchema> => ({
  id: row.id,
  number: row.number,
  graph: row.graph,
  contentHash: row.content_hash,
  publishedAt: iso(row.published_at),
  publishedBy: row.published_by,
  behaviours: row.behaviours,
})

export const issueSchema = z
  .object({ code: z.string(), nodeId: z.string().nullable(), message: z.string(), field: z.string().optional() })
  .meta({ id: 'GraphIssue' })
