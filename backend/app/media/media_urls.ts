import type { Db } from '#app/core/db'
import { addressName } from '#app/media/media_asset'
import { mediaUrl } from '#app/media/signed_url'

interface Found {
  id: string
  file_name: string
  content_type: string | null
}

/**
 * The addresses under which a carrier can fetch a text's files, in the order of their ids. Each holds for a day at
 * least. A file that was deleted, has expired or belongs to another workspace is left out: its text goes without it.
 */
export async function mediaUrlsFor(db: Db, workspaceId: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await db.query<Found>(
    `SELECT id, file_name, content_type FROM media_assets
      WHERE workspace_id = $1 AND id::text = ANY($2) AND status = 'ready' AND (expires_at IS NULL OR expires_at > now())`,
    [workspaceId, ids],
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row === undefined ? [] : [mediaUrl(id, addressName(row.file_name, row.content_type))]
  })
}
