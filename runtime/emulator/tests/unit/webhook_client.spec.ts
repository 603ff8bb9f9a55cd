import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from '@japa/runner'
import { readOverrides } from '../../src/webhooks/overrides.ts'
import { OURS, setUp, THEIRS } from '../support/bench.ts'

test.group('Connection overrides in a webhook URL', () => {
  test('are read, held to their ranges, and kept out of what is requested and signed', ({ assert }) => {
    const { url, overrides } = readOverrides('https://host.example/x?a=1#rc=3&rp=5xx,ct,nonsense&rt=200&ct=99&tt=x')
    assert.equal(url, 'https://host.example/x?a=1')
    assert.deepEqual([...overrides.retryOn], ['5xx', 'ct'])
    assert.deepInclude(overrides, { retries: 3, readTimeoutMs: 200, connectTimeoutMs: 5_000, totalTimeoutMs: 15_000 })
  })

  const CASES: Array<[string, string, number, number]> = [
    ['a 500 is not tried again unless asked for', '', 500, 1],
    ['a 500 is tried again as often as asked for', '#rc=3&rp=5xx', 500, 4],
    ['a 403 is tried again only when 4xx is asked for', '#rc=2&rp=5xx', 403, 1],
    ['everything is tried again with `all`', '#rc=2&rp=all', 404, 3],
    ['no retry at all with rc=0', '#rc=0&rp=all', 500, 1],
  ]

  test('{0}')
    .with(CASES)
    .run(async ({ assert, cleanup }, [, fragment, status, tries]) => {
      const { emulator, inbox } = await setUp(cleanup)
      emulator.control.setNumber({ phone: OURS, smsUrl: inbox.url(`/inbound${fragment}`) })
      inbox.answer = (_, res) => void res.writeHead(status).end()
      const received = await emulator.control.receive({ from: THEIRS, to: OURS, body: 'Hi' })
      assert.deepInclude(received?.webhooks[0], { status, tries, error: 11200 })
      assert.lengthOf(inbox.seen, tries)
      assert.isTrue(inbox.seen.every((seen) => seen.genuine && seen.path === '/inbound'))
      assert.equal(new Set(inbox.seen.map((seen) => seen.headers['i-twilio-idempotency-token'])).size, 1)
    })

  test('a slow answer is 11205 after the read time-out', async ({ assert, cleanup }) => {
    const { emulator, inbox } = await setUp(cleanup)
    emulator.control.setNumber({ phone: OURS, smsUrl: inbox.url('/inbound#rt=100&rc=1&rp=rt') })
    inbox.answer = () => {}
    const received = await emulator.control.receive({ from: THEIRS, to: OURS, body: 'Hi' })
    assert.deepInclude(received?.webhooks[0], { status: 0, tries: 2, error: 11205 })
  })

  test('a port where nobody listens is tried once more, then 11200, then the fallback hears why', async ({
    assert,
    cleanup,
  }) => {
    const closed = createServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const { port } = closed.address() as AddressInfo
    await new Promise((resolve) => closed.close(resolve))
    const { emulator, inbox } = await setUp(cleanup)
    emulator.control.setNumber({ phone: OURS, smsUrl: `http://127.0.0.1:${port}/inbound` })
    const alone = await emulator.control.receive({ from: THEIRS, to: OURS, body: 'Hi' })
    assert.deepInclude(alone?.webhooks[0], { status: 0, tries: 2, error: 11200 })
    emulator.control.setNumber({
      phone: OURS,
      smsUrl: `http://127.0.0.1:${port}/inbound`,
      smsFallbackUrl: inbox.url('/fallback'),
    })
    await emulator.control.receive({ from: THEIRS, to: OURS, body: 'Hi' })
    assert.isTrue(inbox.seen[0]?.genuine)
    assert.deepInclude(inbox.seen[0]?.params, { ErrorCode: '11200', ErrorUrl: `http://127.0.0.1:${port}/inbound` })
  })

  test('a GET webhook carries its fields in the query, and is signed by its URL alone', async ({ assert, cleanup }) => {
    const { emulator, inbox } = await setUp(cleanup)
    emulator.control.setNumber({ phone: OURS, smsUrl: inbox.url('/inbound?k=v'), smsMethod: 'GET' })
    await emulator.control.receive({ from: THEIRS, to: OURS, body: 'Hi you' })
    assert.deepInclude(inbox.seen[0], { method: 'GET', genuine: true, body: '' })
    assert.equal(new URL(inbox.seen[0]?.url ?? '').searchParams.get('Body'), 'Hi you')
  })

  test('the address that is dialled can be another than the one that is signed, as behind a proxy', async ({
    assert,
    cleanup,
  }) => {
    let target = ''
    const { emulator, inbox } = await setUp(cleanup, { dial: () => new URL(target) })
    target = inbox.origin
    emulator.control.setNumber({ phone: OURS, smsUrl: 'https://app.example/api/webhooks' })
    const received = await emulator.control.receive({ from: THEIRS, to: OURS, body: 'Hi' })
    assert.equal(received?.webhooks[0]?.status, 204)
    assert.equal(inbox.seen[0]?.headers.host, 'app.example')
    assert.isFalse(inbox.seen[0]?.genuine, 'signed for the public address')
  })
})
