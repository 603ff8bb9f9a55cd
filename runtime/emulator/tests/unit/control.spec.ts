import { request } from 'node:http'
import { test } from '@japa/runner'
import { createEmulator, listen } from '../../src/index.ts'
import { AC, MG, OURS, setUp, THEIRS, TOKEN } from '../support/bench.ts'
import type { Bench } from '../support/bench.ts'

/** A control request; the answer's status and JSON. */
function controller(bench: Bench) {
  return async (method: string, path: string, body?: unknown) => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await fetch(`${bench.emulator.url}/control${path}`, { method, ...sent })
    const text = await response.text()
    return { status: response.status, json: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> }
  }
}

test.group('The control routes', () => {
  test('drive and read everything that a browser test needs', async ({ assert, cleanup }) => {
    const bench = await setUp(cleanup, { prefix: '/dev/twilio' })
    const ask = controller(bench)
    assert.equal((await ask('PUT', '/accounts', { sid: AC, account: TOKEN })).status, 204)
    assert.equal((await ask('PUT', '/numbers', { phone: OURS, smsUrl: bench.inbox.url('/in') })).status, 204)
    assert.equal((await ask('PUT', '/services', { sid: MG, senders: [] })).status, 204)
    assert.equal((await ask('PUT', '/delivery', { outcome: 'sent', delaysMs: { sending: 0, sent: 0 } })).status, 204)
    const { sid } = await bench.send()
    assert.deepEqual((await ask('POST', '/idle')).json, { idle: true })
    assert.deepInclude((await ask('GET', `/messages/${sid}`)).json, { sid, status: 'sent' })
    const inbound = await ask('POST', '/inbound', {
      from: THEIRS,
      to: OURS,
      body: 'Yes',
      media: [{ contentType: 'image/png', data: btoa('png') }],
    })
    assert.equal(inbound.status, 200)
    assert.equal((await ask('POST', `/messages/${String(inbound.json.sid)}/redeliver`)).status, 200)
    assert.deepEqual(
      bench.inbox.seen.map((seen) => seen.path),
      ['/status', '/in', '/in'],
    )
    const phones = (await ask('GET', '/phones')).json.phones as Array<Record<string, unknown>>
    assert.deepInclude(phones[0], { phone: THEIRS, number: OURS, count: 2, optedOut: false })
    const texts = (await ask('GET', `/phones/${encodeURIComponent(THEIRS)}?number=${encodeURIComponent(OURS)}`)).json
      .texts as unknown[]
    assert.lengthOf(texts, 2)
    const ledger = (await ask('GET', '/ledger')).json
    assert.deepEqual(ledger.counts, { posts: 1, accepted: 1, refused: 0, hidden: 0 })
    assert.deepInclude((ledger.rows as unknown[])[0], {
      n: 1,
      sid,
      to: THEIRS,
      from: OURS,
      answer: 'given',
      statusCallback: bench.inbox.url('/status'),
    })
    assert.equal((await ask('POST', '/calls', { from: THEIRS, to: OURS, outcome: 'busy' })).status, 200)
    assert.isNotEmpty((await ask('GET', '/events?kind=inbound')).json.events)
  })

  test('set rules, opt-outs, rate, lag and clock, and clear it all', async ({ assert, cleanup }) => {
    const bench = await setUp(cleanup)
    const ask = controller(bench)
    assert.deepEqual((await ask('POST', '/rules', { id: 'r', fault: 'server_error', times: 1 })).json, { id: 'r' })
    await assert.rejects(() => bench.send())
    assert.deepInclude(((await ask('GET', '/rules')).json.rules as unknown[])[0], { id: 'r', fits: 1, used: 1 })
    assert.equal((await ask('DELETE', '/rules/r')).status, 204)
    assert.equal((await ask('DELETE', '/rules/r')).status, 404)
    assert.equal((await ask('POST', '/opt-outs', { scope: OURS, phone: THEIRS })).status, 204)
    assert.deepEqual((await ask('GET', '/opt-outs')).json, { optOuts: [{ scope: OURS, phone: THEIRS }] })
    assert.equal((await ask('DELETE', '/opt-outs', { scope: OURS, phone: THEIRS })).status, 204)
    assert.equal((await ask('PUT', '/rate', { requestsPerSecond: 1 })).status, 204)
    assert.equal((await ask('PUT', '/list-lag', { ms: 5 })).status, 204)
    assert.equal((await ask('POST', '/clock', { advanceMs: 1_000 })).status, 204)
    const webhook = await ask('POST', '/webhooks', { accountSid: AC, url: bench.inbox.url('/own'), params: { A: '1' } })
    assert.equal(webhook.json.status, 204)
    assert.equal((await ask('POST', '/clear')).status, 204)
    const state = (await ask('GET', '/state')).json
    assert.deepInclude(state, {
      idle: true,
      rules: [],
      optOuts: [],
      counts: { posts: 0, accepted: 0, refused: 0, hidden: 0 },
    })
  })

  test('name what is wrong with a bad body, and touch nothing', async ({ assert, cleanup }) => {
    const bench = await setUp(cleanup)
    const ask = controller(bench)
    const bad = await ask('POST', '/rules', { fault: 'meteor', tmies: 1 })
    assert.equal(bad.status, 422)
    assert.match(String(bad.json.detail), /tmies/)
    assert.equal((await ask('POST', '/nothing')).status, 404)
    assert.equal((await ask('POST', '/inbound', { from: THEIRS, to: '+14155550000', body: 'x' })).status, 404)
    const broken = await fetch(`${bench.emulator.url}/control/rules`, { method: 'POST', body: '{' })
    assert.equal(broken.status, 400)
    assert.deepEqual(bench.emulator.control.rules(), [])
  })

  test("refuse another site's page, a proxy and a foreign host name", async ({ assert, cleanup }) => {
    const bench = await setUp(cleanup)
    const ask = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(`${bench.emulator.url}/control/state`, { headers })).status
    assert.equal(await ask({ origin: 'https://evil.example' }), 403)
    assert.equal(await ask({ 'x-forwarded-for': '203.0.113.9' }), 403)
    assert.equal(await ask({ origin: 'http://localhost:3001' }), 200)
    const rebound = await new Promise<number | undefined>((resolve) => {
      request(`${bench.emulator.url}/control/state`, { headers: { host: 'evil.example' } }, (res) => {
        res.resume()
        resolve(res.statusCode)
      }).end()
    })
    assert.equal(rebound, 403)
  })

  test('are gone when switched off', async ({ assert, cleanup }) => {
    const bench = await setUp(cleanup, { control: false })
    assert.equal((await controller(bench)('GET', '/state')).status, 403)
  })
})

