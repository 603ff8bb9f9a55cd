import { test } from '@japa/runner'
import twilio from 'twilio'
import { AC, OURS, post, setUp, THEIRS, TOKEN } from '../support/bench.ts'

const FIELDS = [
  'account_sid',
  'api_version',
  'body',
  'date_created',
  'date_sent',
  'date_updated',
  'direction',
  'error_code',
  'error_message',
  'from',
  'messaging_service_sid',
  'num_media',
  'num_segments',
  'price',
  'price_unit',
  'sid',
  'status',
  'subresource_uris',
  'to',
  'uri',
]

test.group('The Messages API, driven by the official SDK', () => {
  test('a text is created, then fetched with what became of it', async ({ assert, cleanup }) => {
    const { send, settle, client, emulator } = await setUp(cleanup)
    const created = await send()
    assert.match(created.sid, /^SM[0-9a-f]{32}$/)
    assert.deepInclude(created.toJSON(), {
      status: 'queued',
      numSegments: '1',
      numMedia: '0',
      from: OURS,
      to: THEIRS,
      errorCode: null,
      dateSent: null,
    })
    await settle()
    const fetched = await client.messages(created.sid).fetch()
    assert.equal(fetched.status, 'delivered')
    assert.equal(fetched.price, '-0.00790')
    assert.instanceOf(fetched.dateSent, Date)
    assert.deepEqual(emulator.control.counts(), { posts: 1, accepted: 1, refused: 0, hidden: 0 })
  })

  test('the answer has exactly the fields that Twilio gives, so that code written against it fits the real one', async ({
    assert,
    cleanup,
  }) => {
    const { emulator } = await setUp(cleanup)
    const response = await post(emulator, { To: THEIRS, From: OURS, Body: 'x'.repeat(161) })
    const json = (await response.json()) as Record<string, unknown>
    assert.equal(response.status, 201)
    assert.match(response.headers.get('twilio-request-id') ?? '', /^RQ/)
    assert.sameMembers(Object.keys(json), FIELDS)
    assert.match(String(json.date_created), /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/)
    assert.strictEqual(json.num_segments, '2')
    assert.notProperty(json, 'status_callback')
  })

  test('segments are counted as Twilio counts them', async ({ assert, cleanup }) => {
    const { send } = await setUp(cleanup)
    const counts: string[] = []
    for (const body of ['a'.repeat(160), 'a'.repeat(307), '€'.repeat(81), '中'.repeat(71)])
      counts.push((await send({ body })).numSegments)
    assert.deepEqual(counts, ['1', '3', '2', '2'])
  })

  test('media make an MM text of which each file can be listed, fetched and deleted', async ({ assert, cleanup }) => {
    const { client, send } = await setUp(cleanup)
    const created = await send({ mediaUrl: ['https://files.example/a.png', 'https://files.example/b.jpg'] })
    assert.match(created.sid, /^MM/)
    assert.equal(created.numMedia, '2')
    const media = await client.messages(created.sid).media.list()
    assert.deepEqual(
      media.map((one) => one.contentType),
      ['image/png', 'image/jpeg'],
    )
    const [first] = media
    assert.isTrue(
      await client
        .messages(created.sid)
        .media(first?.sid ?? '')
        .remove(),
    )
    assert.lengthOf(await client.messages(created.sid).media.list(), 1)
  })

  test('a list goes over pages without a gap or a double, newest first, also when mounted under a path', async ({
    assert,
    cleanup,
  }) => {
    const { send, client, settle } = await setUp(cleanup, { prefix: '/dev/twilio' })
    const sids: string[] = []
    for (let count = 0; count < 25; count += 1) sids.push((await send({ body: `Text ${count}` })).sid)
    await settle()
    const listed = await client.messages.list({ pageSize: 4, limit: 25 })
    assert.deepEqual(
      listed.map((message) => message.sid),
      sids.toReversed(),
    )
    const page = await client.messages.page({ pageSize: 10 })
    assert.match(page.nextPageUrl ?? '', /\/dev\/twilio\/2010-04-01\//)
    await send({ body: 'comes in between' })
    const next = await page.nextPage()
    assert.equal(next?.instances[0]?.body, 'Text 14')
  })

  test('a list is filtered by To, From and the day on which a text was sent', async ({ assert, cleanup }) => {
    let now = Date.parse('2026-03-01T12:00:00Z')
    const { send, client, settle } = await setUp(cleanup, { clock: () => now })
    await send({ body: 'first' })
    await settle()
    now = Date.parse('2026-03-03T12:00:00Z')
    await send({ body: 'third', to: '+14155550177' })
    await settle()
    const bodies = async (filter: Parameters<typeof client.messages.list>[0]): Promise<string[]> =>
      (await client.messages.list(filter)).map((message) => message.body)
    assert.deepEqual(await bodies({ to: THEIRS }), ['first'])
    assert.deepEqual(await bodies({ from: OURS }), ['third', 'first'])
    assert.deepEqual(await bodies({ from: THEIRS }), [])
    assert.deepEqual(await bodies({ dateSentAfter: new Date('2026-03-02T00:00:00Z') }), ['third'])
    assert.deepEqual(await bodies({ dateSentBefore: new Date('2026-03-02T00:00:00Z') }), ['first'])
    assert.deepEqual(await bodies({ dateSent: new Date('2026-03-03T12:00:00Z') }), ['third'])
  })

  test('an empty body redacts, a delete takes the text away, and a text that is gone is 20404', async ({
    assert,
    cleanup,
  }) => {
    const { send, client, settle } = await setUp(cleanup)
    const { sid } = await send()
    await settle()
    assert.equal((await client.messages(sid).update({ body: '' })).body, '')
    assert.isTrue(await client.messages(sid).remove())
    await assert.rejects(() => client.messages(sid).fetch(), /was not found/)
  })

  test('an account, its numbers, a number’s webhook and its services can be looked up, as a settings page does', async ({
    assert,
    cleanup,
  }) => {
    const sid = `MG${'3'.repeat(32)}`
    const { client } = await setUp(cleanup, {
      numbers: [{ phone: OURS }],
      services: [{ sid, senders: [OURS], friendlyName: 'Joy' }],
    })
    assert.equal((await client.api.v2010.accounts(AC).fetch()).status, 'active')
    const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: OURS })
    assert.equal(number?.phoneNumber, OURS)
    const changed = await client
      .incomingPhoneNumbers(number?.sid ?? '')
      .update({ smsUrl: 'http://127.0.0.1:9/inbound' })
    assert.equal(changed.smsUrl, 'http://127.0.0.1:9/inbound')
    assert.deepEqual(
      (await client.messaging.v1.services.list()).map((service) => service.friendlyName),
      ['Joy'],
    )
    assert.equal((await client.messaging.v1.services(sid).fetch()).stickySender, true)
  })

  test('only as many texts are kept as asked for, and the ledger is complete all the same', async ({
    assert,
    cleanup,
  }) => {
    const { send, client, emulator, settle } = await setUp(cleanup, { keep: 5 })
    for (let count = 0; count < 12; count += 1) await send({ body: `Text ${count}` })
    await settle()
    assert.lengthOf(await client.messages.list(), 5)
    assert.lengthOf(emulator.control.ledger(), 12)
    assert.equal(new Set(emulator.control.ledger().map((row) => row.sid)).size, 12)
  })
})

