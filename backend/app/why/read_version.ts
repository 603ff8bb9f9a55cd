import { parseGraph, type Graph } from '@soniarose/graph'
import type { Db } from '#app/core/db'

/** A published version's graph. @throws when it can no longer be read */
export async function readVersion(db: Db, versionId: string): Promise<{ number: number; graph: Graph }> {
  const [row] = await db.query<{ number: number; graph: unknown }>(
    'SELECT number, graph FROM workflow_versions WHERE id = $1',
    [versionId],
  )
  const parsed = parseGraph(row?.graph)
  if (row === undefined || !parsed.ok) throw new Error(`the version ${versionId} can't be read`)
  return { number: row.number, graph: parsed.value }
}
