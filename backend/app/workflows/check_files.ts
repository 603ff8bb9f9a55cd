import { titleOf, type Graph, type GraphIssue, type GraphNode } from '@soniarose/graph'
import type { Db } from '#app/core/db'
import { MMS_LIMIT } from '#app/media/accept_file'

interface FileRow {
  id: string
  size_bytes: number | null
}

const READY = `
  SELECT id, size_bytes::float8 AS size_bytes FROM media_assets
  WHERE workspace_id = $1 AND id::text = ANY($2::text[]) AND status = 'ready' AND (expires_at IS NULL OR expires_at > now())`

const filesOf = (node: GraphNode): string[] => {
  const ids = node.type === 'send_sms' ? node.data['mediaIds'] : undefined
  return Array.isArray(ids) ? ids.map(String) : []
}

/** Looks at the files of a graph's texts: those that are not there any more, and those that no carrier takes together. */
export async function checkFiles(db: Db, workspaceId: string, graph: Graph): Promise<GraphIssue[]> {
  const wanted = [...new Set(graph.nodes.flatMap(filesOf))]
  if (wanted.length === 0) return []
  const ready = new Map(
    (await db.query<FileRow>(READY, [workspaceId, wanted])).map((row) => [row.id, row.size_bytes ?? 0]),
  )
  return graph.nodes.flatMap((node) => {
    const ids = filesOf(node)
    const about = { nodeId: node.id, field: 'mediaIds' }
    const bytes = ids.reduce((sum, id) => sum + (ready.get(id) ?? 0), 0)
    const issues: GraphIssue[] = []
    if (ids.some((id) => !ready.has(id)))
      issues.push({
        ...about,
        code: 'W_MISSING_FILE',
        message: `${titleOf(node)}: a file of this text is gone or has expired; the text will go out without it.`,
      })
    if (bytes > MMS_LIMIT)
      issues.push({
        ...about,
        code: 'E_FILES_TOO_LARGE',
        message: `${titleOf(node)}: its files have more than 5 MB together, which carriers refuse; take fewer.`,
      })
    return issues
  })
}
