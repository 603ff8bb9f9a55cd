import { test } from '@japa/runner'
import { AC, MG, OURS, post, setUp, THEIRS, TOKEN } from '../support/bench.ts'

const EMPTY_MG = `MG${'e'.repeat(32)}`
const ahead = (seconds: number): string => new Date(Date.now() + seconds * 1_000).toISOString()

/** What is sent (over a good text), and the code that Twilio gives for it. */
const REFUSALS: Array<[string, Record<string, string>, number]> = [
  ['no To', { To: '' }, 21604],
  ['no sender', { From: '' }, 21603],
  ['no text', { Body: '' }, 21602],
  ['a To that is too short', { To: '+1555' }, 21211],
  ['a To that is words', { To: 'mother' }, 21211],
  ['a To that is our own number', { To: OURS }, 21211],
  ['a From that is no number', { From: 'x-y-z' }, 21212],
  ["a From that isn't ours", { From: '+14155559999' }, 21606],
  ['a body of 1,601 characters', { Body: 'x'.repeat(1_601) }, 21617],
  ['a media URL that is none', { MediaUrl: 'file:///etc/passwd' }, 21620],
  ['a callback that is no URL', { StatusCallback: 'nowhere' }, 21609],
  ['a callback with an underscore in its host', { StatusCallback: 'https://my_host.example/x' }, 21609],
  ['a callback that is too long', { StatusCallback: `https://host.example/${'x'.repeat(4_000)}` }, 21609],
  ['a validity of no time', { ValidityPeriod: '0' }, 21624],
  ['a validity of eleven hours', { ValidityPeriod: '39600' }, 21624],
  ['a content template that is none', { ContentSid: 'HX1' }, 21655],
  ['a service that is no SID', { From: '', MessagingServiceSid: 'MG1' }, 21705],
  ['a service that does not exist', { From: '', MessagingServiceSid: `MG${'f'.repeat(32)}` }, 21701],
  ['a service without numbers', { From: '', MessagingServiceSid: EMPTY_MG }, 21704],
  ["a number that isn't the service's", { From: '+14155550111', MessagingServiceSid: MG }, 21711],
  ['a schedule without a service', { ScheduleType: 'fixed', SendAt: ahead(1_000) }, 35118],
  ['a schedule without a time', { MessagingServiceSid: MG, ScheduleType: 'fixed' }, 35111],
  ['a schedule in four minutes', { MessagingServiceSid: MG, ScheduleType: 'fixed', SendAt: ahead(240) }, 35114],
  ['a schedule in 36 days', { MessagingServiceSid: MG, ScheduleType: 'fixed', SendAt: ahead(36 * 86_400) }, 35114],
  ['a country that is switched off', { To: '+4915112345678' }, 21408],
  ['magic From 1', { From: '+15005550001' }, 21212],
  ['magic From 7', { From: '+15005550007' }, 21606],
  ['magic From 8', { From: '+15005550008' }, 21611],
  ['magic To 1', { To: '+15005550001' }, 21211],
  ['magic To 2', { To: '+15005550002' }, 21612],
  ['magic To 3', { To: '+15005550003' }, 21408],
  ['magic To 4', { To: '+15005550004' }, 21610],
  ['magic To 9', { To: '+15005550009' }, 21614],
]

test.group("What Twilio refuses, with Twilio's own code", () => {
  const options = {
    accounts: { [AC]: { authToken: TOKEN, geoPermissions: ['+1'] } },
    numbers: [{ phone: OURS }, { phone: '+14155550111' }],
    services: [{ sid: MG, senders: [OURS] }, { sid: EMPTY_MG }],
  }

  test('{0}: {2}')
    .with(REFUSALS)
    .run(async ({ assert, cleanup }, [, fields, code]) => {
      const { emulator } = await setUp(cleanup, options)
      const response = await post(emulator, { To: THEIRS, From: OURS, Body: 'Hello', ...fields })
      const json = (await response.json()) as Record<string, unknown>
      assert.equal(response.status, 400)
      assert.sameMembers(Object.keys(json), ['code', 'message', 'more_info', 'status'])
      assert.deepInclude(json, { code, status: 400, more_info: `https://www.twilio.com/docs/errors/${code}` })
      const [row] = emulator.control.ledger()
      assert.deepInclude(row, { sid: null, httpStatus: 400, code })
    })

  test('eleven media are refused, ten are not', async ({ assert, cleanup }) => {
    const { emulator } = await setUp(cleanup, options)
    const media = (count: number): Array<[string, string]> => [
      ['To', THEIRS],
      ['From', OURS],
      ...Array.from({ length: count }, (_, index): [string, string] => [
        'MediaUrl',
        `https://files.example/${index}.png`,
      ]),
    ]
    assert.equal((await post(emulator, media(10))).status, 201)
    assert.deepInclude(await (await post(emulator, media(11))).json(), { code: 21623 })
  })

  test('1,600 characters that are two code units each are not too many', async ({ assert, cleanup }) => {
    const { emulator } = await setUp(cleanup, options)
    assert.equal((await post(emulator, { To: THEIRS, From: OURS, Body: '😀'.repeat(1_600) })).status, 201)
  })

  test('a JSON body has no fields, as with Twilio', async ({ assert, cleanup }) => {
    const { emulator } = await setUp(cleanup, options)
    const response = await fetch(`${emulator.url}/2010-04-01/Accounts/${AC}/Messages.json`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${AC}:${TOKEN}`)}`, 'content-type': 'application/json' },
      body: JSON.stringify({ To: THEIRS, From: OURS, Body: 'Hi' }),
    })
    assert.deepInclude(await response.json(), { code: 21604 })
  })

  test('the magic sender may text without being owned', async ({ assert, cleanup }) => {
    const { send } = await setUp(cleanup, options)
    assert.equal((await send({ from: '+15005550006' })).status, 'queued')
  })

  test('an unknown path is 20404, a wrong method 20004, a page of 1,001 is 20007', async ({ assert, cleanup }) => {
    const { emulator } = await setUp(cleanup, options)
    const ask = async (path: string, method = 'GET'): Promise<unknown> => {
      const headers = { authorization: `Basic ${btoa(`${AC}:${TOKEN}`)}` }
      return (await fetch(`${emulator.url}${path}`, { method, headers })).json()
    }
    assert.deepInclude(await ask('/2010-04-01/Nothing.json'), { code: 20404, status: 404 })
    assert.deepInclude(await ask(`/2010-04-01/Accounts/${AC}/Messages.json`, 'PUT'), { code: 20004, status: 405 })
    assert.deepInclude(await ask(`/2010-04-01/Accounts/${AC}/Messages.json?PageSize=1001`), { code: 20007 })
    assert.deepInclude(await ask(`/2010-04-01/Accounts/${AC}/Messages/SM${'0'.repeat(32)}.json`), { code: 20404 })
  })
})
