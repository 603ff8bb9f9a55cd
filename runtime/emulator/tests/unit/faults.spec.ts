import { test } from '@japa/runner'
import { FAULTS } from '../../src/index.ts'
import type { FaultName } from '../../src/index.ts'
import { OURS, post, setUp, THEIRS } from '../support/bench.ts'

/** Each fault: what the SDK throws, and whether the text was accepted all the same. */
const SEEN: Array<[FaultName, Record<string, unknown>, boolean]> = [
  ['rate_limited', { status: 429, code: 20429 }, false],
  ['server_error', { status: 500, code: 20500 }, false],
  ['bad_gateway', { status: 502, code: undefined }, false],
  ['unavailable', { status: 503, code: 20503 }, false],
  ['gateway_timeout', { status: 504, code: undefined }, false],
  ['request_timeout', { status: 408, code: undefined }, false],
  ['unauthorized', { status: 401, code: 20003 }, false],
  ['time_out_before', { code: 'ECONNABORTED' }, false],
  ['drop_before', { code: 'ECONNRESET' }, false],
  ['time_out_after', { code: 'ECONNABORTED' }, true],
  ['drop_after', { code: 'ECONNRESET' }, true],
  ['server_error_after', { status: 500, code: 20500 }, true],
  ['bad_gateway_after', { status: 502, code: undefined }, true],
]

test.group('What can go wrong with a create request', () => {
  test('{0}: the SDK sees it, and the ledger knows the truth')
    .with(SEEN)
    .run(async ({ assert, cleanup }, [fault, seen, accepted]) => {
      const { send, emulator, inbox, settle } = await setUp(cleanup)
      emulator.control.addRule({ match: { to: THEIRS }, fault, times: 1 })
      const caught = await send().catch((error: unknown) => error)
      for (const [key, value] of Object.entries(seen))
        assert.strictEqual((caught as Record<string, unknown>)[key], value)
      await settle()
      const [row] = emulator.control.ledger()
      assert.equal(row?.sid !== null, accepted)
      assert.equal(
        row?.answer,
        accepted ? (seen.status === undefined ? 'hidden' : 'replaced') : seen.status === undefined ? 'hidden' : 'given',
      )
      assert.deepEqual(inbox.statuses(), accepted ? ['sent', 'delivered'] : [])
      assert.equal((await send()).status, 'queued')
    })

  test('half an answer, or one that is no JSON, comes after acceptance', async ({ assert, cleanup }) => {
    const { emulator } = await setUp(cleanup)
    for (const fault of ['truncated_after', 'garbage_after'] as const) {
      emulator.control.addRule({ fault, times: 1 })
      const response = await post(emulator, { To: THEIRS, From: OURS, Body: fault })
      assert.equal(response.status, 201)
      await assert.rejects(async () => response.json())
    }
    assert.deepEqual(emulator.control.counts(), { posts: 2, accepted: 2, refused: 0, hidden: 2 })
  })

  test('429 and 503 carry Retry-After when asked to', async ({ assert, cleanup }) => {
    const { emulator } = await setUp(cleanup)
    emulator.control.addRule({ fault: { ...FAULTS.rate_limited, retryAfterSeconds: 7 } })
    assert.equal((await post(emulator, { To: THEIRS })).headers.get('retry-after'), '7')
  })

  test('any code can be made to refuse a number, in Twilio’s shape', async ({ assert, cleanup }) => {
    const { emulator, send } = await setUp(cleanup)
    emulator.control.addRule({ match: { toSuffix: '99' }, fault: { answer: 'error', status: 400, code: 21614 } })
    assert.deepInclude(await send().catch((error: unknown) => error), { status: 400, code: 21614 })
    assert.equal((await send({ to: '+14155550177' })).status, 'queued')
  })

  test('an account that asks too often gets 429, and its POSTs stand in the ledger as never processed', async ({
    assert,
    cleanup,
  }) => {
    const { emulator } = await setUp(cleanup, { requestsPerSecond: 5 })
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => post(emulator, { To: THEIRS, From: OURS, Body: 'Hi' })),
    )
    const limited = answers.filter((answer) => answer.status === 429)
    assert.isAtLeast(limited.length, 6)
    assert.deepInclude(await limited[0]?.json(), { code: 20429 })
    assert.equal(emulator.control.counts().accepted, 12 - limited.length)
    assert.lengthOf(emulator.control.ledger(), 12)
  })

  test('a rule can skip, run out, and go by a chance that a seed repeats', async ({ assert, cleanup }) => {
    const outcomes = async (seed: number): Promise<string> => {
      const { emulator } = await setUp(cleanup, {
        seed,
        rules: [{ fault: 'server_error', probability: 0.5, skip: 2, times: 5 }],
      })
      let line = ''
      for (let count = 0; count < 20; count += 1)
        line += (await post(emulator, { To: THEIRS, From: OURS, Body: 'Hi' })).status === 500 ? 'x' : '.'
      return line
    }
    const first = await outcomes(3)
    assert.equal(first, await outcomes(3))
    assert.isTrue(first.startsWith('..'))
    assert.lengthOf(first.replaceAll('.', ''), 5)
  })
})

