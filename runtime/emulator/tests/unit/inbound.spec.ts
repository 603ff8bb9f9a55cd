import { test } from '@japa/runner'
import { AC, MG, OURS, setUp, THEIRS, TOKEN } from '../support/bench.ts'

const OPTED_OUT =
  'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.'

test.group('A text from a phone', () => {
  test('comes as a signed form with all of Twilio’s fields, empty geo fields among them', async ({
    assert,
    cleanup,
  }) => {
    const { emulator, inbox } = await setUp(cleanup)
    const received = await emulator.control.receive({ from: THEIRS, to: OURS, body: '  Yes & “no” 😀 ' })
    const [seen] = inbox.seen
    assert.isTrue(seen?.genuine)
    assert.deepInclude(seen?.params, {
      MessageSid: received?.sid,
      SmsSid: received?.sid,
      SmsMessageSid: received?.sid,
      AccountSid: AC,
      From: THEIRS,
      To: OURS,
      Body: '  Yes & “no” 😀 ',
      NumMedia: '0',
      NumSegments: '1',
      SmsStatus: 'received',
      ApiVersion: '2010-04-01',
      ToCity: '',
      ToZip: '',
      FromState: 'CA',
    })
    assert.match(seen?.headers['content-type'] ?? '', /^application\/x-www-form-urlencoded/)
    assert.deepInclude(received?.webhooks[0], { status: 204, error: null, tries: 1 })
  })

  test('comes again with the same MessageSid, several times at once, wrongly signed, or not at all', async ({
    assert,
    cleanup,
  }) => {
    const { emulator, inbox } = await setUp(cleanup)
    const thrice = await emulator.control.receive({ from: THEIRS, to: OURS, body: 'one', copies: 3 })
    await emulator.control.redeliver(thrice?.sid ?? '')
    assert.deepEqual(
      inbox.seen.map((seen) => seen.params.MessageSid),
      Array(4).fill(thrice?.sid),
    )
    await emulator.control.receive({ from: THEIRS, to: OURS, body: 'forged', badSignature: true })
    assert.isFalse(inbox.seen.at(-1)?.genuine)
    assert.deepEqual(
      (await emulator.control.receive({ from: THEIRS, to: OURS, body: 'lost', copies: 0 }))?.webhooks,
      [],
    )
    assert.lengthOf(inbox.seen, 5)
  })

  test('brings pictures that can be fetched over a redirect, with credentials when the settings want them', async ({
    assert,
    cleanup,
  }) => {
    const { emulator, inbox, client } = await setUp(cleanup, { requireMediaAuth: true })
    const data = Buffer.from('not really a png')
    await emulator.control.receive({ from: THEIRS, to: OURS, body: '', media: [{ contentType: 'image/png', data }] })
    const params = inbox.seen[0]?.params ?? {}
    assert.deepInclude(params, { NumMedia: '1', MediaContentType0: 'image/png', Body: '' })
    assert.match(params.MessageSid ?? '', /^MM/)
    const url = params.MediaUrl0 ?? ''
    assert.equal((await fetch(url)).status, 401)
    const first = await fetch(url, {
      redirect: 'manual',
      headers: { authorization: `Basic ${btoa(`${AC}:${TOKEN}`)}` },
    })
    assert.equal(first.status, 307)
    const file = await fetch(first.headers.get('location') ?? '')
    assert.equal(file.headers.get('content-type'), 'image/png')
    assert.deepEqual(Buffer.from(await file.arrayBuffer()), data)
    assert.lengthOf(await client.messages(params.MessageSid ?? '').media.list(), 1)
  })

  test("goes to the service's webhook when its number belongs to one", async ({ assert, cleanup }) => {
    const { emulator, inbox } = await setUp(cleanup)
    emulator.control.setService({ sid: MG, senders: [OURS], inboundRequestUrl: inbox.url('/service') })
    await emulator.control.receive({ from: THEIRS, to: OURS, body: 'Hi' })
    assert.deepInclude(inbox.seen[0], { path: '/service' })
    assert.equal(inbox.seen[0]?.params.MessagingServiceSid, MG)
  })

  test('to a number that nobody has is nobody’s', async ({ assert, cleanup }) => {
    const { emulator } = await setUp(cleanup)
    assert.isNull(await emulator.control.receive({ from: THEIRS, to: '+14155550000', body: 'Hi' }))
  })
})

