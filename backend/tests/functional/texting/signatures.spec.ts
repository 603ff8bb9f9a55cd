import { request } from 'node:http'
import { connect } from 'node:net'
import { test } from '@japa/runner'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER } from '../../support/carrier.ts'
import { Stack } from '../../support/stack.ts'

const PUBLIC = 'https://sms.example.com'
const ROUTES = [
  '/api/webhooks/twilio/messages',
  '/api/webhooks/twilio/status',
  '/api/webhooks/twilio/status/01890000-0000-7000-8000-000000000000',
  '/api/webhooks/twilio/voice?src=%C3%A9+x',
]
const SETS_A_ROUTE = 400
const AT_ONCE = 8

type Params = Record<string, string | string[]>

/** Repeats itself from run to run, so that a failure does too. */
function randomFrom(seed: number) {
  let state = seed
  const below = (limit: number) => (state = (state * 48_271) % 2_147_483_647) % limit
  const one = <Value>(from: readonly Value[]): Value => from[below(from.length)] as Value
  return { below, one }
}
type Random = ReturnType<typeof randomFrom>

const SIGNS = [
  '',
  ' ',
  '  ',
  '+',
  '%20',
  '%',
  '&',
  '=',
  'é',
  'e\u0301',
  '🌹',
  '\u202e',
  '\n',
  '\r\n',
  '\t',
  '"',
  "'",
  '~',
  '*',
  'Z',
  'a',
  '0',
  '\\',
  '中',
  '\uffff',
  '<',
  ';',
]
const word = (random: Random, longest: number) =>
  Array.from({ length: random.below(longest) }, () => random.one(SIGNS)).join('')
const NAMES = [
  'FromCity',
  'FromState',
  'ToZip',
  'Body',
  'body',
  'NumMedia',
  'OptOutType',
  'A b',
  'ü',
  'ErrorCode',
  '__proto__x',
  'a[]',
  '0',
]

/** What Twilio may send: known and unknown fields, empty, repeated, in any alphabet. */
function randomParams(random: Random, index: number): Params {
  const sid = `SM${index.toString(16).padStart(32, '0')}`
  const params: Params = {
    AccountSid: ACCOUNT_SID,
    MessageSid: sid,
    From: `+1415555${String(index % 10_000).padStart(4, '0')}`,
    To: OUR_NUMBER,
    MessageStatus: 'sent',
    CallSid: sid.replace('SM', 'CA'),
    CallStatus: 'ringing',
  }
  for (let field = random.below(7); field > 0; field -= 1) {
    const name = random.one(NAMES) + (random.below(3) === 0 ? word(random, 3) : '')
    params[name] = random.below(5) === 0 ? [word(random, 5), word(random, 5), word(random, 2)] : word(random, 12)
  }
  return params
}

/** As a browser writes a form, or with every sign that may be written so as a percent code. */
function formOf(params: Params, plainly: boolean): string {
  const pairs = Object.entries(params).flatMap(([name, value]) =>
    [value].flat().map((each): [string, string] => [name, each]),
  )
  if (plainly) return new URLSearchParams(pairs).toString()
  return pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&')
}

function readForm(form: string): Params {
  const search = new URLSearchParams(form)
  return Object.fromEntries(
    [...new Set(search.keys())].map((name) => [
      name,
      search.getAll(name).length > 1 ? search.getAll(name) : (search.get(name) ?? ''),
    ]),
  )
}

/** One byte changed, so that it means something else. */
function alter(random: Random, form: string, means: (altered: string) => boolean): string {
  for (;;) {
    const at = random.below(form.length)
    const altered = form.slice(0, at) + random.one([...'abcXYZ019=&+%-']) + form.slice(at + 1)
    if (altered !== form && means(altered)) return altered
  }
}