test.group('What can go wrong with status callbacks', () => {
  const DELIVERIES = [
    ['lost', { lose: 'all' as const }, []],
    ['half lost', { lose: ['sending', 'sent'] as const }, ['delivered']],
    [
      'doubled',
      { duplicate: 'all' as const, copies: 3 },
      ['sent', 'sent', 'sent', 'delivered', 'delivered', 'delivered'],
    ],
    ['out of order', { order: 'reversed' as const }, ['delivered', 'sent']],
    ['late', { delayMs: 20 }, ['sent', 'delivered']],
  ] as const

  test('{0}')
    .with([...DELIVERIES])
    .run(async ({ assert, cleanup }, [, callbacks, expected]) => {
      const { send, emulator, inbox, settle, client } = await setUp(cleanup)
      const lose = 'lose' in callbacks && callbacks.lose !== 'all' ? [...callbacks.lose] : undefined
      emulator.control.addRule({
        delivery: {
          callbacks: lose === undefined ? { ...callbacks, lose: 'lose' in callbacks ? 'all' : ['sending'] } : { lose },
        },
      })
      const { sid } = await send()
      await settle()
      assert.deepEqual(inbox.statuses(), [...expected])
      assert.isTrue(inbox.seen.every((seen) => seen.genuine))
      assert.equal((await client.messages(sid).fetch()).status, 'delivered')
    })

  test('copies of one callback have one idempotency token', async ({ assert, cleanup }) => {
    const { send, emulator, inbox, settle } = await setUp(cleanup)
    emulator.control.setDelivery({ callbacks: { duplicate: ['delivered'] } })
    await send()
    await settle()
    const tokens = inbox.seen
      .filter((seen) => seen.params.MessageStatus === 'delivered')
      .map((seen) => seen.headers['i-twilio-idempotency-token'])
    assert.lengthOf(tokens, 2)
    assert.equal(tokens[0], tokens[1])
  })

  test('all of them before the create answer, so that a SID is told of before it is known', async ({
    assert,
    cleanup,
  }) => {
    const { send, emulator, inbox } = await setUp(cleanup)
    emulator.control.addRule({ delivery: { callbacks: { beforeResponse: true } } })
    const { sid, status } = await send()
    assert.deepEqual(
      inbox.seen.map((seen) => seen.params.MessageSid),
      [sid, sid],
    )
    assert.equal(status, 'queued')
  })

  test('with a signature that is not genuine', async ({ assert, cleanup }) => {
    const { send, emulator, inbox, settle } = await setUp(cleanup)
    emulator.control.setDelivery({ callbacks: { badSignature: true } })
    await send()
    await settle()
    assert.isTrue(inbox.seen.every((seen) => !seen.genuine))
  })

  test('told of a text whose create answer never came, so that the attempt in its path settles it', async ({
    assert,
    cleanup,
  }) => {
    const { send, emulator, inbox, settle } = await setUp(cleanup)
    emulator.control.addRule({ fault: 'drop_after' })
    await assert.rejects(() => send({ statusCallback: inbox.url('/status/attempt-7') }))
    await settle()
    assert.equal(inbox.seen[0]?.path, '/status/attempt-7')
    assert.equal(inbox.seen[0]?.params.MessageSid, emulator.control.ledger()[0]?.sid)
  })
})

