import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from '@japa/runner'
import { baseOf, fetchInboundFile, type InboundFile } from '#app/media/fetch_inbound_file'

const AC = `AC${'1'.repeat(32)}`
const MM = `MM${'2'.repeat(32)}`
const ME = `ME${'3'.repeat(32)}`
const PATH = `/2010-04-01/Accounts/${AC}/Messages/${MM}/Media/${ME}`

type Answer = (request: IncomingMessage, response: ServerResponse) => void

async function carrier(cleanup: (callback: () => void) => void, answer: Answer) {
  const seen: { url: string; authorization: string | undefined }[] = []
  const server = createServer((request, response) => {
    seen.push({ url: request.url ?? '', authorization: request.headers.authorization })
    answer(request, response)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  cleanup(() => void server.close())
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}

const file = (url: string): InboundFile => ({ url, accountSid: AC, messageSid: MM, authToken: 'secret' })
const PUBLIC = 'https://sms.example.com'

test.group('The file of an inbound MMS', () => {
  test('is fetched with the account’s credentials, and they go no further than the carrier', async ({
    assert,
    cleanup,
  }) => {
    const store = await carrier(cleanup, (_, response) => response.end('picture'))
    const { base, seen } = await carrier(cleanup, (_, response) =>
      response.writeHead(307, { location: `${store.base}/mms/1` }).end(),
    )
    const fetched = await fetchInboundFile(file(base + PATH), { apiBases: [base], publicUrl: store.base })
    assert.equal(fetched.kind === 'file' ? fetched.bytes.toString() : fetched.kind, 'picture')
    assert.equal(seen[0]?.authorization, `Basic ${Buffer.from(`${AC}:secret`).toString('base64')}`)
    assert.deepEqual(store.seen, [{ url: '/mms/1', authorization: undefined }])
  })

  test('is never asked for anywhere but at the carrier, whatever a webhook names', async ({ assert, cleanup }) => {
    const { base, seen } = await carrier(cleanup, (_, response) => response.end('secret'))
    const real = 'https://api.twilio.com'
    const links = [
      `${base}${PATH}`,
      'http://169.254.169.254/latest/meta-data/',
      `https://api.twilio.com@127.0.0.1${PATH}`,
      `https://api.twilio.com.example.com${PATH}`,
      `http://api.twilio.com${PATH}`,
      `${real}/2010-04-01/Accounts/${AC}/Messages.json`,
      `${real}${PATH}/../../../../Messages.json`,
      `${real}${PATH}%2f..%2f..`,
      `${real}${PATH}?x=1`,
      `${real}${PATH.replace(AC, `AC${'9'.repeat(32)}`)}`,
      `${real}${PATH.replace(MM, `MM${'9'.repeat(32)}`)}`,
      `${real}\\${PATH}`,
      'file:///etc/passwd',
      '',
    ]
    for (const link of links) {
      assert.isNull(baseOf(file(link), [real]), link)
      assert.equal((await fetchInboundFile(file(link), { apiBases: [real], publicUrl: PUBLIC })).kind, 'never', link)
    }
    assert.lengthOf(seen, 0)
    assert.equal(baseOf(file(real + PATH), [real]), real)
  })

  test('is not followed to this machine or its network when the carrier sends us there', async ({
    assert,
    cleanup,
  }) => {
    const inside = await carrier(cleanup, (_, response) => response.end('secret'))
    for (const location of [
      `${inside.base}/admin`,
      'http://169.254.169.254/',
      'https://10.0.0.1/x',
      'https://[::1]/x',
      'file:///etc/passwd',
    ]) {
      const { base } = await carrier(cleanup, (_, response) => response.writeHead(302, { location }).end())
      const fetched = await fetchInboundFile(file(base + PATH), { apiBases: [base], publicUrl: PUBLIC })
      assert.equal(fetched.kind, 'never', location)
    }
    assert.lengthOf(inside.seen, 0)
  })

  test('is tried again when the carrier has a bad moment, and not when it is too large or leads in circles', async ({
    assert,
    cleanup,
  }) => {
    const later = await carrier(cleanup, (_, response) => response.writeHead(503).end())
    assert.equal(
      (await fetchInboundFile(file(later.base + PATH), { apiBases: [later.base], publicUrl: PUBLIC })).kind,
      'later',
    )
    const gone = 'http://127.0.0.1:9'
    assert.equal((await fetchInboundFile(file(gone + PATH), { apiBases: [gone], publicUrl: PUBLIC })).kind, 'later')
    const large = await carrier(cleanup, (_, response) => response.end(Buffer.alloc(11 * 1024 * 1024)))
    assert.equal(
      (await fetchInboundFile(file(large.base + PATH), { apiBases: [large.base], publicUrl: PUBLIC })).kind,
      'never',
    )
    const circle = await carrier(cleanup, (request, response) =>
      response.writeHead(302, { location: request.url }).end(),
    )
    assert.equal(
      (await fetchInboundFile(file(circle.base + PATH), { apiBases: [circle.base], publicUrl: PUBLIC })).kind,
      'never',
    )
  })
})
