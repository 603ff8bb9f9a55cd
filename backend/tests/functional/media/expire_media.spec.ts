import { randomUUID } from 'node:crypto'
import { utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import pg from 'pg'
import type { Db } from '#app/core/db'
import { env } from '#app/core/env'
import { expireMedia } from '#app/media/expire_media'
import { newStorageKey } from '#app/media/media_asset'
import { mediaUrlsFor } from '#app/media/media_urls'
import { mediaStore } from '#app/media/store'
import { rawKey } from '#app/media/store_port'
import { createDatabase } from '../../support/database.ts'

let db: Db
let workspaceId: string

interface Row {
  status?: string
  origin?: string
  createdAt?: string
  expiresAt?: string | null
  contactId?: string | null
}

/** A row with its file, which was written two hours ago. */
async function asset({
  status = 'ready',
  origin = 'upload',
  createdAt = '-2 hours',
  expiresAt = null,
  contactId = null,
}: Row = {}) {
  const key = newStorageKey(workspaceId)
  const [row] = await db.query<{ id: string }>(
    `INSERT INTO media_assets (workspace_id, contact_id, storage_key, file_name, content_type, status, origin, created_at, expires_at)
     VALUES ($1, $2, $3, 'joy.png', 'image/png', $4, $5, now() + $6::interval, now() + $7::interval) RETURNING id`,
    [workspaceId, contactId, key, status, origin, createdAt, expiresAt],
  )
  await file(key)
  return { id: row?.id ?? '', key }
}

async function file(key: string): Promise<void> {
  const before = new Date(Date.now() - 7_200_000)
  await (await mediaStore()).put(key, Buffer.from('joy'), 'image/png')
  await utimes(join(env().dataDir, 'media', key), before, before)
}

const isThere = async (key: string) => (await (await mediaStore()).read(key)) !== null

test.group('Media in time', (group) => {
  group.setup(async () => {
    const database = await createDatabase()
    const pool = new pg.Pool({ connectionString: database.url, max: 2 })
    db = { query: async (sql, params) => (await pool.query(sql, [...(params ?? [])])).rows }
    const [workspace] = await db.query<{ id: string }>(
      `INSERT INTO workspaces (name, mode) VALUES ('One', 'sandbox') RETURNING id`,
    )
    workspaceId = workspace?.id ?? ''
    return async () => {
      await pool.end()
      await database.drop()
    }
  })

  test('files past their day go with their rows; the others stay', async ({ assert }) => {
    const past = await asset({ expiresAt: '-1 minute' })
    const coming = await asset({ expiresAt: '1 day' })
    const kept = await asset({ origin: 'inbound' })
    assert.equal((await expireMedia(db)).expired, 1)
    const rows = await db.query<{ id: string }>('SELECT id FROM media_assets')
    assert.sameMembers(
      rows.map(({ id }) => id),
      [coming.id, kept.id],
    )
    assert.deepEqual(await Promise.all([past, coming, kept].map(({ key }) => isThere(key))), [false, true, true])
  })

  test('a file that was announced and never came is forgotten; one that is on its way is not', async ({ assert }) => {
    const never = await asset({ status: 'pending' })
    await file(rawKey(never.key))
    const soon = await asset({ status: 'pending', createdAt: '-1 minute' })
    const inbound = await asset({ status: 'pending', origin: 'inbound', createdAt: '-3 hours' })
    assert.equal((await expireMedia(db)).expired, 1)
    assert.isFalse(await isThere(rawKey(never.key)))
    assert.isTrue(await isThere(soon.key))
    assert.isTrue(await isThere(inbound.key), 'the carrier has a day to give it')
  })

  test('an erased contact’s files go too, and another installation’s in the same store do not', async ({ assert }) => {
    const [contact] = await db.query<{ id: string }>(
      `INSERT INTO contacts (workspace_id, phone, created_at, updated_at) VALUES ($1, '+15555550123', now(), now()) RETURNING id`,
      [workspaceId],
    )
    const theirs = await asset({ origin: 'inbound', contactId: contact?.id ?? null })
    const foreign = newStorageKey(randomUUID())
    await file(foreign)
    await db.query('DELETE FROM contacts')
    assert.equal((await expireMedia(db)).orphaned, 1)
    assert.isFalse(await isThere(theirs.key))
    assert.isTrue(await isThere(foreign))
  })

  test('a text gets the addresses of its files in order, without those that are gone or another workspace’s', async ({
    assert,
  }) => {
    const [one, two, gone, pending] = [
      await asset(),
      await asset(),
      await asset({ expiresAt: '-1 second' }),
      await asset({ status: 'pending' }),
    ]
    const urls = await mediaUrlsFor(db, workspaceId, [two.id, gone.id, 'nonsense', pending.id, one.id])
    assert.deepEqual(
      urls.map((url) => /\/media\/([^/]+)\/joy\.png\?expires=\d+&signature=/.exec(url)?.[1]),
      [two.id, one.id],
    )
    assert.deepEqual(await mediaUrlsFor(db, randomUUID(), [one.id]), [])
  })
})