test.group('Who may call', () => {
  const create =
    (sid: string, secret: string, account = AC) =>
    async (url: string) => {
      const client = twilio(sid, secret, { accountSid: account })
      client.api.baseUrl = url
      return client.messages.create({ to: THEIRS, from: OURS, body: 'Hi' })
    }

  test('a wrong token, an unknown account and a missing header are 401 with 20003', async ({ assert, cleanup }) => {
    const { emulator } = await setUp(cleanup)
    const stranger = `AC${'9'.repeat(32)}`
    for (const attempt of [create(AC, 'wrong'), create(stranger, TOKEN, stranger)]) {
      const error = await attempt(emulator.url).catch((caught: unknown) => caught)
      assert.deepInclude(error, { status: 401, code: 20003 })
    }
    const bare = await post(emulator, { To: THEIRS }, { authorization: '' })
    assert.equal(bare.status, 401)
    const rows = emulator.control.ledger()
    assert.deepEqual(
      rows.map((row) => [row.accountSid, row.httpStatus, row.code, row.sid]),
      [AC, stranger, AC].map((sid) => [sid, 401, 20003, null]),
    )
  })

  test('an API key acts for its account', async ({ assert, cleanup }) => {
    const key = `SK${'4'.repeat(32)}`
    const { emulator } = await setUp(cleanup, { accounts: { [AC]: { authToken: TOKEN, apiKeys: { [key]: 'shh' } } } })
    assert.equal((await create(key, 'shh')(emulator.url)).accountSid, AC)
  })

  test('an unknown account with a known token is taken in when the settings say so, and only with that token', async ({
    assert,
    cleanup,
  }) => {
    const { emulator } = await setUp(cleanup, { unknownAccounts: 'known_token' })
    const other = `AC${'5'.repeat(32)}`
    assert.equal((await create(other, TOKEN, other)(emulator.url)).accountSid, other)
    await assert.rejects(
      () => create(`AC${'6'.repeat(32)}`, 'nobody’s', `AC${'6'.repeat(32)}`)(emulator.url),
      /Authenticate/,
    )
  })

  test('any account is taken in at its word when the settings say so, and its token counts from then on', async ({
    assert,
    cleanup,
  }) => {
    const { emulator } = await setUp(cleanup, { unknownAccounts: 'adopt', unknownSenders: 'adopt' })
    const other = `AC${'7'.repeat(32)}`
    await create(
      other,
      'first',
      other,
    )(emulator.url).catch((error: unknown) => assert.deepInclude(error, { code: 21606 }))
    await assert.rejects(() => create(other, 'second', other)(emulator.url), /Authenticate/)
  })

  test("one account doesn't see another's texts", async ({ assert, cleanup }) => {
    const other = `AC${'8'.repeat(32)}`
    const { emulator, send } = await setUp(cleanup, { accounts: { [AC]: TOKEN, [other]: 'other' } })
    const { sid } = await send()
    const client = twilio(other, 'other')
    client.api.baseUrl = emulator.url
    assert.lengthOf(await client.messages.list(), 0)
    await assert.rejects(() => client.messages(sid).fetch(), /was not found/)
  })
})
