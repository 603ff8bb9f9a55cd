import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { test } from '@japa/runner'
import { DiskStore } from '#app/media/disk_store'
import { isKey, rawKey } from '#app/media/store_port'

const WORKSPACE = '01990000-0000-7000-8000-000000000001'
const KEY = `${WORKSPACE}/3f8e2f4e-4b0e-4b0e-8b0e-2f4e4b0e4b0e`

async function listed(keys: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = []
  for await (const key of keys) found.push(key)
  return found
}

async function folder(cleanup: (callback: () => Promise<void>) => void): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'media-'))
  cleanup(() => rm(path, { recursive: true, force: true }))
  return path
}

test.group('Files on the local disk', () => {
  test('are read back as they were put, and are gone once removed', async ({ assert, cleanup }) => {
    const store = new DiskStore(await folder(cleanup))
    await store.put(KEY, Buffer.from('joy'))
    assert.equal((await store.read(KEY))?.toString(), 'joy')
    const stream = await store.open(KEY)
    assert.equal(stream === null ? '' : (await buffer(stream)).toString(), 'joy')
    await store.remove(KEY)
    await store.remove(KEY)
    assert.isNull(await store.read(KEY))
    assert.isNull(await store.open(KEY))
  })

  test('never lie outside their folder, whatever a key says', async ({ assert, cleanup }) => {
    const store = new DiskStore(await folder(cleanup))
    const keys = [
      '../../etc/passwd',
      `${WORKSPACE}/../../x`,
      '/etc/passwd',
      `${WORKSPACE}/a\0b`,
      `${KEY}/../x`,
      '',
      '..',
      `${KEY}.in/..`,
    ]
    for (const key of keys) {
      assert.isFalse(isKey(key), key)
      await assert.rejects(() => store.put(key, Buffer.from('x')), /not a key/)
      await assert.rejects(async () => store.read(key), /not a key/)
    }
  })

  test('are taken in as a stream up to their limit, and leave nothing behind beyond it', async ({
    assert,
    cleanup,
  }) => {
    const root = await folder(cleanup)
    const store = new DiskStore(root)
    assert.deepEqual(await store.receive(rawKey(KEY), Readable.from([Buffer.alloc(60), Buffer.alloc(40)]), 100), {
      ok: true,
      size: 100,
    })
    await store.remove(rawKey(KEY))
    const refused = await store.receive(rawKey(KEY), Readable.from([Buffer.alloc(60), Buffer.alloc(41)]), 100)
    assert.deepEqual(refused, { ok: false, why: 'too_large' })
    assert.deepEqual(await readdir(join(root, WORKSPACE)), [])
  })

  test('are not kept when the sender hangs up in the middle', async ({ assert, cleanup }) => {
    const root = await folder(cleanup)
    const upload = new PassThrough()
    upload.write(Buffer.alloc(10))
    setTimeout(() => upload.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })), 20)
    assert.deepEqual(await new DiskStore(root).receive(KEY, upload, 100), { ok: false, why: 'cut_off' })
    assert.deepEqual(await readdir(join(root, WORKSPACE)), [])
  })

  test('are listed once they are old, and what a crash left half-written is cleared away', async ({
    assert,
    cleanup,
  }) => {
    const root = await folder(cleanup)
    const store = new DiskStore(root)
    await store.put(KEY, Buffer.from('joy'))
    await writeFile(join(root, `${KEY}.abc.part`), 'half')
    await utimes(join(root, `${KEY}.abc.part`), 1, 1)
    assert.deepEqual(await listed(store.keysBefore(Date.now() - 60_000)), [])
    assert.deepEqual(await listed(store.keysBefore(Date.now() + 1_000)), [KEY])
    assert.lengthOf(await readdir(join(root, WORKSPACE)), 1)
    assert.deepEqual(await listed(new DiskStore(join(root, 'absent')).keysBefore(Date.now())), [])
  })
})
