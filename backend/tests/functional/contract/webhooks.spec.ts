import { createHmac } from 'node:crypto'
import { test } from '@japa/runner'
import type { Api } from '../../support/api.ts'
import { ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER } from '../../support/carrier.ts'
import type { Stack } from '../../support/stack.ts'
import { CONSENT, freshPhone } from '../../support/tenants.ts'
import { MESSAGES, newSid, PUBLIC, startWebhookStack, type Params } from '../../support/webhook_house.ts'

const STATUS = '/api/webhooks/twilio/status'
const VOICE = '/api/webhooks/twilio/voice'

/** The signature by Twilio's own description, without its SDK: a stranger's second opinion. */
function sign(path: string, params: Params): string {
  const rest = Object.keys(params)
    .toSorted()
    .map((name) => name + (params[name] ?? ''))
  return createHmac('sha1', AUTH_TOKEN)
    .update(PUBLIC + path + rest.join(''))
    .digest('base64')
}

test.group('Webhooks as a stranger’s gateway sends them', (group) => {
  let stack: Stack
  let api: Api

  group.setup(async () => {
    stack = await startWebhookStack()
    api = await stack.api()
    return () => stack.stop()
  })

  const send = async (path: string, params: Params, signature = sign(path, params)) => {
    const answer = await fetch(stack.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
      body: new URLSearchParams(params),
    })
    await answer.text()
    return answer.status
  }
  const text = (from: string, body: string, more: Params = {}): Params => ({
    MessageSid: newSid('SM'),
    AccountSid: ACCOUNT_SID,
    From: from,
    To: OUR_NUMBER,
    Body: body,
    ...more,
  })
  const inbound = async (phone: string) => {
    const found = await api.expect<{ data: { id: string; optInStatus: string }[] }>(
      200,
      api.get(`/api/contacts?phone=${encodeURIComponent(phone)}`),
    )
    const [person] = found.data
    if (!person) return null
    const path = `/api/messages?contactId=${person.id}&direction=inbound`
    const texts = await api.expect<{ data: { body: string }[] }>(200, api.get(path))
    return { ...person, bodies: texts.data.map(({ body }) => body) }
  }

  test('with the fewest fields, odd letters or no words at all are taken in once each', async ({ assert }) => {
    const phone = freshPhone()
    for (const body of ['plain', 'été 👋 + & = %', '']) assert.equal(await send(MESSAGES, text(phone, body)), 200)
    const twice = text(phone, 'twice')
    assert.deepEqual([await send(MESSAGES, twice), await send(MESSAGES, twice)], [200, 200])
    const person = await inbound(phone)
    assert.equal(person?.optInStatus, 'pending')
    assert.sameMembers(person?.bodies ?? [], ['plain', 'été 👋 + & = %', '', 'twice'])
  })

  test('unsigned, altered or signed for another address leave nothing behind', async ({ assert }) => {
    const phone = freshPhone()
    const params = text(phone, 'forged')
    const good = sign(MESSAGES, params)
    assert.equal(await send(MESSAGES, params, ''), 403)
    assert.equal(await send(MESSAGES, { ...params, Body: 'forgeD' }, good), 403)
    assert.equal(await send(MESSAGES, { ...params, Extra: '1' }, good), 403)
    assert.equal(await send(`${MESSAGES}?a=1`, params, good), 403)
    assert.equal(await send(STATUS, params, good), 403)
    const bare = await fetch(stack.url + MESSAGES, { method: 'POST' })
    assert.equal(bare.status, 403)
    assert.isNull(await inbound(phone))
  })

  test('to a number that nobody has are kept and answered with 200; short senders too', async ({ assert }) => {
    const phone = freshPhone()
    assert.equal(await send(MESSAGES, text(phone, 'lost', { To: '+15005550099' })), 200)
    assert.isNull(await inbound(phone))
    for (const from of ['72345', 'ACME']) assert.equal(await send(MESSAGES, text(from, 'hello')), 200)
  })

  test('about a text’s status are answered with 200, for texts of ours or not, with more path and query', async ({
    assert,
  }) => {
    const params = { AccountSid: ACCOUNT_SID, MessageSid: newSid('SM'), MessageStatus: 'delivered' }
    for (const path of [
      STATUS,
      `${STATUS}/0198a2e4-0000-7000-8000-000000000000`,
      `${STATUS}/a/b`,
      `${STATUS}?x=1&y=%20z`,
    ])
      assert.equal(await send(path, params), 200, path)
    assert.equal(await send(STATUS, params, 'AAAA'), 403)
  })

  test('with STOP opt out at once, known or not; START and nothing else takes it back', async ({ assert }) => {
    const phone = freshPhone()
    await api.expect(201, api.post('/api/contacts', { phone, consent: CONSENT }))
    const said: [string, string][] = [
      ["don't stop!", 'opted_in'],
      [' stop ', 'opted_out'],
      ['hello again', 'opted_out'],
      ['Start', 'opted_in'],
      ['UNSUBSCRIBE', 'opted_out'],
    ]
    for (const [words, status] of said) {
      assert.equal(await send(MESSAGES, text(phone, words)), 200)
      assert.equal((await inbound(phone))?.optInStatus, status, words)
    }
    const stranger = freshPhone()
    assert.equal(await send(MESSAGES, text(stranger, 'STOP')), 200)
    assert.equal((await inbound(stranger))?.optInStatus, 'opted_out')
  })

  test('about calls fill the call log, a call a line whatever the order', async ({ assert }) => {
    const phone = freshPhone()
    const call = { AccountSid: ACCOUNT_SID, CallSid: newSid('CA'), From: phone, To: OUR_NUMBER, Direction: 'inbound' }
    const steps: Params[] = [{ CallStatus: 'completed', CallDuration: '12' }, { CallStatus: 'ringing' }]
    for (const more of steps) assert.equal(await send(VOICE, { ...call, ...more }), 200)
    const { data } = await api.expect<{ data: Record<string, unknown>[] }>(200, api.get('/api/calls'))
    const mine = data.filter(({ callSid }) => callSid === call.CallSid)
    assert.lengthOf(mine, 1)
    assert.deepInclude(mine[0], { status: 'completed', duration: 12, from: phone, to: OUR_NUMBER })
  })
})
