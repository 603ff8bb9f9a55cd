import { parseGraph, type Graph } from '@soniarose/graph'
import type { EngineClient } from '#app/engine/pool'

export interface MigrationVersion {
  id: string
  number: number
  graph: Graph
}

const FIND = `SELECT id, number, graph FROM workflow_versions WHERE workspace_id = $1 AND workflow_id = $2 AND id = ANY($3::uuid[])`

/** Versions of a workflow by id; those that it doesn't have are absent. */
export async function readVersions(
  db: EngineClient,
  at: { workspaceId: string; workflowId: string },
  ids: readonly string[],
): Promise<Map<string, MigrationVersion>> {
  const { rows } = await db.query<{ id: string; number: number; graph: unknown }>(FIND, [
    at.workspaceId,
    at.workflowId,
    ids,
  ])
  const versions = new Map<string, MigrationVersion>()
  for (const { id, number, graph } of rows) {
    const parsed = parseGraph(graph)
    if (!parsed.ok) throw new Error(`Version ${id} can no longer be read: ${parsed.error[0]?.message ?? ''}`)
    versions.set(id, { id, number, graph: parsed.value })
  }
  return versions
}
