import { createHash } from 'node:crypto'
import { test } from '@japa/runner'
import sharp from 'sharp'
import type { Api } from '../../support/api.ts'
import { eventually } from '../../support/processes.ts'
import { noise, plain } from '../../unit/media/pictures.ts'
import { goLive, startTexting, type Texting } from '../texting/bulk.ts'

interface Asset {
  id: string
  size: number
  url: string
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** A file that is ready, by the way that the console goes. */
async function upload(api: Api, origin: string, bytes: Buffer): Promise<Asset> {
  const about = { fileName: 'rose.jpg', contentType: 'image/jpeg', sizeBytes: bytes.length }
  const ticket = await api.expect<{ url: string; completeUrl: string }>(201, api.post('/api/media/uploads', about))
  await fetch(ticket.url, { method: 'PUT', body: new Uint8Array(bytes) })
  const asset = await api.expect<Asset>(200, api.post(ticket.completeUrl))
  return { ...asset, url: asset.url.replace(/^https?:\/\/[^/]+/, origin) }
}

test.group('A picture', (group) => {
  let texting: Texting
  const undo: (() => Promise<void>)[] = []

  group.each.timeout(60_000)
  group.setup(async () => {
    texting = await startTexting((callback) => void undo.unshift(callback), {}, { fetchMedia: true })
    return async () => {
      for (const callback of undo) await callback()
    }
  })

  const known = (phone: string) => {
    const consent = { source: 'paper', wording: 'Yes', at: new Date().toISOString() }
    return texting.api.expect<{ id: string }>(201, texting.api.post('/api/contacts', { phone, consent }))
  }
  /** What the phone shows: the bytes of the files of its newest text. */
  const shown = async (phone: string) => {
    const { emulator } = texting.carrier
    await eventually('the text has arrived', () =>
      emulator.control.thread(phone).some(({ status }) => status === 'delivered' || status === 'failed'),
    )
    const [text] = emulator.control.thread(phone)
    const files = await Promise.all(
      (text?.media ?? []).map(async ({ url, contentType }) => {
        const answer = await fetch(url)
        return { url, contentType, bytes: Buffer.from(await answer.arrayBuffer()) }
      }),
    )
    return { text, files }
  }

  test('of a workflow reaches the phone, small enough for every carrier, by an address that ends', async ({
    assert,
  }) => {
    const { api, stack } = texting
    const big = await noise(2_400, 1_600).jpeg({ quality: 95 }).toBuffer()
    assert.isAbove(big.length, 2_000_000)
    const asset = await upload(api, stack.url, big)
    const phone = '+14155555101'
    const { id } = await known(phone)
    const workflowId = await goLive(api, [
      { id: 'start', type: 'trigger', data: { on: 'manual' } },
      { id: 'text', type: 'send_sms', data: { body: 'Look!', mediaIds: [asset.id] } },
    ])
    await api.expect(202, api.post(`/api/workflows/${workflowId}/enroll`, { contactIds: [id] }))
    const { text, files } = await shown(phone)
    assert.deepInclude(text, { status: 'delivered', body: 'Look!' })
    assert.match(text?.sid ?? '', /^MM/)
    assert.lengthOf(files, 1)
    const [file] = files
    assert.equal(file?.contentType, 'image/jpeg')
    assert.equal(
      sha256(file?.bytes ?? Buffer.alloc(0)),
      sha256(Buffer.from(await (await fetch(asset.url)).arrayBuffer())),
      'the very bytes that the console shows',
    )
    assert.isAtMost(file?.bytes.length ?? Infinity, 600_000)
    assert.isAtMost((await sharp(file?.bytes).metadata()).width ?? Infinity, 1_600)
    const address = new URL(asset.url)
    const expires = Number(address.searchParams.get('expires'))
    assert.isAbove(expires, Date.now() + 86_000_000, 'the carrier has time to fetch it')
    assert.isBelow(expires, Date.now() + 2 * 86_400_000 + 1)
    const bare = `${stack.url}${address.pathname}`
    assert.equal((await fetch(bare)).status, 403, 'nobody sees it without the signature')
  })

  test('of the inbox reaches the phone, also without words', async ({ assert }) => {
    const { api, stack } = texting
    const assets = [
      await upload(api, stack.url, await plain(300, 200).png().toBuffer()),
      await upload(api, stack.url, await plain(200, 300).png().toBuffer()),
    ]
    const phone = '+14155555102'
    const { id } = await known(phone)
    const mediaIds = assets.map((asset) => asset.id)
    await api.expect(201, api.post(`/api/conversations/${id}/messages`, { mediaIds }))
    const { text, files } = await shown(phone)
    assert.equal(text?.status, 'delivered')
    assert.deepEqual(
      await Promise.all(files.map(async ({ bytes }) => (await sharp(bytes).metadata()).width)),
      [300, 200],
      'in the order in which they were chosen',
    )
  })

  test('that carriers would not take is refused before anybody waits for it', async ({ assert }) => {
    const { api, db, stack } = texting
    const asset = await upload(api, stack.url, await plain(300, 200).png().toBuffer())
    await db.query('UPDATE media_assets SET size_bytes = 5300000 WHERE id = $1', [asset.id])
    const { id } = await known('+14155555103')
    const refused = await api.post(`/api/conversations/${id}/messages`, { mediaIds: [asset.id] })
    assert.equal(refused.status, 422)
    assert.include(JSON.stringify(refused.body), 'E_MEDIA_TOO_LARGE')
    const check = async (mediaIds: string[]) => {
      const graph = {
        schemaVersion: 1,
        name: 'Files',
        settings: {},
        nodes: [
          { id: 'start', type: 'trigger', position: { x: 0, y: 0 }, data: { on: 'manual' } },
          {
            id: 'text',
            type: 'send_sms',
            position: { x: 0, y: 120 },
            data: { body: 'Look. Reply STOP to end.', mediaIds },
          },
        ],
        edges: [{ id: 'e', source: 'start', sourceHandle: 'next', target: 'text' }],
      }
      const workflow = await api.expect<{ id: string }>(201, api.post('/api/workflows', { name: 'Files', graph }))
      type Issues = { errors: { code: string; nodeId: string }[]; warnings: { code: string }[] }
      return api.expect<Issues>(200, api.post(`/api/workflows/${workflow.id}/validate`))
    }
    const tooLarge = await check([asset.id])
    assert.deepInclude(tooLarge.errors[0], { code: 'E_FILES_TOO_LARGE', nodeId: 'text' })
    await api.expect(204, api.delete(`/api/media/${asset.id}`))
    const gone = await check([asset.id])
    assert.deepEqual(gone.errors, [])
    assert.include(
      gone.warnings.map((warning) => warning.code),
      'W_MISSING_FILE',
    )
  })
})
