import { createHmac } from 'node:crypto'
import { test } from '@japa/runner'
import pg from 'pg'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER } from '../../support/carrier.ts'
import { CONSENT, freshPhone, newTenant } from '../../support/tenants.ts'
import { FORM, inbound, MESSAGES, newSid, type Params, PUBLIC, WebhookHouse } from '../../support/webhook_house.ts'

test.group('Webhooks', (group) => {
  let house: WebhookHouse
  group.setup(async () => {
    house = await WebhookHouse.start()
    return () => house.stack.stop()
  })

  test('survive a deadlock: a STOP that Postgres sacrificed is carried out all the same', async ({
    assert,
    cleanup,
  }) => {
    const phone = freshPhone()
    await house.deliver(inbound(phone, 'Hello'))
    const other = new pg.Client({ connectionString: house.stack.databaseUrl })
    await other.connect()
    cleanup(() => other.end())
    await other.query('BEGIN')
    await other.query(
      'SELECT FROM conversations t JOIN contacts c ON c.id = t.contact_id WHERE c.phone = $1 FOR UPDATE OF t',
      [phone],
    )
    const stop = house.deliver(inbound(phone, 'STOP'))
    // The STOP holds the contact by now, and waits for its conversation.
    await new Promise((resolve) => setTimeout(resolve, 500))
    await other.query('UPDATE contacts SET first_name = $2 WHERE phone = $1', [phone, 'Ada'])
    await other.query('COMMIT')
    assert.equal((await stop).status, 200)
    const { person, texts } = await house.textsFrom(phone)
    assert.equal(person?.optInStatus, 'opted_out')
    assert.lengthOf(texts, 2)
  })

  for (const { by, optOut } of [
    {
      by: 'a callback tells of',
      optOut: (phone: string, sid: string) =>
        house.deliver(
          { AccountSid: ACCOUNT_SID, MessageSid: sid, MessageStatus: 'failed', ErrorCode: '21610', To: phone },
          '/api/webhooks/twilio/status',
        ),
    },
    {
      by: 'is recorded here',
      optOut: async (phone: string) => {
        const { person } = await house.textsFrom(phone)
        return house.api.post(`/api/contacts/${person?.id}/consent`, { ...CONSENT, status: 'opted_out' })
      },
    },
  ])
    test(`survive a deadlock: an opt-out that ${by} is carried out though Postgres sacrificed it`, async ({
      assert,
      cleanup,
    }) => {
      const [phone, sid] = [freshPhone(), newSid()]
      await house.api.expect(201, house.api.post('/api/contacts', { phone, consent: CONSENT }))
      const other = new pg.Client({ connectionString: house.stack.databaseUrl })
      await other.connect()
      cleanup(() => other.end())
      await other.query(
        `INSERT INTO messages (workspace_id, contact_id, direction, purpose, status, provider_sid, to_address, body, segments, created_at)
         SELECT workspace_id, id, 'outbound', 'conversation', x.status, x.sid, phone, 'Hi', 1, now()
         FROM contacts, (VALUES ('sent', $2), ('planned', NULL)) AS x(status, sid) WHERE phone = $1`,
        [phone, sid],
      )
      await other.query('BEGIN')
      await other.query(`SELECT FROM messages WHERE to_address = $1 AND status = 'planned' FOR UPDATE`, [phone])
      const said = optOut(phone, sid)
      // It holds the contact by now, and waits for the text that it is to cancel.
      await new Promise((resolve) => setTimeout(resolve, 500))
      await other.query('UPDATE contacts SET first_name = $2 WHERE phone = $1', [phone, 'Ada'])
      await other.query('COMMIT')
      assert.equal((await said).status, 200)
      const { person, texts } = await house.textsFrom(phone)
      assert.equal(person?.optInStatus, 'opted_out')
      assert.include(
        texts.map((text) => text.status),
        'canceled',
      )
    })

  test('that are signed are taken in: an unknown number becomes a pending contact with its text', async ({
    assert,
  }) => {
    const phone = freshPhone()
    const params = inbound(phone, 'Hello')
    const answer = await house.deliver(params)
    assert.equal(answer.status, 200)
    assert.match(answer.headers.get('content-type') ?? '', /^text\/xml/)
    assert.match(await answer.text(), /<Response\/>$/)
    const { person, texts } = await house.textsFrom(phone)
    assert.equal(person?.optInStatus, 'pending')
    assert.deepInclude(texts[0], {
      body: 'Hello',
      direction: 'inbound',
      status: 'received',
      providerSid: params.MessageSid,
    })
  })

  test('without a signature, with a wrong one or another account’s are refused with an empty answer, and leave nothing', async ({
    assert,
  }) => {
    const phone = freshPhone()
    const params = inbound(phone, 'Hello')
    const body = new URLSearchParams(params).toString()
    const good = getExpectedTwilioSignature(AUTH_TOKEN, PUBLIC + MESSAGES, params)
    const signatures = [
      null,
      '',
      'nonsense',
      (good.startsWith('A') ? 'B' : 'A') + good.slice(1),
      getExpectedTwilioSignature('another token', PUBLIC + MESSAGES, params),
      getExpectedTwilioSignature(AUTH_TOKEN, `http://sms.example.com${MESSAGES}`, params),
      getExpectedTwilioSignature(AUTH_TOKEN, `${PUBLIC}${MESSAGES}?x=1`, params),
    ]
    for (const signature of signatures) {
      const answer = await house.post(MESSAGES, body, signature)
      assert.equal(answer.status, 403, String(signature))
      assert.equal(await answer.text(), '')
    }
    assert.equal((await house.post(MESSAGES, body.replace('Hello', 'Hallo'), good)).status, 403)
    assert.equal((await house.post(`${MESSAGES}?x=1`, body, good)).status, 403)
    const stranger = { ...params, AccountSid: `AC${'9'.repeat(32)}` }
    assert.equal((await house.deliver(stranger)).status, 403)
    assert.isUndefined((await house.textsFrom(phone)).person)
  })

  test('don’t care what a proxy made of the host', async ({ assert }) => {
    const params = inbound(freshPhone(), 'Hello')
    const signature = getExpectedTwilioSignature(AUTH_TOKEN, PUBLIC + MESSAGES, params)
    const answer = await fetch(house.stack.url + MESSAGES, {
      method: 'POST',
      headers: {
        ...FORM,
        'x-twilio-signature': signature,
        'x-forwarded-host': 'evil.example.com',
        'x-forwarded-proto': 'http',
      },
      body: new URLSearchParams(params).toString(),
    })
    assert.equal(answer.status, 200)
  })

  test('are taken with random fields, and refused with one byte altered, as the carrier’s own signer has it', async ({
    assert,
  }) => {
    const signs = ['', ' ', 'é', '🌹', '&', '=', '+', '%', '\n', 'a', 'Z', '"', '~', "'"]
    let seed = 7
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below
    const word = () => Array.from({ length: random(12) }, () => signs[random(signs.length)]).join('')
    for (let round = 0; round < 150; round += 1) {
      const more = Object.fromEntries(
        Array.from({ length: random(8) }, (_, at) => [`F${at}${word().replace(/[^a-zA-Z]/g, '')}`, word()]),
      )
      const params = inbound(freshPhone(), word(), more)
      assert.equal((await house.deliver(params)).status, 200)
      const body = new URLSearchParams(params).toString()
      const at = body.indexOf('MessageSid=SM') + 15 + random(20)
      const altered = body.slice(0, at) + (body[at] === '1' ? '2' : '1') + body.slice(at + 1)
      const signature = getExpectedTwilioSignature(AUTH_TOKEN, PUBLIC + MESSAGES, params)
      assert.equal((await house.post(MESSAGES, altered, signature)).status, 403)
    }
  }).timeout(60_000)

  test('that come again change nothing', async ({ assert }) => {
    const phone = freshPhone()
    const params = inbound(phone, 'Once')
    for (const answer of await Promise.all(Array.from({ length: 10 }, () => house.deliver(params))))
      assert.equal(answer.status, 200)
    assert.lengthOf((await house.textsFrom(phone)).texts, 1)
  })

  test('for a number that nobody has are kept and answered, and reach nobody', async ({ assert }) => {
    const phone = freshPhone()
    assert.equal((await house.deliver(inbound(phone, 'Hello', { To: '+15005550099' }))).status, 200)
    assert.isUndefined((await house.textsFrom(phone)).person)
  })

  test('signed by one account never reach another workspace’s number', async ({ assert }) => {
    const other = await newTenant(house.stack, house.api, { name: 'Other' })
    const senders = await other.api.expect<{ data: { phone: string }[] }>(200, other.api.get('/api/senders'))
    const phone = freshPhone()
    assert.equal((await house.deliver(inbound(phone, 'Intruder', { To: senders.data[0]?.phone ?? '' }))).status, 200)
    const { data } = await other.api.expect<{ data: unknown[] }>(200, other.api.get('/api/contacts'))
    assert.deepEqual(data, [])
  })

  test('with STOP opt out at once, with START in again', async ({ assert }) => {
    const phone = freshPhone()
    await house.api.expect(201, house.api.post('/api/contacts', { phone, consent: CONSENT }))
    await house.deliver(inbound(phone, ' Stop! '))
    assert.equal((await house.textsFrom(phone)).person?.optInStatus, 'opted_out')
    await house.deliver(inbound(phone, 'START'))
    assert.equal((await house.textsFrom(phone)).person?.optInStatus, 'opted_in')
  })

  test('from what is no phone number, with broken characters or without an id are answered and harm nothing', async ({
    assert,
  }) => {
    for (const params of [
      inbound('AMAZON', 'x'),
      inbound('12345', 'x'),
      inbound('', 'x'),
      inbound(freshPhone(), 'a\0b'),
      inbound(freshPhone(), 'x', { MessageSid: '' }),
    ])
      assert.equal((await house.deliver(params)).status, 200)
    const raw = Buffer.concat([Buffer.from(`AccountSid=${ACCOUNT_SID}&Body=`), Buffer.from([0xff, 0xfe])])
    assert.equal(
      (await house.post(MESSAGES, new Uint8Array(raw), createHmac('sha1', AUTH_TOKEN).update(raw).digest('base64')))
        .status,
      403,
    )
    assert.equal((await house.api.get('/api/health/live')).status, 200)
  })

  test('that are far too large are refused', async ({ assert }) => {
    const answer = await house.deliver(inbound(freshPhone(), 'x'.repeat(70_000)))
    assert.equal(answer.status, 413)
    assert.equal(await answer.text(), '')
  })

  test('about texts that we don’t know are taken without complaint, under any path', async ({ assert }) => {
    for (const path of [
      '/api/webhooks/twilio/status',
      '/api/webhooks/twilio/status/01890000-0000-7000-8000-000000000000',
      '/api/webhooks/twilio/status?a=1',
    ]) {
      const params = {
        AccountSid: ACCOUNT_SID,
        MessageSid: newSid(),
        MessageStatus: 'delivered',
        To: freshPhone(),
        From: OUR_NUMBER,
      }
      assert.isBelow((await house.deliver(params, path)).status, 300, path)
      assert.equal((await house.post(path, new URLSearchParams(params).toString(), 'wrong')).status, 403, path)
    }
  })

  test('about calls fill the call history, in whatever order they come', async ({ assert }) => {
    const phone = freshPhone()
    await house.api.expect(201, house.api.post('/api/contacts', { phone }))
    const sid = `CA${'1'.repeat(32)}`
    const call = (CallStatus: string, SequenceNumber: string, more: Params = {}) =>
      house.deliver(
        {
          AccountSid: ACCOUNT_SID,
          CallSid: sid,
          From: phone,
          To: OUR_NUMBER,
          Direction: 'inbound',
          CallStatus,
          SequenceNumber,
          ...more,
        },
        '/api/webhooks/twilio/voice',
      )
    await call('completed', '3', { CallDuration: '49' })
    await call('ringing', '1')
    await call('completed', '3', { CallDuration: '49' })
    const { data } = await house.api.expect<{
      data: { callSid: string; status: string; duration: number; contactId: string | null }[]
    }>(200, house.api.get('/api/calls'))
    assert.lengthOf(data, 1)
    assert.deepInclude(data[0], { callSid: sid, status: 'completed', duration: 49 })
    assert.isNotNull(data[0]?.contactId)
  })
})
