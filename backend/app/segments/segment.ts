import { conditionSchema } from '@soniarose/graph'
import { z } from 'zod'
import type { Db } from '#app/core/db'
import { idSchema, iso, timeSchema } from '#app/core/http/validation'
import { Parameters } from '#app/core/sql'
import { compileRules, type CompiledRules } from '#app/segments/compile_rules'
import { segmentUseSchema, usesOf } from '#app/segments/segment_uses'

export const segmentSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    rules: z.unknown(),
    count: z.int().meta({ description: 'Contacts in it now' }),
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

/** How many contacts of a workspace each of some rules holds for: one look through the contacts for all of them. */
export async function countsOf(db: Db, workspaceId: string, rules: readonly CompiledRules[]): Promise<number[]> {
  if (rules.length === 0) return []
  const params = new Parameters([workspaceId])
  const counts = rules.map((one) => `count(*) FILTER (WHERE ${params.place(one)})`)
  const [row] = await db.query<{ counts: number[] }>(
    `SELECT ARRAY[${counts.join(', ')}]::integer[] AS counts FROM contacts c WHERE c.workspace_id = $1`,
    params.values,
  )
  return row?.counts ?? rules.map(() => 0)
}

const NOBODY: CompiledRules = { sql: () => 'false', values: [] }

/** Segments as they are told, each with how many contacts are in it and which workflows name it. */
export async function toSegments(
  db: Db,
  workspaceId: string,
  rows: readonly SegmentRow[],
): Promise<z.input<typeof segmentSchema>[]> {
  const rules = rows.map((row) => {
    const compiled = compileRules(conditionSchema.parse(row.rules))
    return compiled.ok ? compiled.rules : NOBODY
  })
  const [counts, uses] = await Promise.all([
    countsOf(db, workspaceId, rules),
    usesOf(
      db,
      workspaceId,
      rows.map((row) => row.id),
    ),
  ])
  return rows.map((row, at) => ({
    id: row.id,
    name: row.name,
    rules: row.rules,
    count: counts[at] ?? 0,
    workflows: uses.get(row.id) ?? [],
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
  }))
}