test.group('What can go wrong with reading', () => {
  test('a list lags: a text can be fetched, but is not listed yet', async ({ assert, cleanup }) => {
    const { send, emulator, client } = await setUp(cleanup)
    emulator.control.setListLag(60_000)
    const { sid } = await send()
    assert.lengthOf(await client.messages.list({ to: THEIRS }), 0)
    assert.equal((await client.messages(sid).fetch()).sid, sid)
    emulator.control.advance(60_001)
    assert.lengthOf(await client.messages.list({ to: THEIRS }), 1)
  })

  test('one text is never listed', async ({ assert, cleanup }) => {
    const { send, emulator, client } = await setUp(cleanup)
    emulator.control.addRule({ match: { bodyContains: 'ghost' }, delivery: { listLagMs: 'never' } })
    await send({ body: 'a ghost' })
    await send({ body: 'a guest' })
    assert.deepEqual(
      (await client.messages.list()).map((message) => message.body),
      ['a guest'],
    )
  })

  test('lists and fetches fail, too', async ({ assert, cleanup }) => {
    const { send, emulator, client } = await setUp(cleanup)
    const { sid } = await send()
    emulator.control.addRule({ match: { op: 'list' }, fault: 'unavailable', times: 1 })
    emulator.control.addRule({ match: { op: 'fetch' }, fault: 'rate_limited', times: 1 })
    assert.deepInclude(await client.messages.list().catch((error: unknown) => error), { status: 503 })
    assert.deepInclude(
      await client
        .messages(sid)
        .fetch()
        .catch((error: unknown) => error),
      { status: 429 },
    )
    assert.lengthOf(await client.messages.list(), 1)
  })
})

test.group('Many texts, all kinds of faults', () => {
  test('the ledger accounts for each POST: what a client was told of is in it, and what it lost sight of is called back', async ({
    assert,
    cleanup,
  }) => {
    const kinds: FaultName[] = ['server_error_after', 'drop_after', 'drop_before', 'rate_limited', 'bad_gateway']
    const rules = kinds.map((fault) => ({ fault, probability: 0.1 }))
    const { emulator, inbox, settle } = await setUp(cleanup, { rules, seed: 11 })
    const told = new Set<string>()
    let next = 0
    const worker = async (): Promise<void> => {
      while (next < 600) {
        next += 1
        const fields = { To: THEIRS, From: OURS, Body: `Text ${next}`, StatusCallback: inbox.url(`/status/${next}`) }
        const response = await post(emulator, fields).catch(() => null)
        if (response?.status === 201) told.add(((await response.json()) as { sid: string }).sid)
      }
    }
    await Promise.all(Array.from({ length: 10 }, worker))
    await settle()
    const rows = emulator.control.ledger()
    assert.lengthOf(rows, 600)
    assert.equal(new Set(rows.map((row) => row.statusCallback)).size, 600)
    assert.sameMembers(
      rows.filter((row) => row.sid !== null && row.answer === 'given').map((row) => row.sid),
      [...told],
    )
    const accepted = rows.filter((row) => row.sid !== null)
    const calledBack = new Map(inbox.seen.map((seen) => [seen.url, seen.params.MessageSid]))
    assert.sameDeepMembers(
      [...calledBack],
      accepted.map((row) => [row.statusCallback, row.sid]),
    )
    assert.isAbove(accepted.length, told.size)
  })
})