test.group('Signatures by the official signer', (group) => {
  let stack: Stack

  group.setup(async () => {
    const twilio = { TWILIO_ACCOUNT_SID: ACCOUNT_SID, TWILIO_AUTH_TOKEN: AUTH_TOKEN, TWILIO_PHONE_NUMBER: OUR_NUMBER }
    stack = await Stack.start({
      demo: false,
      workers: 0,
      env: { ...twilio, PUBLIC_URL: PUBLIC, TWILIO_API_BASE_URL: 'http://127.0.0.1:9' },
    })
    return () => stack.stop()
  })

  const FORM = 'application/x-www-form-urlencoded; charset=utf-8'
  const post = async (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) => {
    const answer = await fetch(stack.url + path, {
      method: 'POST',
      headers: { 'content-type': FORM, ...headers },
      body,
    })
    return { status: answer.status, text: await answer.text() }
  }
  const sign = (path: string, params: Params, address = PUBLIC) =>
    getExpectedTwilioSignature(AUTH_TOKEN, address + path, params)

  for (const [at, path] of ROUTES.entries()) {
    test(`${SETS_A_ROUTE} random sets are taken by ${path}, and each refused with one byte altered`, async ({
      assert,
    }) => {
      const random = randomFrom(at + 11)
      let next = 0
      const refusals = new Map<number, number>()
      const lane = async () => {
        for (let index = next++; index < SETS_A_ROUTE; index = next++) {
          const params = randomParams(random, at * SETS_A_ROUTE + index)
          const form = formOf(params, index % 2 === 0)
          const signature = sign(path, params)
          const altered = alter(random, form, (candidate) => sign(path, readForm(candidate)) !== signature)
          const taken = await post(path, form, { 'x-twilio-signature': signature })
          if (taken.status !== 200 && taken.status !== 204) assert.fail(`${taken.status} for ${form}`)
          const refused = await post(path, altered, { 'x-twilio-signature': signature })
          if (refused.status !== 403 || refused.text !== '')
            assert.fail(`${refused.status} for ${altered}, signed for ${form}`)
          refusals.set(refused.status, (refusals.get(refused.status) ?? 0) + 1)
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, lane))
      assert.equal(refusals.get(403), SETS_A_ROUTE)
    }).timeout(60_000)
  }

  test('a proxy’s other host, port and scheme change nothing; a signature for another address is refused', async ({
    assert,
  }) => {
    const [path = ''] = ROUTES
    const send = (signature: string, headers: Record<string, string>, form: string) =>
      new Promise<number>((done, failed) => {
        const sent = request(
          stack.url + path,
          { method: 'POST', headers: { 'content-type': FORM, 'x-twilio-signature': signature, ...headers } },
          (answer) => {
            answer.resume()
            done(answer.statusCode ?? 0)
          },
        )
        sent.on('error', failed)
        sent.end(form)
      })
    const params = randomParams(randomFrom(5), 900_000)
    const form = formOf(params, true)
    const proxies: Record<string, string>[] = [
      { host: 'internal:8080' },
      { host: 'evil.example.com', 'x-forwarded-host': 'evil.example.com' },
      { 'x-forwarded-proto': 'http', 'x-forwarded-port': '3001' },
      { forwarded: 'host=evil.example.com;proto=http' },
    ]
    for (const headers of proxies)
      assert.equal(await send(sign(path, params), headers, form), 200, JSON.stringify(headers))
    assert.equal(await send(sign(path, params, `${PUBLIC}:443`), {}, form), 200)
    for (const address of [
      'http://sms.example.com',
      'https://internal:8080',
      stack.url,
      'https://evil.example.com',
      `${PUBLIC}:8443`,
    ])
      assert.equal(await send(sign(path, params, address), { host: new URL(address).host }, form), 403, address)
  })

  test('no header, an empty, a cut or an endless one, or many, is a refusal', async ({ assert }) => {
    for (const path of ROUTES) {
      const params = randomParams(randomFrom(6), 910_000)
      const form = formOf(params, true)
      const good = sign(path, params)
      for (const signature of [
        null,
        '',
        ' ',
        good.slice(0, -1),
        `${good}=`,
        good.toLowerCase(),
        'x'.repeat(6_000),
        `${good}, ${good}`,
      ])
        assert.equal(
          (await post(path, form, signature === null ? {} : { 'x-twilio-signature': signature })).status,
          403,
          String(signature),
        )
    }
  })

  test('too large, cut off, not UTF-8, compressed or no form at all: refused or taken, never an error of ours', async ({
    assert,
  }) => {
    const random = randomFrom(9)
    for (const path of ROUTES) {
      const params = { AccountSid: ACCOUNT_SID, Body: 'x'.repeat(70_000) }
      assert.equal((await post(path, formOf(params, true), { 'x-twilio-signature': sign(path, params) })).status, 413)
      for (let round = 0; round < 60; round += 1) {
        const noise = Uint8Array.from({ length: random.below(300) }, () => random.below(256))
        const body =
          round % 2 === 0 ? noise : Uint8Array.from([...Buffer.from(`AccountSid=${ACCOUNT_SID}&Body=`), ...noise])
        assert.isBelow(
          (await post(path, body, { 'x-twilio-signature': sign(path, { AccountSid: ACCOUNT_SID }) })).status,
          500,
        )
      }
      const signature = sign(path, { AccountSid: ACCOUNT_SID })
      assert.equal(
        (await post(path, `AccountSid=${ACCOUNT_SID}`, { 'x-twilio-signature': signature, 'content-encoding': 'gzip' }))
          .status,
        400,
      )
      assert.isBelow(
        (await post(path, '{"a":1}', { 'x-twilio-signature': signature, 'content-type': 'application/json' })).status,
        500,
      )
      await cutOff(path, signature)
    }
    assert.isFalse(stack.server.ended)
    assert.equal((await fetch(`${stack.url}/api/health/live`)).status, 200)
  })

  /** Promises five hundred bytes, sends a few, and hangs up. */
  const cutOff = (path: string, signature: string) =>
    new Promise<void>((done) => {
      const { hostname, port } = new URL(stack.url)
      const socket = connect(Number(port), hostname, () => {
        socket.write(
          `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: ${FORM}\r\ncontent-length: 500\r\nx-twilio-signature: ${signature}\r\n\r\nAccountSid=`,
        )
        setTimeout(() => socket.destroy(), 20)
      })
      socket.on('close', () => done())
      socket.on('error', () => done())
    })
})
