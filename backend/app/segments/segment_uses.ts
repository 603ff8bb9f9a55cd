import { z } from 'zod'
import type { Db } from '#app/core/db'
import { idSchema } from '#app/core/http/validation'
import { WORKFLOW_STATUSES, type WorkflowStatus } from '#app/workflows/workflow'

/** How a workflow can begin with a segment. */
const USES = ['segment_entered', 'schedule'] as const

export const segmentUseSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    status: z.enum(WORKFLOW_STATUSES),
    on: z.array(z.enum(USES)).meta({ description: 'Which of its triggers name the segment' }),
    isPublished: z.boolean().meta({ description: 'False when only its draft names the segment' }),
  })
  .meta({ id: 'SegmentUse' })

/** A workflow that names a segment. */
export type SegmentUse = z.output<typeof segmentUseSchema>

interface UseRow {
  segment_id: string
  id: string
  name: string
  status: WorkflowStatus
  used_on: SegmentUse['on']
  is_published: boolean
}

/** A trigger of a draft that names a segment; one that starts otherwise may keep the name of one that it had. */
const TRIGGERS = `$.nodes[*] ? (@.type == "trigger" && (@.data.on == "segment_entered" || @.data.on == "schedule")).data`

/**
 * What names segments in a workspace: published triggers and drafts, as rows of segment, workflow, trigger's kind.
 * Archived workflows start for nobody and hold nothing back.
 */
const usesIn = (workspace: string): string => `
  SELECT lower(t.key) AS segment_id, f.id, f.name, f.status, t.kind AS used_on, true AS is_published
    FROM workflow_triggers t JOIN workflows f ON f.id = t.workflow_id AND f.status <> 'archived'
   WHERE t.workspace_id = ${workspace} AND t.kind IN ('segment_entered', 'schedule')
  UNION ALL
  SELECT lower(btrim(d ->> 'segmentId')), f.id, f.name, f.status, d ->> 'on', false
    FROM workflows f, jsonb_path_query(f.draft, '${TRIGGERS}') d
   WHERE f.workspace_id = ${workspace} AND f.status <> 'archived'`

/** The condition that nothing names segment `segment` of a workspace; both are places of parameters. */
export const unusedSegment = (workspace: string, segment: string): string =>
  `NOT EXISTS (SELECT FROM (${usesIn(workspace)}) used WHERE used.segment_id = ${segment}::text)`

/** Which workflows name each of some segments; those that nothing names are missing. */
export async function usesOf(
  db: Db,
  workspaceId: string,
  segmentIds: readonly string[],
): Promise<Map<string, SegmentUse[]>> {
  const rows = await db.query<UseRow>(
    `SELECT segment_id, id, name, status, array_agg(DISTINCT used_on) AS used_on, bool_or(is_published) AS is_published
       FROM (${usesIn('$1')}) used WHERE segment_id = ANY($2::text[])
      GROUP BY segment_id, id, name, status ORDER BY name, id`,
    [workspaceId, segmentIds],
  )
  const uses = Map.groupBy(rows, (row) => row.segment_id)
  return new Map(
    [...uses].map(([segmentId, found]) => [
      segmentId,
      found.map(({ id, name, status, used_on: on, is_published: isPublished }) => ({
        id,
        name,
        status,
        on,
        isPublished,
      })),
    ]),
  )
}
