import { test } from '@japa/runner'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER } from '../../support/carrier.ts'
import { eventually } from '../../support/processes.ts'
import { count, goLive, startTexting, type Texting } from '../texting/bulk.ts'

const VOICE = '/api/webhooks/twilio/voice'

type Params = Record<string, string>

test.group('A missed call', (group) => {
  let texting: Texting
  const undo: (() => Promise<void>)[] = []
  let calls = 0

  group.each.timeout(60_000)
  group.setup(async () => {
    texting = await startTexting((callback) => void undo.unshift(callback))
    await goLive(texting.api, [
      { id: 'start', type: 'trigger', data: { on: 'event', name: 'call.missed' } },
      { id: 'text', type: 'send_sms', data: { body: 'Sorry that we missed your call!' } },
    ])
    return async () => {
      for (const callback of undo) await callback()
    }
  })

  const newCall = (from: string): Params => ({
    AccountSid: ACCOUNT_SID,
    CallSid: `CA${String((calls += 1)).padStart(32, '0')}`,
    From: from,
    To: OUR_NUMBER,
    Direction: 'inbound',
  })
  const tell = async (params: Params): Promise<number> => {
    const url = `http://localhost:${new URL(texting.stack.url).port}${VOICE}`
    const signature = getExpectedTwilioSignature(AUTH_TOKEN, url, params)
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature }
    const body = new URLSearchParams(params).toString()
    return (await fetch(texting.stack.url + VOICE, { method: 'POST', headers, body })).status
  }
  const known = (phone: string) => {
    const consent = { source: 'paper', wording: 'Yes', at: new Date().toISOString() }
    return texting.api.expect<{ id: string }>(201, texting.api.post('/api/contacts', { phone, consent }))
  }
  const runsOf = (phone: string) =>
    count(texting, 'runs r JOIN contacts c ON c.id = r.contact_id WHERE c.phone = $1', [phone])
  const texts = (phone: string) => texting.carrier.textsTo(phone)

  test('is answered by one text, however often and in whatever order the carrier tells of it', async ({ assert }) => {
    const phone = '+14155554101'
    await known(phone)
    const call = newCall(phone)
    const ended = { ...call, CallStatus: 'no-answer', SequenceNumber: '3', CallDuration: '0' }
    const told = [
      ended,
      { ...call, CallStatus: 'ringing', SequenceNumber: '1' },
      ended,
      { ...call, CallStatus: 'initiated', SequenceNumber: '0' },
      { ...call, CallStatus: 'completed', SequenceNumber: '4', CallDuration: '0' },
      { ...call, CallStatus: 'no-answer' },
    ]
    const answers = await Promise.all([...told, ...told].map(tell))
    assert.deepEqual([...new Set(answers)], [200])
    await eventually('the text comes', () => texts(phone).length > 0)
    assert.equal(await runsOf(phone), 1)
    assert.deepEqual(texts(phone), ['Sorry that we missed your call!'])
    assert.equal(
      await count(texting, `custom_events e JOIN contacts c ON c.id = e.contact_id WHERE c.phone = $1`, [phone]),
      1,
      'the timeline shows it once',
    )
    await tell({ ...newCall(phone), CallStatus: 'busy' })
    await eventually('a second call is a second event', async () => (await runsOf(phone)) === 2)
  })

  test('is every call in which nobody could speak, and none in which somebody did or that we made', async ({
    assert,
  }) => {
    const cases: [string, Params, number][] = [
      ['+14155554111', { CallStatus: 'no-answer' }, 1],
      ['+14155554112', { CallStatus: 'busy' }, 1],
      ['+14155554113', { CallStatus: 'canceled' }, 1],
      ['+14155554114', { CallStatus: 'completed', CallDuration: '0' }, 1],
      ['+14155554115', { CallStatus: 'completed', CallDuration: '12' }, 0],
      ['+14155554116', { CallStatus: 'in-progress' }, 0],
    ]
    for (const [phone, params, runs] of cases) {
      await known(phone)
      assert.equal(await tell({ ...newCall(phone), ...params }), 200)
      assert.equal(await runsOf(phone), runs, JSON.stringify(params))
    }
    const phone = '+14155554117'
    await known(phone)
    await tell({ ...newCall(phone), From: OUR_NUMBER, To: phone, Direction: 'outbound-api', CallStatus: 'no-answer' })
    assert.equal(await runsOf(phone), 0)
  })

  test('of a stranger makes a pending contact, who gets no text unasked; of a withheld number, nobody', async ({
    assert,
  }) => {
    const phone = '+14155554121'
    assert.equal(await tell({ ...newCall(phone), CallStatus: 'no-answer' }), 200)
    const { data } = await texting.api.expect<{ data: { optInStatus: string }[] }>(
      200,
      texting.api.get(`/api/contacts?phone=${encodeURIComponent(phone)}`),
    )
    assert.deepInclude(data[0], { optInStatus: 'pending' })
    await eventually(
      'the text is blocked',
      async () => (await count(texting, `messages WHERE to_address = $1 AND status = 'skipped'`, [phone])) === 1,
    )
    assert.deepEqual(texts(phone), [])
    const before = await count(texting, 'contacts')
    assert.equal(await tell({ ...newCall('anonymous'), CallStatus: 'no-answer' }), 200)
    assert.equal(await count(texting, 'contacts'), before)
  })
})
