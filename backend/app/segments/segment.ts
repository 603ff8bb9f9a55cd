import { conditionSchema } from '@soniarose/graph'
import { z } from 'zod'
import type { Db } from '#app/core/db'
import { idSchema, iso, timeSchema } from '#app/core/http/validation'
import { compileRules, type CompiledRules } from '#app/segments/compile_rules'
import { segmentUseSchema, usesOf } from '#app/segments/segment_uses'

export const segmentSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    rules: z.unknown(),
    count: z.int().optional().meta({ description: 'Contacts in it now' }),
    workflows: z.array(segmentUseSchema).meta({ description: 'Workflows whose published version or draft names it' }),
    createdAt: timeSchema,
    updatedAt: timeSchema,
  })
  .meta({ id: 'Segment' })

export interface SegmentRow {
  id: string
  name: string
  rules: unknown
  created_at: Date
  updated_at: Date
}

/** The columns of a {@link SegmentRow}. */
export const SEGMENT_COLUMNS = 'id, name, rules, created_at, updated_at'

/** How many contacts of a workspace rules hold for. */
export async function countOf(db: Db, workspaceId: string, rules: CompiledRules): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `SELECT count(*) AS count FROM contacts c WHERE c.workspace_id = $1 AND (${rules.sql(2)})`,
    [workspaceId, ...rules.values],
  )
  return row?.count ?? 0
}

/**
 * Segments as they are told, each with the workflows that name it.
 * @param counted with how many contacts are in each; that looks at every contact once a segment, one segment after the
 *   other so that a long list doesn't take the connections of everybody else
 */
export async function toSegments(
  db: Db,
  workspaceId: string,
  { rows, counted }: { rows: readonly SegmentRow[]; counted: boolean },
): Promise<z.input<typeof segmentSchema>[]> {
  const uses = await usesOf(
    db,
    workspaceId,
    rows.map((row) => row.id),
  )
  const segments: z.input<typeof segmentSchema>[] = []
  for (const row of rows) {
    const compiled = counted ? compileRules(conditionSchema.parse(row.rules)) : null
    segments.push({
      id: row.id,
      name: row.name,
      rules: row.rules,
      ...(compiled === null ? {} : { count: compiled.ok ? await countOf(db, workspaceId, compiled.rules) : 0 }),
      workflows: uses.get(row.id) ?? [],
      createdAt: iso(row.created_at),
      updatedAt: iso(row.updated_at),
    })
  }
  return segments
}
