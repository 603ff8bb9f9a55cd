import type { Db } from '#app/core/db'
import { installPluginsIn } from '#app/plugins/built_in'
import { giveSandboxSender } from '#app/senders/new_sender'

export interface NewWorkspace {
  name: string
  mode: 'sandbox' | 'live'
  /** Becomes its owner. */
  userId: string
  /** False: a sandbox that gets another sender than a number of its own. */
  ownSender?: boolean
}

export interface WorkspaceRow {
  id: string
  name: string
  mode: 'sandbox' | 'live'
  role: string
  created_at: Date
}

/**
 * Makes a workspace ready for use: its owner, the plugins that come with the product, and for a sandbox a number.
 * @param db a transaction
 */
export async function createWorkspace(db: Db, given: NewWorkspace): Promise<WorkspaceRow> {
  const [workspace] = await db.query<WorkspaceRow>(
    `WITH made AS (INSERT INTO workspaces (name, mode) VALUES ($1, $2) RETURNING id, name, mode, created_at),
          owner AS (INSERT INTO members (workspace_id, user_id, role) SELECT id, $3, 'owner' FROM made)
     SELECT made.*, 'owner' AS role FROM made`,
    [given.name, given.mode, given.userId],
  )
  if (workspace === undefined) throw new Error('the workspace was not stored')
  await installPluginsIn(db, [workspace.id])
  if (given.mode === 'sandbox' && given.ownSender !== false) await giveSandboxSender(db, workspace.id)
  return workspace
}
