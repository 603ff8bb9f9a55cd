import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from '@japa/runner'
import { Egress, EgressError, isPublicAddress } from '../../src/index.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void
type Cleanup = (callback: () => Promise<void>) => void

/** A server on loopback, and an egress that may reach loopback so that the rest of its rules can be seen. */
async function serve(cleanup: Cleanup, handler: Handler) {
  let hits = 0
  const server = createServer((request, response) => {
    hits += 1
    handler(request, response)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  cleanup(async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  })
  const { port } = server.address() as AddressInfo
  const open = new Egress({ ports: [port], mayConnect: () => true })
  return { port, open, url: `http://127.0.0.1:${port}`, hits: () => hits }
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
    return 'answered'
  } catch (error) {
    return error instanceof EgressError ? error.code : String(error)
  }
}

/** Ways to write an address that must never be reached. */
const INSIDE = [
  'localhost',
  'localhost.',
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '127.0.0.1.',
  '0',
  '0.0.0.0',
  '[::]',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::7f00:1]',
  '[0:0:0:0:0:0:0:1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '[fe80::1]',
  '[fc00::1]',
  '[fec0::1]',
  '[ff02::1]',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '198.18.0.1',
  '192.0.2.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '①②⑦.⓪.⓪.①',
  '127。0。0。1',
  '[::ffff:0:127.0.0.1]',
]

test.group('A user points a request inside', () => {
  test('and no spelling of an inner address reaches it', async ({ assert, cleanup }) => {
    const { port, hits } = await serve(cleanup, (_request, response) => response.end('inside'))
    const egress = new Egress({ ports: [port] })
    for (const host of INSIDE) {
      const code = await codeOf(egress.fetch({ url: `http://${host}:${port}/` }, { timeoutMs: 2_000 }))
      assert.include(['E_EGRESS_ADDRESS', 'E_EGRESS_URL', 'E_EGRESS_NETWORK'], code, host)
    }
    assert.equal(hits(), 0)
  })

  test('and a name that answers with one public and one private address is refused', async ({ assert }) => {
    const resolve = async () => [
      { address: '93.184.216.34', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ]
    assert.equal(await codeOf(new Egress({ resolve }).fetch({ url: 'http://mixed.example' })), 'E_EGRESS_ADDRESS')
  })

  test('and a name is looked up once, so that a second answer cannot differ', async ({ assert, cleanup }) => {
    const { port } = await serve(cleanup, (_request, response) => response.end('ok'))
    let lookups = 0
    const resolve = async () => {
      lookups += 1
      return [{ address: '127.0.0.1', family: 4 }]
    }
    const egress = new Egress({ ports: [port], resolve, mayConnect: () => true })
    assert.equal((await egress.fetch({ url: `http://rebind.example:${port}/` })).status, 200)
    assert.equal(lookups, 1)
  })

  test('and other schemes, other ports and credentials in the address are refused', async ({ assert }) => {
    const egress = new Egress()
    assert.equal(await codeOf(egress.fetch({ url: 'file:///etc/passwd' })), 'E_EGRESS_URL')
    assert.equal(await codeOf(egress.fetch({ url: 'gopher://example.com' })), 'E_EGRESS_URL')
    assert.equal(await codeOf(egress.fetch({ url: 'http://a:b@example.com' })), 'E_EGRESS_URL')
    assert.equal(await codeOf(egress.fetch({ url: 'http://example.com:5432' })), 'E_EGRESS_PORT')
  })

  test('and public addresses are let through by the same rule', ({ assert }) => {
    for (const address of ['1.1.1.1', '93.184.216.34', '2606:4700:4700::1111'])
      assert.isTrue(isPublicAddress(address), address)
  })
})

test.group('A request is redirected', () => {
  test('to an address inside, and stops there', async ({ assert, cleanup }) => {
    const target = await serve(cleanup, (_request, response) => response.end('inside'))
    const { port, url } = await serve(cleanup, (_request, response) => {
      response.writeHead(302, { location: `http://127.0.0.2:${target.port}/` }).end()
    })
    const egress = new Egress({ ports: [port, target.port], mayConnect: (address) => address === '127.0.0.1' })
    assert.equal(await codeOf(egress.fetch({ url })), 'E_EGRESS_ADDRESS')
    assert.equal(target.hits(), 0)
  })

  test('to another origin, and takes no credentials along', async ({ assert, cleanup }) => {
    const seen: (string | undefined)[] = []
    const second = await serve(cleanup, (request, response) => {
      seen.push(request.headers.authorization, request.headers.cookie)
      response.end('ok')
    })
    const { port, url } = await serve(cleanup, (_request, response) => {
      response.writeHead(307, { location: second.url }).end()
    })
    const egress = new Egress({ ports: [port, second.port], mayConnect: () => true })
    await egress.fetch({ url, headers: { Authorization: 'Bearer x', Cookie: 'a=b' } })
    assert.deepEqual(seen, [undefined, undefined])
  })

  test('for ever, and ends after three', async ({ assert, cleanup }) => {
    const { open, url, hits } = await serve(cleanup, (_request, response) => {
      response.writeHead(302, { location: '/again' }).end()
    })
    assert.equal(await codeOf(open.fetch({ url })), 'E_EGRESS_REDIRECTS')
    assert.equal(hits(), 4)
  })
})

test.group('The other side misbehaves', () => {
  test('and an endless body is cut at the limit', async ({ assert, cleanup }) => {
    const { open, url } = await serve(cleanup, (_request, response) => {
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536))) continue
        response.once('drain', pour)
      }
      pour()
    })
    assert.equal(await codeOf(open.fetch({ url }, { maxBytes: 100_000 })), 'E_EGRESS_TOO_LARGE')
  })

  test('and silence ends in a time-out that says the request may have arrived', async ({ assert, cleanup }) => {
    const { open, url } = await serve(cleanup, () => undefined)
    const error = await open.fetch({ url }, { timeoutMs: 200 }).then(
      () => null,
      (reason: unknown) => reason,
    )
    assert.instanceOf(error, EgressError)
    assert.deepInclude(error, { code: 'E_EGRESS_TIMEOUT', mayHaveArrived: true })
  })

  test('and a refused connection says that nothing arrived', async ({ assert, cleanup }) => {
    const { port } = await serve(cleanup, () => undefined)
    const free = port === 1 ? 2 : 1
    const error = await new Egress({ ports: [free], mayConnect: () => true })
      .fetch({ url: `http://127.0.0.1:${free}` })
      .then(
        () => null,
        (reason: unknown) => reason,
      )
    assert.deepInclude(error, { code: 'E_EGRESS_NETWORK', mayHaveArrived: false })
  })
})
