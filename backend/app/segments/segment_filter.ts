import { conditionSchema } from '@soniarose/graph'
import { z } from 'zod'
import type { Db } from '#app/core/db'
import { compileRules, type CompiledRules } from '#app/segments/compile_rules'

/** Who is in a segment, as a condition over `contacts c`; null when the workspace has no such segment. */
export async function segmentFilter(db: Db, workspaceId: string, segmentId: string): Promise<CompiledRules | null> {
  if (!z.uuid().safeParse(segmentId).success) return null
  const [row] = await db.query<{ rules: unknown }>('SELECT rules FROM segments WHERE workspace_id = $1 AND id = $2', [
    workspaceId,
    segmentId,
  ])
  if (row === undefined) return null
  const compiled = compileRules(conditionSchema.parse(row.rules))
  if (!compiled.ok) throw new Error(`a stored segment can't be read: ${compiled.error.message}`)
  return compiled.rules
}
