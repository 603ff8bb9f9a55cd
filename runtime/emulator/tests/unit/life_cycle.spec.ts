import { test } from '@japa/runner'
import { MG, OURS, setUp, THEIRS } from '../support/bench.ts'

test.group('The life of a text', () => {
  test('sent and delivered are told in order, signed, with the callback’s own path, while `sending` is left out as often with Twilio', async ({
    assert,
    cleanup,
  }) => {
    const { send, inbox, settle } = await setUp(cleanup)
    const { sid } = await send({ statusCallback: inbox.url('/status/attempt-1?a=1&b=%20x') })
    await settle()
    assert.deepEqual(inbox.statuses(), ['sent', 'delivered'])
    for (const seen of inbox.seen) {
      assert.isTrue(seen.genuine)
      assert.equal(seen.url, inbox.url('/status/attempt-1?a=1&b=%20x'))
      assert.deepInclude(seen.params, {
        MessageSid: sid,
        SmsSid: sid,
        SmsStatus: seen.params.MessageStatus,
        From: OURS,
        To: THEIRS,
      })
      assert.exists(seen.headers['i-twilio-idempotency-token'])
    }
    assert.match(inbox.seen[1]?.params.RawDlrDoneDate ?? '', /^\d{10}$/)
  })

  test('a script makes it fail at the carrier, fail at Twilio, or stay where it is', async ({ assert, cleanup }) => {
    const { send, emulator, client, settle, inbox } = await setUp(cleanup)
    const ends = [
      ['+14155550001', { outcome: 'undelivered', errorCode: 30007 }, 'undelivered', 30007],
      ['+14155550002', { outcome: 'failed', errorCode: 30034 }, 'failed', 30034],
      ['+14155550003', { outcome: 'sent' }, 'sent', null],
      ['+14155550004', { outcome: 'queued' }, 'queued', null],
    ] as const
    for (const [to, delivery] of ends) emulator.control.addRule({ match: { to }, delivery })
    for (const [to, , status, errorCode] of ends) {
      const { sid } = await send({ to })
      await settle()
      assert.deepInclude((await client.messages(sid).fetch()).toJSON(), { status, errorCode })
    }
    assert.deepEqual(inbox.statuses(), ['sent', 'undelivered', 'failed', 'sent'])
    assert.equal(inbox.seen[1]?.params.ErrorCode, '30007')
  })

  test('+150055 and an error code is a number that ends with that code', async ({ assert, cleanup }) => {
    const { send, inbox, settle } = await setUp(cleanup)
    await send({ to: '+15005530003' })
    await settle()
    await send({ to: '+15005530034' })
    await settle()
    assert.deepEqual(
      inbox.seen.map((seen) => [seen.params.MessageStatus, seen.params.ErrorCode]),
      [
        ['sent', undefined],
        ['undelivered', '30003'],
        ['failed', '30034'],
      ],
    )
  })

  test('delays are kept, and a clock that is moved makes them pass at once', async ({ assert, cleanup }) => {
    const { send, emulator, client } = await setUp(cleanup, {
      delivery: { delaysMs: { sending: 60_000, sent: 60_000, final: 3_600_000 } },
    })
    const { sid } = await send()
    const status = async (): Promise<string> => (await client.messages(sid).fetch()).status
    assert.equal(await status(), 'queued')
    emulator.control.advance(61_000)
    assert.equal(await status(), 'sending')
    emulator.control.advance(60_000)
    assert.equal(await status(), 'sent')
    emulator.control.advance(3_600_000)
    assert.equal(await status(), 'delivered')
  })
})

test.group('Messaging Services', () => {
  const numbers = [{ phone: '+14155550101' }, { phone: '+14155550102' }]
  const senders = numbers.map((number) => number.phone)

  test('a text is accepted without a sender, then queued, and says so', async ({ assert, cleanup }) => {
    const { client, inbox, settle } = await setUp(cleanup, { numbers, services: [{ sid: MG, senders }] })
    const created = await client.messages.create({
      to: THEIRS,
      messagingServiceSid: MG,
      body: 'Hi',
      statusCallback: inbox.url('/status'),
    })
    assert.deepInclude(created.toJSON(), { status: 'accepted', from: null, numSegments: '0', messagingServiceSid: MG })
    await settle()
    assert.deepEqual(inbox.statuses(), ['queued', 'sent', 'delivered'])
    assert.include(senders, (await client.messages(created.sid).fetch()).from)
    assert.equal(inbox.seen[0]?.params.MessagingServiceSid, MG)
  })

  test('a contact keeps its sender while others get the next one', async ({ assert, cleanup }) => {
    const { client, settle } = await setUp(cleanup, { numbers, services: [{ sid: MG, senders }] })
    const senderOf = async (to: string): Promise<string> => {
      const { sid } = await client.messages.create({ to, messagingServiceSid: MG, body: 'Hi' })
      await settle()
      return (await client.messages(sid).fetch()).from
    }
    const first = await senderOf('+14155550201')
    assert.notEqual(await senderOf('+14155550202'), first)
    assert.equal(await senderOf('+14155550201'), first)
  })

  test("the service's callback is used when the text has none, and its smart encoding counts", async ({
    assert,
    cleanup,
  }) => {
    const { client, inbox, settle, emulator } = await setUp(cleanup)
    emulator.control.setNumber({ phone: '+14155550101' })
    emulator.control.setService({
      sid: MG,
      senders: ['+14155550101'],
      statusCallback: inbox.url('/service'),
      smartEncoding: true,
    })
    const { sid } = await client.messages.create({
      to: THEIRS,
      messagingServiceSid: MG,
      body: `It’s ${'x'.repeat(80)}`,
    })
    await settle()
    assert.equal(inbox.seen.at(-1)?.path, '/service')
    assert.equal((await client.messages(sid).fetch()).numSegments, '1')
  })

  test('a scheduled text waits for its time and can be called back until then, not after', async ({
    assert,
    cleanup,
  }) => {
    const { client, inbox, settle, emulator } = await setUp(cleanup, { numbers, services: [{ sid: MG, senders }] })
    const schedule = () =>
      client.messages.create({
        to: THEIRS,
        messagingServiceSid: MG,
        body: 'Later',
        statusCallback: inbox.url('/status'),
        scheduleType: 'fixed',
        sendAt: new Date(Date.now() + 3_600_000),
      })
    const [kept, called] = [await schedule(), await schedule()]
    assert.equal(kept.status, 'scheduled')
    assert.equal((await client.messages(called.sid).update({ status: 'canceled' })).status, 'canceled')
    await settle()
    assert.deepEqual(inbox.statuses(), ['canceled'])
    emulator.control.advance(3_601_000)
    await settle()
    assert.deepEqual(inbox.statuses(), ['canceled', 'queued', 'sent', 'delivered'])
    const late = await client
      .messages(kept.sid)
      .update({ status: 'canceled' })
      .catch((error: unknown) => error)
    assert.deepInclude(late, { status: 400, code: 30409 })
  })
})

