import { conditionSchema } from '@soniarose/graph'
import { compileRules } from '#app/segments/compile_rules'
import type { ContactFilter } from '../enroll.ts'
import type { EngineClient } from '../pool.ts'

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** Who is in a segment; null when there is no such segment, or it can't be read any more. */
export async function segmentAudience(
  client: EngineClient,
  workspaceId: string,
  segmentId: string,
): Promise<ContactFilter | null> {
  if (!UUID.test(segmentId)) return null
  const { rows } = await client.query<{ rules: unknown }>(
    'SELECT rules FROM segments WHERE workspace_id = $1 AND id = $2',
    [workspaceId, segmentId],
  )
  const parsed = conditionSchema.safeParse(rows[0]?.rules)
  if (!parsed.success) return null
  const compiled = compileRules(parsed.data)
  return compiled.ok ? compiled.rules : null
}
