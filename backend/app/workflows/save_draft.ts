import type { Graph } from '@soniarose/graph'
import type { Db } from '#app/core/db'

export type SaveDraft =
  | { ok: true; revision: number }
  | { ok: false; error: { type: 'not_found' } | { type: 'stale'; revision: number } }

/**
 * Saves a draft over the revision that it was made from. One statement: of two who save on the same revision, the
 * second is told, and nothing is overwritten.
 * @param baseRevision undefined: over whatever is there
 */
export async function saveDraft(
  db: Db,
  at: { workspaceId: string; workflowId: string },
  { graph, baseRevision }: { graph: Graph; baseRevision: number | undefined },
): Promise<SaveDraft> {
  const [saved] = await db.query<{ draft_revision: number }>(
    `UPDATE workflows SET draft = $3, draft_revision = draft_revision + 1, updated_at = now()
      WHERE workspace_id = $1 AND id = $2 AND ($4::integer IS NULL OR draft_revision = $4) RETURNING draft_revision`,
    [at.workspaceId, at.workflowId, JSON.stringify(graph), baseRevision ?? null],
  )
  if (saved !== undefined) return { ok: true, revision: saved.draft_revision }
  const [there] = await db.query<{ draft_revision: number }>(
    'SELECT draft_revision FROM workflows WHERE workspace_id = $1 AND id = $2',
    [at.workspaceId, at.workflowId],
  )
  return {
    ok: false,
    error: there === undefined ? { type: 'not_found' } : { type: 'stale', revision: there.draft_revision },
  }
}