test.group("A sender's rate", () => {
  test('counts segments: three texts of two segments leave two seconds apart at one a second', async ({
    assert,
    cleanup,
  }) => {
    const { send, emulator, client } = await setUp(cleanup, { numbers: [{ phone: OURS, segmentsPerSecond: 1 }] })
    const sids: string[] = []
    for (let count = 0; count < 3; count += 1)
      sids.push((await send({ body: 'x'.repeat(200), statusCallback: '' })).sid)
    const delivered = async (): Promise<number> => {
      const found = await Promise.all(sids.map((sid) => client.messages(sid).fetch()))
      return found.filter((message) => message.status === 'delivered').length
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
    assert.equal(await delivered(), 1)
    emulator.control.advance(2_000)
    assert.equal(await delivered(), 2)
    emulator.control.advance(2_000)
    assert.equal(await delivered(), 3)
  })

  test('a queue of over ten hours is refused with 21611, and from a service it fails with 30001', async ({
    assert,
    cleanup,
  }) => {
    const slow = { phone: OURS, segmentsPerSecond: 0.0001 }
    const { send, client, settle } = await setUp(cleanup, { numbers: [slow], services: [{ sid: MG, senders: [OURS] }] })
    for (let count = 0; count < 4; count += 1) await send({ statusCallback: '' })
    await settle()
    const refused = await send().catch((error: unknown) => error)
    assert.deepInclude(refused, { status: 400, code: 21611 })
    const { sid } = await client.messages.create({ to: THEIRS, messagingServiceSid: MG, body: 'Hi' })
    await settle()
    assert.deepInclude((await client.messages(sid).fetch()).toJSON(), { status: 'failed', errorCode: 30001 })
  })

  test('a text whose validity runs out in the queue fails with 30036', async ({ assert, cleanup }) => {
    const { send, client, emulator } = await setUp(cleanup, { numbers: [{ phone: OURS, segmentsPerSecond: 0.01 }] })
    await send({ statusCallback: '' })
    const { sid } = await send({ statusCallback: '', validityPeriod: 10 })
    await new Promise((resolve) => setTimeout(resolve, 30))
    emulator.control.advance(10_500)
    assert.deepInclude((await client.messages(sid).fetch()).toJSON(), { status: 'failed', errorCode: 30036 })
  })
})

test.group('Media of our own', () => {
  test('are fetched when the settings say so: shown on the phone, or the reason why the text failed', async ({
    assert,
    cleanup,
  }) => {
    const { send, client, inbox, settle, emulator } = await setUp(cleanup, { fetchMedia: true })
    inbox.answer = (seen, res) => {
      if (seen.path === '/big') res.writeHead(200, { 'content-type': 'application/pdf' }).end(Buffer.alloc(600_000))
      else if (seen.path === '/odd') res.writeHead(200, { 'content-type': 'text/html' }).end('?')
      else if (seen.path === '/huge') res.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.alloc(6_000_000))
      else if (seen.path === '/moved') res.writeHead(302, { location: '/pic' }).end()
      else if (seen.path === '/pic') res.writeHead(200, { 'content-type': 'image/png' }).end('png')
      else res.writeHead(404).end()
    }
    const codes: Array<[string, number | null]> = []
    for (const path of ['/pic', '/moved', '/big', '/huge', '/odd', '/none']) {
      const { sid } = await send({ mediaUrl: [inbox.url(path)], statusCallback: '' })
      await settle()
      codes.push([path, (await client.messages(sid).fetch()).errorCode])
    }
    assert.deepEqual(codes, [
      ['/pic', null],
      ['/moved', null],
      ['/big', 30019],
      ['/huge', 30019],
      ['/odd', 12300],
      ['/none', 11200],
    ])
    const url = emulator.control.thread(THEIRS)[0]?.media[0]?.url ?? ''
    assert.equal(await (await fetch(url)).text(), 'png')
  })
})
