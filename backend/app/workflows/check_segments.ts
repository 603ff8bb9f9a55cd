import { titleOf, type Graph, type GraphIssue, type GraphNode } from '@soniarose/graph'
import type { Db } from '#app/core/db'

const STARTED_BY_SEGMENT = new Set<unknown>(['segment_entered', 'schedule'])

/** The segment that a trigger starts by; null for one that isn't chosen yet, which is said elsewhere. */
function segmentOf({ type, data }: GraphNode): string | null {
  if (type !== 'trigger' || !STARTED_BY_SEGMENT.has(data['on'])) return null
  const id = data['segmentId']
  return typeof id === 'string' && id.trim() !== '' ? id.trim().toLowerCase() : null
}

/** Looks for triggers by segments that the workspace doesn't have (a file of another one's, say): they start for nobody. */
export async function checkSegments(db: Db, workspaceId: string, graph: Graph): Promise<GraphIssue[]> {
  const wanted = graph.nodes.flatMap((node) => segmentOf(node) ?? [])
  if (wanted.length === 0) return []
  const rows = await db.query<{ id: string }>(
    'SELECT id FROM segments WHERE workspace_id = $1 AND id::text = ANY($2::text[])',
    [workspaceId, wanted],
  )
  const there = new Set(rows.map((row) => row.id))
  return graph.nodes.flatMap((node) => {
    const id = segmentOf(node)
    if (id === null || there.has(id)) return []
    const message = `${titleOf(node)}: its segment isn’t in this workspace, so it would start for nobody; choose another.`
    return [{ code: 'E_NO_SEGMENT', nodeId: node.id, field: 'segmentId', message }]
  })
}