test.group('An emulator', () => {
  test('listens on this machine only', async ({ assert }) => {
    await assert.rejects(() => listen({ host: '0.0.0.0' }), /not a loopback address/)
  })

  test('says which option is wrong', ({ assert }) => {
    assert.throws(() => createEmulator({ prefix: 'dev' }), /prefix/)
    assert.throws(() => createEmulator({ accounts: { AC1: 'x' } }), /AC and 32 hex digits/)
  })

  test('knows which requests are its own under a prefix', ({ assert }) => {
    const { handles } = createEmulator({ prefix: '/dev/twilio' })
    const asked = ['/dev/twilio/2010-04-01/x', '/dev/twilio', '/dev/twilio?x', '/dev/twilios', '/api', undefined]
    assert.deepEqual(asked.map(handles), [true, true, true, false, false, false])
  })

  test('tells its listeners what happens, until they leave', async ({ assert, cleanup }) => {
    const { emulator, send, settle } = await setUp(cleanup)
    const kinds: string[] = []
    const leave = emulator.control.subscribe((event) => void kinds.push(event.kind))
    await send({ statusCallback: '' })
    await settle()
    leave()
    await send({ statusCallback: '' })
    assert.deepEqual(kinds, ['accepted', 'status', 'status', 'status'])
  })

  test('closes with answers still hanging, and then does nothing more', async ({ assert, cleanup }) => {
    const { emulator, send, inbox } = await setUp(cleanup)
    emulator.control.addRule({ fault: 'time_out_after', delivery: { delaysMs: { sent: 200 } } })
    const hanging = send().catch((error: unknown) => error)
    await new Promise((resolve) => setTimeout(resolve, 50))
    await emulator.close()
    assert.instanceOf(await hanging, Error)
    await new Promise((resolve) => setTimeout(resolve, 250))
    assert.deepEqual(inbox.seen, [])
  })

  test('takes three thousand texts a second or more when nobody is called back', async ({ assert, cleanup }) => {
    const { emulator } = await setUp(cleanup, { delivery: { callbacks: { lose: 'all' } } })
    const count = 3_000
    const started = performance.now()
    let next = 0
    const worker = async (): Promise<void> => {
      while (next < count) {
        next += 1
        const response = await fetch(`${emulator.url}/2010-04-01/Accounts/${AC}/Messages.json`, {
          method: 'POST',
          headers: { authorization: `Basic ${btoa(`${AC}:${TOKEN}`)}` },
          body: new URLSearchParams({ To: THEIRS, From: OURS, Body: 'Hello' }),
        })
        await response.arrayBuffer()
      }
    }
    await Promise.all(Array.from({ length: 20 }, worker))
    // The client shares this process and core, so that the bound here is only a tripwire.
    assert.isBelow(performance.now() - started, 15_000)
    assert.equal(emulator.control.counts().accepted, count)
  })
})
