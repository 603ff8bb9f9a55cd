import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import type { Api } from '../../support/api.ts'
import { Stack } from '../../support/stack.ts'
import { pixelBomb, plain } from '../../unit/media/pictures.ts'

interface Ticket {
  id: string
  url: string
  completeUrl: string
  expiresAt: string
}

interface Asset {
  id: string
  name: string
  contentType: string | null
  size: number | null
  status: string
  url: string | null
  expiresAt: string | null
}

let stack: Stack
let api: Api

const announce = (file: Record<string, unknown> = {}) =>
  api.expect<Ticket>(
    201,
    api.post('/api/media/uploads', {
      fileName: 'spring sale.png',
      contentType: 'image/png',
      sizeBytes: 1_000,
      ...file,
    }),
  )

const put = (url: string, bytes: Uint8Array<ArrayBuffer>) => fetch(url, { method: 'PUT', body: bytes })
const picture = async () => new Uint8Array(await plain(300, 200).png().toBuffer())
const listed = async (query = '') => (await api.expect<{ data: Asset[] }>(200, api.get(`/api/media${query}`))).data

/** An asset that is ready, by the way that the console goes. */
async function upload(): Promise<Asset & { url: string }> {
  const ticket = await announce()
  await put(ticket.url, await picture())
  const asset = await api.expect<Asset>(200, api.post(ticket.completeUrl))
  if (asset.url === null) throw new Error('an asset that is ready has an address')
  return { ...asset, url: asset.url.replace(/^https?:\/\/[^/]+/, stack.url) }
}

async function filesOnDisk(): Promise<string[]> {
  const files = await readdir(join(stack.env.SONIAROSE_DATA_DIR ?? '', 'media'), {
    recursive: true,
    withFileTypes: true,
  }).catch(() => [])
  return files.filter((entry) => entry.isFile() && !entry.name.startsWith('.')).map(({ name }) => name)
}

