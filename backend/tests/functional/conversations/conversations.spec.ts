import { test } from '@japa/runner'
import type { Api } from '../../support/api.ts'
import { eventually } from '../../support/processes.ts'
import { Stack } from '../../support/stack.ts'
import { CONSENT, freshPhone, newTenant, type Made } from '../../support/tenants.ts'

interface Text {
  id: string
  body: string
  status: string
  direction: string
  segments: number
  sendAt: string | null
}

test.group('The inbox and the dev phone, with the local Twilio inside the server', (group) => {
  let stack: Stack
  let api: Api

  group.setup(async () => {
    stack = await Stack.start({ demo: false })
    api = await stack.api()
    await api.expect(200, api.patch('/api/settings', { quietHours: { start: '00:00', end: '23:59' } }))
    return () => stack.stop()
  })

  const person = () =>
    api.expect<Made & { phone: string }>(201, api.post('/api/contacts', { phone: freshPhone(), consent: CONSENT }))
  const thread = async (id: string) =>
    (await api.expect<{ data: Text[] }>(200, api.get(`/api/conversations/${id}/messages`))).data
  const status = async (id: string, text: string) => (await thread(id)).find((one) => one.id === text)?.status

  test('a text that a person writes is planned, sent and delivered', async ({ assert }) => {
    const { id } = await person()
    const text = await api.expect<Text>(201, api.post(`/api/conversations/${id}/messages`, { body: 'Hello “you” 🌹' }))
    assert.deepInclude(text, { direction: 'outbound', status: 'planned', segments: 1 })
    await eventually('the text is delivered', async () => (await status(id, text.id)) === 'delivered')
  })

  test('a text for later waits for its moment on the sandbox’s clock', async ({ assert }) => {
    const { id } = await person()
    const clock = await api.expect<{ now: string }>(200, api.get('/api/sandbox/clock'))
    const sendAt = new Date(Date.parse(clock.now) + 3_600_000).toISOString()
    const text = await api.expect<Text>(201, api.post(`/api/conversations/${id}/messages`, { body: 'Later', sendAt }))
    assert.equal(text.sendAt, sendAt)
    assert.equal(await status(id, text.id), 'planned')
    const walked = await api.expect<{ settled: boolean }>(200, api.post('/api/sandbox/clock/advance', { by: 'PT1H' }))
    assert.isTrue(walked.settled)
    assert.notEqual(await status(id, text.id), 'planned')
  })

  test('a text that is held for the night goes out when the hours, or the person’s zone, no longer hold it', async ({
    assert,
  }) => {
    const hourIn = (timeZone: string) =>
      Number(
        new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(new Date(clock.now)),
      )
    const clock = await api.expect<{ now: string }>(200, api.get('/api/sandbox/clock'))
    const zones = [
      'Pacific/Honolulu',
      'America/Sao_Paulo',
      'Europe/London',
      'Asia/Kolkata',
      'Asia/Tokyo',
      'Pacific/Auckland',
    ]
    const asleep = zones.find((zone) => hourIn(zone) < 7 || hourIn(zone) > 21) ?? ''
    const awake = zones.find((zone) => hourIn(zone) >= 10 && hourIn(zone) < 18) ?? ''
    await api.expect(200, api.patch('/api/settings', { quietHours: { start: '09:00', end: '20:00' } }))
    const [one, other] = [await person(), await person()]
    for (const { id } of [one, other]) await api.expect(200, api.patch(`/api/contacts/${id}`, { timeZone: asleep }))
    const write = (id: string) =>
      api.expect<Text>(201, api.post(`/api/conversations/${id}/messages`, { body: 'Good night' }))
    const [first, second] = [await write(one.id), await write(other.id)]
    await eventually(
      'both are held',
      async () => (await status(one.id, first.id)) === 'held' && (await status(other.id, second.id)) === 'held',
    )
    await api.expect(200, api.patch(`/api/contacts/${one.id}`, { timeZone: awake }))
    await eventually('the one who is awake gets it', async () => (await status(one.id, first.id)) === 'delivered')
    assert.equal(await status(other.id, second.id), 'held')
    await api.expect(200, api.patch('/api/settings', { quietHours: { start: '00:00', end: '23:59' } }))
    await eventually('the other gets it too', async () => (await status(other.id, second.id)) === 'delivered')
  })

  test('nobody who said no, or has not said yes, is written to', async ({ assert }) => {
    const pending = await api.expect<Made>(201, api.post('/api/contacts', { phone: freshPhone() }))
    const refused = await api.post(`/api/conversations/${pending.id}/messages`, { body: 'Hi' })
    assert.deepEqual([refused.status, refused.body.code], [409, 'E_NO_CONSENT'])
    const { id } = await person()
    await api.expect(200, api.post(`/api/contacts/${id}/consent`, { status: 'opted_out', ...CONSENT }))
    const out = await api.post(`/api/conversations/${id}/messages`, { body: 'Hi' })
    assert.deepEqual([out.status, out.body.code], [409, 'E_OPTED_OUT'])
    assert.deepEqual(await thread(id), [])
    for (const body of [{}, { body: '  ' }, { body: 'x'.repeat(1601) }, { body: 'x', mediaIds: ['nonsense'] }])
      assert.equal((await api.post(`/api/conversations/${id}/messages`, body)).status, 422)
  })

  test('a text from the dev phone comes in as a signed webhook, and is unread until somebody looks', async ({
    assert,
  }) => {
    const { id, phone } = await person()
    const sent = await api.expect<{ delivered: boolean }>(
      200,
      api.post('/api/sandbox/inbound', { from: phone, body: 'Is anybody there?' }),
    )
    assert.isTrue(sent.delivered)
    const conversation = async () => {
      const { data } = await api.expect<{
        data: { contactId: string; unread: number; lastMessage: { body: string } }[]
      }>(200, api.get('/api/conversations'))
      return data.find(({ contactId }) => contactId === id)
    }
    assert.deepInclude(await conversation(), { unread: 1 })
    assert.equal((await conversation())?.lastMessage.body, 'Is anybody there?')
    await api.expect(204, api.post(`/api/conversations/${id}/read`))
    assert.deepInclude(await conversation(), { unread: 0 })
  })

  test('STOP from the dev phone takes back what was planned', async ({ assert }) => {
    const { id, phone } = await person()
    const clock = await api.expect<{ now: string }>(200, api.get('/api/sandbox/clock'))
    const sendAt = new Date(Date.parse(clock.now) + 86_400_000).toISOString()
    const text = await api.expect<Text>(
      201,
      api.post(`/api/conversations/${id}/messages`, { body: 'Tomorrow', sendAt }),
    )
    await api.expect(200, api.post('/api/sandbox/inbound', { from: phone, body: 'STOP' }))
    assert.equal(await status(id, text.id), 'canceled')
    assert.equal(
      (await api.expect<{ optInStatus: string }>(200, api.get(`/api/contacts/${id}`))).optInStatus,
      'opted_out',
    )
  })

  test('a sandbox made later has its own number, clock and phone', async ({ assert }) => {
    const other = await newTenant(stack, api, { name: 'Another sandbox' })
    const phone = freshPhone()
    const sent = await other.api.expect<{ delivered: boolean }>(
      200,
      other.api.post('/api/sandbox/inbound', { from: phone, body: 'Hi' }),
    )
    assert.isTrue(sent.delivered)
    const before = await api.expect<{ now: string }>(200, api.get('/api/sandbox/clock'))
    await other.api.expect(200, other.api.post('/api/sandbox/clock/advance', { by: 'P30D' }))
    const after = await api.expect<{ now: string }>(200, api.get('/api/sandbox/clock'))
    assert.isBelow(Date.parse(after.now) - Date.parse(before.now), 60_000)
  })

  test('a live workspace has neither', async ({ assert }) => {
    const live = await newTenant(stack, api, { name: 'Live', mode: 'live' })
    for (const answer of [
      await live.api.get('/api/sandbox/clock'),
      await live.api.post('/api/sandbox/clock/advance', { by: 'P1D' }),
      await live.api.post('/api/sandbox/inbound', { from: freshPhone(), body: 'x' }),
    ])
      assert.equal(answer.status, 403)
  })

  test('the clock goes forward only, and says what it does not take', async ({ assert }) => {
    for (const body of [
      {},
      { by: 'P0D' },
      { by: 'tomorrow' },
      { by: '-P1D' },
      { to: '2020-01-01T00:00:00Z' },
      { by: 'P1D', to: '2099-01-01T00:00:00Z' },
      { to: '2200-01-01T00:00:00Z' },
    ])
      assert.equal((await api.post('/api/sandbox/clock/advance', body)).status, 422, JSON.stringify(body))
  })

  test('open consoles hear of it without asking', async ({ assert }) => {
    const stop = new AbortController()
    const made = await api.expect<{ token: string }>(201, api.post('/api/tokens', { name: 'live' }))
    const stream = await fetch(`${stack.url}/api/live`, {
      headers: { authorization: `Bearer ${made.token}` },
      signal: stop.signal,
    })
    assert.match(stream.headers.get('content-type') ?? '', /^text\/event-stream/)
    const heard: string[] = []
    const reading = (async () => {
      for await (const chunk of stream.body ?? []) heard.push(Buffer.from(chunk).toString())
    })().catch(() => undefined)
    await person()
    await eventually('the news comes', () => /data: \{"topics":\[[^\]]*"contacts"/.test(heard.join('')))
    stop.abort()
    await reading
  })
})
