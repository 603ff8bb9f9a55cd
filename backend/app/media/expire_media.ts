import type { Db } from '#app/core/db'
import { mediaStore } from '#app/media/store'
import { rawKey, type MediaStore } from '#app/media/store_port'

const BATCH = 500
const HOUR_MS = 3_600_000

/** What a sweep deleted: files past their time, and files that no row knows any more. */
export interface Swept {
  expired: number
  orphaned: number
}

/** Past its time, or announced and never sent. */
const due = `
  SELECT id, storage_key FROM media_assets
   WHERE expires_at <= now() OR (status = 'pending' AND origin = 'upload' AND created_at < now() - interval '1 hour') LIMIT ${BATCH}`

async function deleteExpired(db: Db, store: MediaStore): Promise<number> {
  let count = 0
  for (;;) {
    const rows = await db.query<{ id: string; storage_key: string }>(due)
    // The file first: a crash between the two leaves a row that the next sweep finds.
    for (const { storage_key } of rows) {
      await store.remove(storage_key)
      await store.remove(rawKey(storage_key))
    }
    await db.query('DELETE FROM media_assets WHERE id = ANY($1::uuid[])', [rows.map((row) => row.id)])
    count += rows.length
    if (rows.length < BATCH) return count
  }
}

/** Of these keys, those in a workspace of this database that no row names. Other folders may be somebody else's. */
const unknownKeys = `
  SELECT k.key FROM unnest($1::text[]) AS k(key)
   JOIN workspaces w ON w.id::text = split_part(k.key, '/', 1)
   WHERE NOT EXISTS (SELECT FROM media_assets m WHERE m.storage_key = regexp_replace(k.key, '\\.in$', ''))`

async function removeUnknown(db: Db, store: MediaStore, keys: string[]): Promise<number> {
  const rows = await db.query<{ key: string }>(unknownKeys, [keys])
  for (const { key } of rows) await store.remove(key)
  return rows.length
}

/** Rows go with their contact; their files are found here. A file younger than an hour may still get its row. */
async function deleteOrphans(db: Db, store: MediaStore): Promise<number> {
  let count = 0
  let keys: string[] = []
  for await (const key of store.keysBefore(Date.now() - HOUR_MS)) {
    keys.push(key)
    if (keys.length < BATCH) continue
    count += await removeUnknown(db, store, keys)
    keys = []
  }
  return count + (keys.length === 0 ? 0 : await removeUnknown(db, store, keys))
}

/**
 * Deletes files whose time has come, with their rows, and files that were left behind when a contact was erased.
 * To be called once an hour or so; two at a time do no harm.
 */
export async function expireMedia(db: Db): Promise<Swept> {
  const store = await mediaStore()
  return { expired: await deleteExpired(db, store), orphaned: await deleteOrphans(db, store) }
}