test.group('Media', (group) => {
  group.setup(async () => {
    stack = await Stack.start({ demo: false, workers: 0 })
    api = await stack.api()
    return () => stack.stop()
  })

  test('a picture is announced, put to its address, and ready for texts, with the day on which it goes', async ({
    assert,
  }) => {
    const ticket = await announce()
    assert.isAbove(Date.parse(ticket.expiresAt), Date.now())
    assert.deepEqual(
      (await listed()).filter(({ id }) => id === ticket.id),
      [],
      'a file that is not there yet is offered to nobody',
    )
    const answer = await put(ticket.url, await picture())
    assert.equal(answer.status, 200)
    const asset = await api.expect<Asset>(200, api.post(ticket.completeUrl))
    assert.deepInclude(asset, { id: ticket.id, name: 'spring sale.png', contentType: 'image/png', status: 'ready' })
    assert.isAbove(Date.parse(asset.expiresAt ?? ''), Date.now() + 300 * 86_400_000)
    assert.equal((await listed())[0]?.id, ticket.id)
  })

  test('its address works for whoever has it, and for nothing else', async ({ assert }) => {
    const { url, id } = await upload()
    const got = await fetch(url)
    assert.equal(got.status, 200)
    assert.equal(got.headers.get('content-type'), 'image/png')
    assert.equal(got.headers.get('x-content-type-options'), 'nosniff')
    assert.match(got.headers.get('content-security-policy') ?? '', /sandbox/)
    assert.match(got.headers.get('content-disposition') ?? '', /^inline; filename\*=UTF-8''spring%20sale\.png$/)
    const head = await fetch(url, { method: 'HEAD' })
    assert.deepEqual(
      [head.status, head.headers.get('content-length')],
      [200, String((await got.arrayBuffer()).byteLength)],
    )
    for (const wrong of [
      url.replace(/signature=./, 'signature='),
      url.replace(/expires=\d/, 'expires=9'),
      url.split('?')[0] ?? '',
      url.replace(id, randomUUID()),
    ]) {
      assert.equal((await fetch(wrong)).status, 403, wrong)
      assert.equal((await put(wrong, await picture())).status >= 400, true)
    }
  })

  test('a file that is not what it says is refused with a sentence, and nothing of it is kept', async ({ assert }) => {
    const before = await filesOnDisk()
    for (const bytes of [
      Buffer.from('<svg onload="alert(1)"/>'),
      Buffer.from('<!doctype html><script>1</script>'),
      pixelBomb(40_000, 40_000),
    ]) {
      const ticket = await announce()
      const answer = await put(ticket.url, new Uint8Array(bytes))
      const problem = (await answer.json()) as { code: string; detail: string }
      assert.deepEqual([answer.status, problem.code], [422, 'E_MEDIA_REFUSED'])
      assert.isNotEmpty(problem.detail)
      assert.equal((await api.post(ticket.completeUrl)).status, 422)
      assert.equal((await put(ticket.url, await picture())).status, 409, 'an address takes one file')
    }
    assert.deepEqual(await filesOnDisk(), before)
    assert.lengthOf(await listed('?status=refused'), 3)
  })

  test('a body over the limit is refused before it is kept, with or without its length', async ({ assert }) => {
    const before = await filesOnDisk()
    const { url } = await announce()
    const tooMuch = new Uint8Array(21 * 1024 * 1024)
    assert.equal((await put(url, tooMuch)).status, 413)
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(tooMuch)
        controller.close()
      },
    })
    const streamed = await fetch(url, { method: 'PUT', body: stream, duplex: 'half' })
    assert.equal(streamed.status, 413)
    assert.deepEqual(await filesOnDisk(), before)
  })

  test('what is not uploaded can not be completed, and bad announcements say what is wrong', async ({ assert }) => {
    const ticket = await announce()
    assert.deepInclude((await api.post(ticket.completeUrl)).body, { code: 'E_NOT_UPLOADED' })
    const bad = [
      { sizeBytes: 0 },
      { sizeBytes: 10 ** 9 },
      { contentType: 'nonsense' },
      { fileName: '' },
      { expiresAt: '2020-01-01T00:00:00Z' },
    ]
    for (const body of bad) assert.equal((await api.post('/api/media/uploads', body)).status, 422, JSON.stringify(body))
    assert.equal((await api.post(`/api/media/uploads/${randomUUID()}/complete`)).status, 404)
  })

  test('a multipart field that would end another server does nothing here', async ({ assert }) => {
    const form = new FormData()
    for (const name of ['toString', 'constructor', '__proto__', 'hasOwnProperty'])
      form.append(name, new Blob(['x']), 'x.png')
    for (const path of ['/api/media/uploads', '/api/media', (await announce()).url.replace(stack.url, '')])
      assert.isBelow(
        (await fetch(stack.url + path, { method: path.includes('expires') ? 'PUT' : 'POST', body: form })).status,
        500,
      )
    assert.equal((await api.get('/api/media')).status, 200)
  })

  test('a deleted file is gone from the list, from its address and from the disk', async ({ assert }) => {
    const before = await filesOnDisk()
    const { id, url } = await upload()
    assert.equal((await api.delete(`/api/media/${id}`)).status, 204)
    assert.equal((await api.delete(`/api/media/${id}`)).status, 404)
    assert.equal((await fetch(url)).status, 404)
    assert.deepEqual(await filesOnDisk(), before)
  })

  test('another workspace sees and deletes nothing of ours', async ({ assert }) => {
    const { id } = await upload()
    const other = await api.expect<{ id: string }>(
      201,
      api.post('/api/workspaces', { name: 'Another', mode: 'sandbox' }),
    )
    const theirs = { headers: { 'x-workspace-id': other.id } }
    for (const [method, path] of [
      ['GET', '/api/media'],
      ['DELETE', `/api/media/${id}`],
      ['POST', `/api/media/uploads/${id}/complete`],
    ] as const) {
      const answer = await api.request(method, path, theirs)
      assert.isTrue(
        answer.status === 404 || (answer.body as { data?: unknown[] }).data?.length === 0,
        `${method} ${path}`,
      )
    }
    assert.isTrue((await listed()).some((asset) => asset.id === id))
  })
})