test.group('STOP, START and HELP, handled by Twilio', () => {
  test('STOP reaches the webhook, is answered once, and blocks with 21610 until START', async ({ assert, cleanup }) => {
    const { emulator, inbox, send, client } = await setUp(cleanup)
    const says = (body: string) => emulator.control.receive({ from: THEIRS, to: OURS, body })
    await says(' stop ')
    await says('STOP')
    assert.lengthOf(inbox.seen, 2)
    assert.notProperty(inbox.seen[0]?.params, 'OptOutType')
    assert.deepInclude(await send().catch((error: unknown) => error), { status: 400, code: 21610 })
    const replies = () =>
      emulator.control
        .thread(THEIRS)
        .filter((text) => text.automatic)
        .map((text) => text.body)
    assert.deepEqual(replies(), [OPTED_OUT])
    await says('yes')
    assert.lengthOf(replies(), 2)
    assert.equal((await send()).status, 'queued')
    await says('yes')
    assert.lengthOf(replies(), 2)
    await says('help')
    assert.equal(replies().at(-1), 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.')
    assert.isTrue((await client.messages.list()).every((message) => message.direction !== 'outbound-reply'))
  })

  test('only the whole word counts: "stop please" and "opt out" are left to the application', async ({
    assert,
    cleanup,
  }) => {
    const { emulator, send } = await setUp(cleanup)
    for (const body of ['stop please', 'opt out', 'don’t stop'])
      await emulator.control.receive({ from: THEIRS, to: OURS, body })
    assert.equal((await send()).status, 'queued')
    assert.deepEqual(emulator.control.optOuts(), [])
  })

  test('Advanced Opt-Out says what it took the text for, and covers the whole service', async ({ assert, cleanup }) => {
    const { emulator, inbox, client } = await setUp(cleanup)
    emulator.control.setNumber({ phone: '+14155550101' })
    emulator.control.setService({
      sid: MG,
      senders: [OURS, '+14155550101'],
      inboundRequestUrl: inbox.url('/service'),
      advancedOptOut: true,
    })
    for (const body of ['yes', 'info', 'Quit']) await emulator.control.receive({ from: THEIRS, to: OURS, body })
    assert.deepEqual(
      inbox.seen.map((seen) => seen.params.OptOutType),
      ['START', 'HELP', 'STOP'],
    )
    const other = client.messages.create({ to: THEIRS, from: '+14155550101', body: 'Hi' })
    assert.deepInclude(await other.catch((error: unknown) => error), { code: 21610 })
  })

  test('a toll-free number is blocked by its network: its own words, its own answer, 30004', async ({
    assert,
    cleanup,
  }) => {
    const tollFree = '+18335550100'
    const { emulator, client, settle } = await setUp(cleanup, { numbers: [{ phone: tollFree }] })
    const says = (body: string) => emulator.control.receive({ from: THEIRS, to: tollFree, body })
    await says('quit')
    assert.deepEqual(emulator.control.optOuts(), [])
    await says('stop')
    assert.match(emulator.control.thread(THEIRS).at(-1)?.body ?? '', /^NETWORK MSG/)
    const { sid } = await client.messages.create({ to: THEIRS, from: tollFree, body: 'Hi' })
    await settle()
    assert.deepInclude((await client.messages(sid).fetch()).toJSON(), { status: 'undelivered', errorCode: 30004 })
    await says('yes')
    assert.lengthOf(emulator.control.optOuts(), 1)
    await says('unstop')
    assert.deepEqual(emulator.control.optOuts(), [])
  })

  test('a toll-free number in a Messaging Service stays blocked by its network after YES, which only the service takes', async ({
    assert,
    cleanup,
  }) => {
    const tollFree = '+18335550100'
    const { emulator, client, settle } = await setUp(cleanup, { numbers: [{ phone: tollFree }] })
    emulator.control.setService({ sid: MG, senders: [tollFree] })
    const says = (body: string) => emulator.control.receive({ from: THEIRS, to: tollFree, body })
    await says('stop')
    await says('yes')
    assert.deepEqual(emulator.control.optOuts(), [{ scope: tollFree, phone: THEIRS }])
    const { sid } = await client.messages.create({ to: THEIRS, from: tollFree, body: 'Hi' })
    await settle()
    assert.deepInclude((await client.messages(sid).fetch()).toJSON(), { status: 'undelivered', errorCode: 30004 })
    await says('start')
    assert.deepEqual(emulator.control.optOuts(), [])
  })

  test('short codes, and numbers whose owner handles the words, are left alone', async ({ assert, cleanup }) => {
    const { emulator } = await setUp(cleanup, { numbers: [{ phone: '12345' }, { phone: OURS, optOutHandledBy: 'us' }] })
    for (const to of ['12345', OURS]) await emulator.control.receive({ from: THEIRS, to, body: 'STOP' })
    assert.deepEqual(emulator.control.optOuts(), [])
    assert.isTrue(emulator.control.thread(THEIRS).every((text) => text.direction === 'inbound'))
  })
})

test.group("The webhook's answer", () => {
  const answers: Array<[string, string, string, string[]]> = [
    ['an empty Response says nothing', 'text/xml', '<?xml version="1.0" encoding="UTF-8"?><Response/>', []],
    [
      'a Message is sent',
      'text/xml',
      '<Response><Message>Hi &amp; bye</Message><Message><Body>Two</Body></Message></Response>',
      ['Hi & bye', 'Two'],
    ],
    [
      'plain text is sent as it is, so that an error page is noticed here',
      'text/plain',
      'Internal Server Error',
      ['Internal Server Error'],
    ],
    ['HTML is not', 'text/html', '<h1>Oops</h1>', []],
    ['XML that is no TwiML is not', 'text/xml', '<Oops/>', []],
  ]

  test('{0}')
    .with(answers)
    .run(async ({ assert, cleanup }, [, type, body, sent]) => {
      const { emulator, inbox, settle, client } = await setUp(cleanup)
      inbox.answer = (_, res) => void res.writeHead(200, { 'content-type': type }).end(body)
      await emulator.control.receive({ from: THEIRS, to: OURS, body: 'Hello' })
      await settle()
      const texts = (await client.messages.list({ to: THEIRS })).map((message) => [message.direction, message.body])
      assert.deepEqual(
        texts.reverse(),
        sent.map((text) => ['outbound-reply', text]),
      )
      const failed = emulator.control.events({ kind: 'webhook_failed' }).map((event) => event.detail.error)
      assert.deepEqual(failed, type === 'text/html' ? [12300] : body === '<Oops/>' ? [12200] : [])
    })
})
