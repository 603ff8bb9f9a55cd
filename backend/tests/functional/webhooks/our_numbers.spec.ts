import { test } from '@japa/runner'
import pg from 'pg'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER } from '../../support/carrier.ts'
import { CONSENT, freshPhone } from '../../support/tenants.ts'
import { inbound, MESSAGES, newSid, PUBLIC, WebhookHouse } from '../../support/webhook_house.ts'

test.group('Texts to our numbers', (group) => {
  let house: WebhookHouse
  group.setup(async () => {
    house = await WebhookHouse.start()
    return () => house.stack.stop()
  })

  test('with STOP to a toll-free number are lifted by START or UNSTOP to that same number and nothing else, and the log says why', async ({
    assert,
  }) => {
    const phone = freshPhone()
    const tollFree = '+18335550100'
    const credentials = { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN }
    await house.api.expect(201, house.api.post('/api/senders', { phone: tollFree, ...credentials }))
    const { id } = await house.api.expect<{ id: string }>(
      201,
      house.api.post('/api/contacts', { phone, consent: CONSENT }),
    )
    const says = (body: string, to: string) => house.deliver(inbound(phone, body, { To: to }))
    const stands = async () => {
      const { data } = await house.api.expect<{ data: { kind: string; text: string }[] }>(
        200,
        house.api.get(`/api/compliance/events?contactId=${id}&kind=suppressed`),
      )
      const person = await house.api.expect<{ optInStatus: string }>(200, house.api.get(`/api/contacts/${id}`))
      return { status: person.optInStatus, why: data.map(({ text }) => text) }
    }
    await says('STOP', tollFree)
    await says('YES', tollFree)
    const afterYes = await stands()
    assert.equal(afterYes.status, 'opted_out')
    assert.match(afterYes.why[0] ?? '', /still opted out after “YES”: only START or UNSTOP, texted to \+18335550100/)
    await says('START', OUR_NUMBER)
    assert.lengthOf((await stands()).why, 2)
    assert.equal((await stands()).status, 'opted_out')
    const timeline = await house.api.expect<{ data: { summary: string }[] }>(
      200,
      house.api.get(`/api/contacts/${id}/timeline`),
    )
    assert.lengthOf(
      timeline.data.filter(({ summary }) => summary.startsWith('Suppressed: still opted out after')),
      2,
    )
    // Agreed to elsewhere, it is the network that still blocks.
    await house.api.expect(200, house.api.post(`/api/contacts/${id}/consent`, { status: 'opted_in', ...CONSENT }))
    assert.match((await stands()).why[0] ?? '', /no text is sent yet/)
    const db = new pg.Client({ connectionString: house.stack.databaseUrl })
    await db.connect()
    const blocked = async () =>
      (await db.query('SELECT toll_free FROM suppressions WHERE phone = $1', [phone])).rows.map((row) => row.toll_free)
    assert.deepEqual(await blocked(), [[tollFree]])
    await says('unstop', tollFree)
    assert.deepEqual(await blocked(), [])
    assert.equal((await stands()).status, 'opted_in')
    await db.end()
  })

  test('that say that a toll-free number’s network dropped a text are an opt-out; of another number’s they are none', async ({
    assert,
  }) => {
    const senders = await house.api.expect<{ data: { id: string; phone: string }[] }>(
      200,
      house.api.get('/api/senders'),
    )
    const db = new pg.Client({ connectionString: house.stack.databaseUrl })
    await db.connect()
    const dropped = async (number: string) => {
      const phone = freshPhone()
      const { id } = await house.api.expect<{ id: string }>(
        201,
        house.api.post('/api/contacts', { phone, consent: CONSENT }),
      )
      const sid = newSid()
      await db.query(
        `INSERT INTO messages (workspace_id, contact_id, sender_id, direction, purpose, status, provider_sid, to_address, body, segments, created_at)
         SELECT workspace_id, id, $2, 'outbound', 'conversation', 'sent', $3, phone, 'Hi', 1, now() FROM contacts WHERE id = $1`,
        [id, senders.data.find((sender) => sender.phone === number)?.id, sid],
      )
      const status = { AccountSid: ACCOUNT_SID, MessageSid: sid, MessageStatus: 'undelivered', ErrorCode: '30004' }
      await house.deliver({ ...status, To: phone, From: number }, '/api/webhooks/twilio/status')
      return (await house.textsFrom(phone)).person?.optInStatus
    }
    assert.equal(await dropped('+18335550100'), 'opted_out')
    assert.equal(await dropped(OUR_NUMBER), 'opted_in')
    await db.end()
  })

  test('with words that are far too long, or none of the carrier’s, are answered, and the next one is taken in', async ({
    assert,
  }) => {
    const paths = { message: MESSAGES, status: '/api/webhooks/twilio/status', voice: '/api/webhooks/twilio/voice' }
    // What an index can't hold even compressed.
    const long = Array.from({ length: 12_000 }, (_, at) => ((at * 48_271) % 2_147_483_647).toString(36))
      .join('')
      .slice(0, 30_000)
    for (const word of [long, '', '\0', '99999999999999999999', '-1', '🌹'.repeat(50)])
      for (const path of Object.values(paths))
        for (const name of [
          'MessageSid',
          'CallSid',
          'MessageStatus',
          'CallStatus',
          'SequenceNumber',
          'CallDuration',
          'ErrorCode',
          'NumMedia',
        ]) {
          const sids = { MessageSid: newSid(), CallSid: `CA${newSid().slice(2)}` }
          const params = {
            ...inbound(freshPhone(), 'Hi'),
            ...sids,
            CallStatus: 'no-answer',
            MessageStatus: 'sent',
            [name]: word,
          }
          assert.equal(
            Math.floor((await house.deliver(params, path)).status / 100),
            2,
            `${path} ${name} ${word.slice(0, 20)}`,
          )
        }
    const phone = freshPhone()
    await house.deliver(inbound(phone, 'Still here'))
    assert.lengthOf((await house.textsFrom(phone)).texts, 1)
  }).timeout(60_000)

  test('reach a number that was added a moment ago, and are known by a token that was just exchanged', async ({
    assert,
  }) => {
    const [added, phone, token] = ['+15005550123', freshPhone(), 'a new token']
    await house.deliver(inbound(freshPhone(), 'Hello'))
    await new Promise((resolve) => setTimeout(resolve, 60))
    const credentials = { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN }
    const { id } = await house.api.expect<{ id: string }>(
      201,
      house.api.post('/api/senders', { phone: added, ...credentials }),
    )
    await house.api.expect(201, house.api.post('/api/contacts', { phone, consent: CONSENT }))
    assert.equal((await house.deliver(inbound(phone, 'STOP', { To: added }))).status, 200)
    assert.equal((await house.textsFrom(phone)).person?.optInStatus, 'opted_out')
    await new Promise((resolve) => setTimeout(resolve, 60))
    await house.api.expect(200, house.api.patch(`/api/senders/${id}`, { authToken: token }))
    const params = inbound(phone, 'START', { To: added })
    const signature = getExpectedTwilioSignature(token, PUBLIC + MESSAGES, params)
    assert.equal((await house.post(MESSAGES, new URLSearchParams(params).toString(), signature)).status, 200)
    assert.equal((await house.textsFrom(phone)).person?.optInStatus, 'opted_in')
  })
})
