import type { Db } from '#app/core/db'
import { acceptFile } from '#app/media/accept_file'
import { MEDIA_COLUMNS, type MediaRow } from '#app/media/media_asset'
import { mediaStore } from '#app/media/store'
import { rawKey } from '#app/media/store_port'

export type CompleteUpload = { ok: true; row: MediaRow } | { ok: false; why: 'not_uploaded' | 'gone' }

/** How long a refused file's sentence stays to be read. */
const REFUSED_FOR = '1 day'

const readied = `
  UPDATE media_assets SET status = 'ready', content_type = $2, size_bytes = $3, sha256 = $4, width = $5, height = $6
   WHERE id = $1 AND status = 'pending' RETURNING ${MEDIA_COLUMNS}`
const refused = `
  UPDATE media_assets SET status = 'refused', refusal = $2, expires_at = least(expires_at, now() + interval '${REFUSED_FOR}')
   WHERE id = $1 AND status = 'pending' RETURNING ${MEDIA_COLUMNS}`

/**
 * Judges what was uploaded for a row and says in it what came of it. What was uploaded lies under another key than what
 * is kept, so that an address for uploading can't change a file after it was judged. Doing it twice changes nothing.
 */
export async function completeUpload(db: Db, row: MediaRow): Promise<CompleteUpload> {
  if (row.status !== 'pending') return { ok: true, row }
  const store = await mediaStore()
  const raw = await store.read(rawKey(row.storage_key))
  if (raw === null) return again(db, row)
  const file = await acceptFile(raw)
  if (file.ok) await store.put(row.storage_key, file.bytes, file.contentType)
  const [done] = file.ok
    ? await db.query<MediaRow>(readied, [
        row.id,
        file.contentType,
        file.bytes.length,
        file.sha256,
        file.width,
        file.height,
      ])
    : await db.query<MediaRow>(refused, [row.id, file.refusal])
  await store.remove(rawKey(row.storage_key))
  return done === undefined ? again(db, row) : { ok: true, row: done }
}

/** Somebody else may have completed or deleted it in the same moment. */
async function again(db: Db, { id, storage_key }: MediaRow): Promise<CompleteUpload> {
  const [now] = await db.query<MediaRow>(`SELECT ${MEDIA_COLUMNS} FROM media_assets WHERE id = $1`, [id])
  if (now === undefined) {
    await (await mediaStore()).remove(storage_key)
    return { ok: false, why: 'gone' }
  }
  return now.status === 'pending' ? { ok: false, why: 'not_uploaded' } : { ok: true, row: now }
}
