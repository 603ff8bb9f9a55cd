import type { Tx } from '#app/core/db'
import { emitEvent } from '#app/events/emit_event'

interface LinkRow {
  code: string
  workspace_id: string
  contact_id: string
  message_id: string
  workflow_id: string | null
  node_id: string | null
  url: string
  clicked_at: Date | null
}

/** All links of the text, locked: of two clicks at the same moment one is the first. */
const READ = `
  SELECT code, workspace_id, contact_id, message_id, workflow_id, node_id, url, clicked_at FROM links
  WHERE message_id = (SELECT message_id FROM links WHERE code = $1) ORDER BY code FOR UPDATE`

const COUNT = `UPDATE links SET clicks = clicks + 1, clicked_at = coalesce(clicked_at, workspace_now(workspace_id)) WHERE code = $1`

export interface Click {
  workspaceId: string
  /** The text's first: it has raised the event, and runs may begin or go on. */
  isFirst: boolean
}

/** Notes a click. The first on any link of a text raises `link_clicked`, once. @returns null when there is no such link */
export async function recordClick(tx: Tx, code: string): Promise<Click | null> {
  const links = await tx.query<LinkRow>(READ, [code])
  const link = links.find((each) => each.code === code)
  if (link === undefined) return null
  await tx.query(COUNT, [code])
  const isFirst = links.every((each) => each.clicked_at === null)
  if (isFirst) {
    const data = { url: link.url, workflowId: link.workflow_id, nodeId: link.node_id, messageId: link.message_id }
    await emitEvent(tx, { workspaceId: link.workspace_id, contactId: link.contact_id, name: 'link_clicked', data })
  }
  return { workspaceId: link.workspace_id, isFirst }
}
