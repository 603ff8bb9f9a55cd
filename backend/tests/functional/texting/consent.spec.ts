import { test } from '@japa/runner'
import { eventually } from '../../support/processes.ts'
import { count, goLive, startTexting, type Texting } from './bulk.ts'

interface Contact {
  id: string
  optInStatus: string
}

const WELCOME = 'Welcome, {{ contact.firstName }}! Reply STOP to opt out.'

test.group('Consent', (group) => {
  let texting: Texting
  const undo: (() => Promise<void>)[] = []

  group.each.timeout(60_000)
  group.setup(async () => {
    texting = await startTexting((callback) => void undo.unshift(callback))
    await goLive(texting.api, [
      { id: 'start', type: 'trigger', data: { on: 'contact_created' } },
      { id: 'text', type: 'send_sms', data: { body: WELCOME } },
    ])
    return async () => {
      for (const callback of undo) await callback()
    }
  })

  const join = (phone: string) =>
    fetch(`${texting.stack.url}/opt-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'A browser/1.0' },
      body: new URLSearchParams({ phone, firstName: 'Ada', consent: 'yes' }),
    })
  const contactOf = async (phone: string) => {
    const { data } = await texting.api.expect<{ data: Contact[] }>(
      200,
      texting.api.get(`/api/contacts?phone=${encodeURIComponent(phone)}`),
    )
    return data[0]
  }
  const texts = (phone: string) => texting.carrier.textsTo(phone)

  test('the form keeps the wording, the address, the browser and the page', async ({ assert }) => {
    const phone = '+14155552101'
    assert.equal((await join(phone)).status, 200)
    const { rows } = await texting.db.query(
      `SELECT status, source, wording, ip, user_agent, page FROM consents WHERE phone = $1`,
      [phone],
    )
    assert.lengthOf(rows, 1)
    assert.deepInclude(rows[0], {
      status: 'opted_in',
      source: 'web form',
      ip: '127.0.0.1',
      user_agent: 'A browser/1.0',
    })
    assert.match(rows[0].wording, /recurring automated text messages.*STOP/)
    assert.match(rows[0].page, /\/$/)
    await eventually('the welcome comes', () => texts(phone).length === 1)
  })

  test('asked twice where the workspace wants it: nothing but the question goes out before the "yes", which is kept as evidence', async ({
    assert,
    cleanup,
  }) => {
    const { api, carrier, db } = texting
    await api.expect(200, api.patch('/api/settings', { doubleOptIn: true }))
    cleanup(async () => void (await api.patch('/api/settings', { doubleOptIn: false })))
    const phone = '+14155552102'
    assert.equal((await join(phone)).status, 200)
    await eventually('the question comes', () => texts(phone).length === 1)
    assert.match(texts(phone)[0] ?? '', /reply YES.*rates may apply.*HELP.*STOP/)
    assert.equal((await contactOf(phone))?.optInStatus, 'pending')
    await join(phone)
    await carrier.receive(phone, 'what is this?')
    assert.equal((await contactOf(phone))?.optInStatus, 'pending')
    await carrier.receive(phone, ' Yes! ')
    assert.equal((await contactOf(phone))?.optInStatus, 'opted_in')
    await eventually('the welcome comes', () => texts(phone).length === 2)
    assert.equal(texts(phone)[1], 'Welcome, Ada! Reply STOP to opt out.')

    const { rows } = await db.query(
      `SELECT status, source, wording, user_agent FROM consents WHERE phone = $1 ORDER BY id`,
      [phone],
    )
    assert.deepInclude(rows.at(-1), { status: 'opted_in', source: 'double opt-in', wording: texts(phone)[0] })
    assert.deepInclude(rows[0], { status: 'pending', source: 'web form', user_agent: 'A browser/1.0' })
    const events = await api.expect<{ data: { kind: string; text: string }[] }>(
      200,
      api.get(`/api/compliance/events?phone=${encodeURIComponent(phone)}`),
    )
    assert.deepInclude(events.data[0], { kind: 'double_opt_in', text: ' Yes! ' })
    assert.equal(await count(texting, `messages WHERE to_address = $1 AND purpose = 'opt_in_request'`, [phone]), 1)
  })

  test('a "yes" without a question opts nobody in, a STOP to the question keeps out', async ({ assert }) => {
    const { api, carrier } = texting
    const [silent, never] = ['+14155552103', '+14155552104']
    await carrier.receive(silent, 'yes')
    assert.equal((await contactOf(silent))?.optInStatus, 'pending')
    await carrier.receive(never, 'hello')
    const person = await contactOf(never)
    await api.expect(202, api.post(`/api/contacts/${person?.id}/opt-in-request`))
    await eventually('the question comes', () => texts(never).length === 1)
    assert.equal((await api.post(`/api/contacts/${person?.id}/opt-in-request`)).status, 409)
    await carrier.receive(never, 'stop')
    await carrier.receive(never, 'ok')
    assert.equal((await contactOf(never))?.optInStatus, 'opted_out')
    assert.equal((await api.post(`/api/contacts/${person?.id}/opt-in-request`)).body.code, 'E_OPTED_OUT')
  })

  test('everything about a person can be had as a file, and erased but for the opt-out', async ({ assert }) => {
    const { api, carrier } = texting
    const phone = '+14155552105'
    await join(phone)
    await eventually(
      'the welcome is delivered',
      async () => (await count(texting, `messages WHERE to_address = $1 AND status = 'delivered'`, [phone])) === 1,
    )
    await carrier.receive(phone, 'A secret that only I know')
    await carrier.receive(phone, 'Stop')
    const id = (await contactOf(phone))?.id ?? ''
    const file = await api.get<Record<string, unknown[]>>(`/api/contacts/${id}/export`)
    assert.equal(file.status, 200)
    assert.match(file.headers.get('content-disposition') ?? '', /attachment/)
    const { contact, consents, messages, runs, webhooks, suppression } = file.body
    assert.deepInclude(contact, { phone, first_name: 'Ada' })
    assert.lengthOf(messages ?? [], 3)
    assert.isAtLeast(consents?.length ?? 0, 2)
    assert.lengthOf(runs ?? [], 1)
    assert.lengthOf(webhooks ?? [], 2)
    assert.deepInclude(suppression, { phone, reason: 'opted_out' })
    assert.notInclude(JSON.stringify(file.body), 'workspace_id')

    await api.expect(204, api.delete(`/api/contacts/${id}`))
    assert.equal((await api.get(`/api/contacts/${id}/export`)).status, 404)
    assert.deepEqual(await traces(phone), ['audit_log 0', 'suppressions 1'])
    await api.expect(201, api.post('/api/contacts', { phone }))
    assert.equal((await contactOf(phone))?.optInStatus, 'opted_out')
  })

  test('each change of it is one line of the timeline, which operators read, and keeps all its evidence', async ({
    assert,
  }) => {
    const { api, carrier } = texting
    const phone = '+14155552106'
    await join(phone)
    await eventually('the welcome comes', () => texts(phone).length === 1)
    for (const word of ['STOP', 'START', 'HELP']) await carrier.receive(phone, word)
    const id = (await contactOf(phone))?.id ?? ''
    const { data } = await api.expect<{ data: { kind: string; summary: string; data: { status?: string } }[] }>(
      200,
      api.get(`/api/contacts/${id}/timeline`),
    )
    const lines = data.filter(({ kind }) => !kind.startsWith('message') && !kind.startsWith('run'))
    assert.deepEqual(
      lines.map(({ kind, data: { status } }) => [kind, status ?? null]),
      [
        ['help', null],
        ['consent', 'opted_in'],
        ['consent', 'opted_out'],
        ['consent', 'opted_in'],
      ],
    )
    assert.equal(lines[2]?.summary, 'Consent: opted out by sms: STOP')
    const events = await api.expect<{ data: { kind: string }[] }>(
      200,
      api.get(`/api/compliance/events?phone=${encodeURIComponent(phone)}`),
    )
    assert.deepEqual(
      events.data.map(({ kind }) => kind),
      ['help', 'start', 'stop', 'opt_in'],
    )
  })

  /** The tables in which a person's number or words are still found. */
  const traces = async (phone: string) => {
    const { rows: tables } = await texting.db.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`,
    )
    const found: string[] = []
    for (const { name } of tables) {
      const n = await count(
        texting,
        `"${name}" t WHERE to_jsonb(t)::text LIKE '%' || $1 || '%' OR to_jsonb(t)::text LIKE '%secret that only I%'`,
        [phone.slice(1)],
      )
      if (n > 0 || name === 'audit_log') found.push(`${name} ${n}`)
    }
    return found
  }

  test('the public pages say what a campaign review looks for', async ({ assert }) => {
    const { api, stack } = texting
    await api.expect(200, api.patch('/api/settings', { brandName: 'Rose and Co', supportContact: 'help@rose.example' }))
    const page = async (path: string) => (await fetch(stack.url + path)).text()
    const [landing, privacy, terms] = [await page('/'), await page('/privacy'), await page('/terms')]
    for (const words of [
      'Rose and Co',
      'not a condition of any purchase',
      'frequency varies',
      'data rates may apply',
      'STOP',
      'HELP',
      'href="/privacy"',
      'href="/terms"',
    ])
      assert.include(landing, words)
    for (const words of [
      'Rose and Co',
      'help@rose.example',
      'do not sell or share mobile numbers',
      'opt-in data and consent',
      'STOP',
    ])
      assert.include(privacy, words)
    for (const words of [
      'Rose and Co',
      'help@rose.example',
      'STOP',
      'rates may apply',
      'frequency varies',
      'not liable',
      'privacy policy',
    ])
      assert.include(terms, words)
    assert.notMatch(landing, /type="checkbox"[^>]*checked/)
  })
})
