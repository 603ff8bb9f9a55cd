import { test } from '@japa/runner'
import { ACCOUNT_SID, AUTH_TOKEN, OUR_NUMBER } from '../../support/carrier.ts'
import { eventually } from '../../support/processes.ts'
import { addContacts, count, goLive, startTexting, type Texting } from './bulk.ts'

const SECOND = '+15005550016'
const SERVICE = `MG${'7'.repeat(32)}`

interface Listed {
  id: string
  phone: string | null
  queue: { planned: number; held: number; clearsAt: string | null; segmentsToday: number | null }
  pausedAt: string | null
}

const senders = async ({ api }: Texting) => (await api.expect<{ data: Listed[] }>(200, api.get('/api/senders'))).data
const ofPhone = async (texting: Texting, phone: string | null) => {
  const found = (await senders(texting)).find((sender) => sender.phone === phone)
  if (!found) throw new Error(`no sender ${phone}`)
  return found
}

const hello = (texting: Texting) =>
  goLive(texting.api, [
    { id: 'start', type: 'trigger', data: { on: 'manual' } },
    { id: 'text', type: 'send_sms', data: { body: 'Hello {{ contact.firstName }}. Reply STOP to opt out.' } },
  ])

const enrol = ({ api }: Texting, workflowId: string, contactIds: string[]) =>
  api.expect(202, api.post(`/api/workflows/${workflowId}/enroll`, { contactIds }))

async function addSecond({ api, carrier }: Texting, more: object = {}): Promise<string> {
  carrier.emulator.control.setNumber({ phone: SECOND, accountSid: ACCOUNT_SID })
  const body = { label: 'Second', phone: SECOND, ...more }
  return (await api.expect<{ id: string }>(201, api.post('/api/senders', body))).id
}

const sentFrom = ({ carrier }: Texting) => {
  const from = new Map<string, number>()
  for (const row of carrier.emulator.control.ledger()) from.set(row.from ?? '', (from.get(row.from ?? '') ?? 0) + 1)
  return from
}
const accepted = (texting: Texting) =>
  count(texting, `messages WHERE direction = 'outbound' AND provider_sid IS NOT NULL`)

/** The one number that there was, as it was; nobody and nothing else. */
async function startAnew({ api, carrier, db }: Texting): Promise<void> {
  carrier.emulator.control.clear()
  carrier.emulator.control.setAccount(ACCOUNT_SID, AUTH_TOKEN)
  await db.query('DELETE FROM contacts')
  await db.query('DELETE FROM workflows')
  await db.query('DELETE FROM sender_days')
  await db.query('UPDATE senders SET next_slot_at = NULL')
  const { data } = await api.expect<{ data: Listed[] }>(200, api.get('/api/senders'))
  const own = data.find((sender) => sender.phone === OUR_NUMBER)
  const plain = { authToken: AUTH_TOKEN, paused: false, isDefault: true, segmentsPerSecond: null, segmentsPerDay: null }
  await api.expect(200, api.patch(`/api/senders/${own?.id}`, plain))
  for (const { id } of data) if (id !== own?.id) await api.expect(204, api.delete(`/api/senders/${id}`))
}

test.group('Senders', (group) => {
  let texting: Texting
  const undo: (() => Promise<void>)[] = []

  group.each.timeout(60_000)
  group.setup(async () => {
    texting = await startTexting((callback) => void undo.unshift(callback))
    return async () => {
      for (const callback of undo) await callback()
    }
  })
  group.each.setup(() => startAnew(texting))

  test('new contacts are spread over the pool by rate, and each keeps its sender when the pool changes', async ({
    assert,
  }) => {
    const second = await addSecond(texting, { pooled: true, segmentsPerSecond: 300 })
    const first = await ofPhone(texting, OUR_NUMBER)
    await texting.api.expect(200, texting.api.patch(`/api/senders/${first.id}`, { segmentsPerSecond: 100 }))
    const workflowId = await hello(texting)
    const ids = await addContacts(texting, 120)
    await enrol(texting, workflowId, ids)
    await eventually('all are sent', async () => (await accepted(texting)) === 120)
    const shares = sentFrom(texting)
    assert.isAbove(shares.get(OUR_NUMBER) ?? 0, 12)
    assert.isAbove(shares.get(SECOND) ?? 0, 66)

    await texting.api.expect(200, texting.api.patch(`/api/senders/${second}`, { pooled: false }))
    await enrol(texting, workflowId, ids)
    await eventually('all are sent again', async () => (await accepted(texting)) === 240)
    assert.equal(
      await count(texting, `(SELECT contact_id FROM messages GROUP BY 1 HAVING count(DISTINCT sender_id) > 1) moved`),
      0,
    )

    await texting.api.expect(204, texting.api.delete(`/api/senders/${second}`))
    await enrol(texting, workflowId, ids)
    await eventually('those of the removed sender get another', async () => (await accepted(texting)) === 360)
  })

  test('a Messaging Service sends, and its texts end like any other', async ({ assert }) => {
    texting.carrier.emulator.control.setService({ sid: SERVICE, accountSid: ACCOUNT_SID, senders: [OUR_NUMBER] })
    await texting.api.expect(201, texting.api.post('/api/senders', { messagingServiceSid: SERVICE, isDefault: true }))
    await enrol(texting, await hello(texting), await addContacts(texting, 3))
    await eventually(
      'they are delivered',
      async () => (await count(texting, `messages WHERE status = 'delivered'`)) === 3,
    )
    const ledger = await texting.api.expect<{ findings: unknown[] }>(200, texting.api.get('/api/compliance/ledger'))
    assert.deepEqual(ledger.findings, [])
  })

  test('the test of a sender tells wrong credentials from right ones, and sends through the gate', async ({
    assert,
  }) => {
    const { api, carrier, stack } = texting
    const { id } = await ofPhone(texting, OUR_NUMBER)
    const path = `/api/senders/${id}/test`
    assert.deepInclude(await api.expect(200, api.post(path)), { ok: true, accountStatus: 'active' })
    await api.expect(200, api.patch(`/api/senders/${id}`, { authToken: 'not the token' }))
    const refused = await api.expect(200, api.post(path))
    assert.deepInclude(refused, { ok: false, code: 20003 })
    assert.notInclude(JSON.stringify(refused) + stack.server.output, 'not the token')
    await api.expect(200, api.patch(`/api/senders/${id}`, { authToken: AUTH_TOKEN }))

    const phone = '+15005552001'
    assert.equal((await api.post(path, { to: phone })).status, 422)
    await api.expect(201, api.post('/api/contacts', { phone }))
    assert.equal((await api.post(path, { to: phone })).status, 422)
    const { data } = await api.expect<{ data: { id: string }[] }>(
      200,
      api.get(`/api/contacts?phone=${encodeURIComponent(phone)}`),
    )
    await api.expect(
      200,
      api.post(`/api/contacts/${data[0]?.id}/consent`, {
        status: 'opted_in',
        source: 'paper',
        wording: 'Yes',
        at: new Date().toISOString(),
      }),
    )
    const tried = await api.expect<{ messageId: string }>(200, api.post(path, { to: phone }))
    await eventually('it arrives', () => carrier.textsTo(phone).length === 1)
    assert.match(tried.messageId, /^[0-9a-f-]{36}$/)
  })

  test('a rotated token works from the next text on, without a restart and without a refusal', async ({ assert }) => {
    const { api, carrier } = texting
    const workflowId = await hello(texting)
    const ids = await addContacts(texting, 40)
    await enrol(texting, workflowId, ids.slice(0, 20))
    await eventually('the worker knows the old token', async () => (await accepted(texting)) === 20)
    carrier.emulator.control.setAccount(ACCOUNT_SID, 'the new token')
    const { id } = await ofPhone(texting, OUR_NUMBER)
    await api.expect(200, api.patch(`/api/senders/${id}`, { authToken: 'the new token' }))
    await enrol(texting, workflowId, ids.slice(20))
    await eventually('the others go out with the new one', async () => (await accepted(texting)) === 40)
    assert.equal(await count(texting, `attempts WHERE outcome <> 'accepted'`), 0)
    assert.isNull((await ofPhone(texting, OUR_NUMBER)).pausedAt)
  })

  test('a token that the carrier refuses pauses the sender, and a right one lets its queue go', async ({ assert }) => {
    const { api, carrier } = texting
    carrier.emulator.control.setAccount(ACCOUNT_SID, 'changed at the carrier')
    await enrol(texting, await hello(texting), await addContacts(texting, 5))
    await eventually('the sender is paused', async () => (await ofPhone(texting, OUR_NUMBER)).pausedAt !== null)
    await eventually('its texts wait', async () => (await ofPhone(texting, OUR_NUMBER)).queue.held === 5)
    assert.equal(await accepted(texting), 0)
    const { id } = await ofPhone(texting, OUR_NUMBER)
    await api.expect(200, api.patch(`/api/senders/${id}`, { authToken: 'changed at the carrier' }))
    await eventually('all go out', async () => (await accepted(texting)) === 5)
  })

  test('a paused sender’s queue can be seen and goes out after the pause', async ({ assert }) => {
    const { id } = await ofPhone(texting, OUR_NUMBER)
    await texting.api.expect(200, texting.api.patch(`/api/senders/${id}`, { paused: true }))
    await enrol(texting, await hello(texting), await addContacts(texting, 30))
    await eventually('all wait', async () => (await ofPhone(texting, OUR_NUMBER)).queue.held === 30)
    assert.equal(await accepted(texting), 0)
    await texting.api.expect(200, texting.api.patch(`/api/senders/${id}`, { paused: false }))
    await eventually('all go out', async () => (await accepted(texting)) === 30)
    assert.deepInclude((await ofPhone(texting, OUR_NUMBER)).queue, { planned: 0, held: 0 })
  })

  test('a rate spreads a queue over time, and the list says when it clears', async ({ assert }) => {
    const { id } = await ofPhone(texting, OUR_NUMBER)
    await texting.api.expect(200, texting.api.patch(`/api/senders/${id}`, { segmentsPerSecond: 0.1 }))
    await enrol(texting, await hello(texting), await addContacts(texting, 20))
    await eventually(
      'they are planned',
      async () => (await count(texting, `messages WHERE direction = 'outbound'`)) === 20,
    )
    const { queue } = await ofPhone(texting, OUR_NUMBER)
    assert.isAtLeast(queue.planned, 18)
    assert.closeTo(Date.parse(queue.clearsAt ?? '') - Date.now(), 200_000, 15_000)
  })

  test('a queue drains at the new rate as soon as it is raised, and not at the old one for hours', async ({
    assert,
  }) => {
    const { id } = await ofPhone(texting, OUR_NUMBER)
    await texting.api.expect(200, texting.api.patch(`/api/senders/${id}`, { segmentsPerSecond: 0.05 }))
    await enrol(texting, await hello(texting), await addContacts(texting, 30))
    await eventually('they wait', async () => (await ofPhone(texting, OUR_NUMBER)).queue.planned >= 28)
    await texting.api.expect(200, texting.api.patch(`/api/senders/${id}`, { segmentsPerSecond: 20 }))
    await eventually('all go out', async () => (await accepted(texting)) === 30)
    assert.deepInclude((await ofPhone(texting, OUR_NUMBER)).queue, { planned: 0, held: 0, sending: 0 })
  })

  test('numbers of one campaign and brand have one rate and one cap, whichever of them it is set on', async ({
    assert,
  }) => {
    const first = await ofPhone(texting, OUR_NUMBER)
    const set = { campaign: 'C1', brand: 'B1', segmentsPerSecond: 4, segmentsPerDay: 2_000 }
    await texting.api.expect(200, texting.api.patch(`/api/senders/${first.id}`, set))
    const second = await addSecond(texting, { campaign: 'C1', brand: 'B1' })
    const limits = async (phone: string) => {
      const sender: object = await ofPhone(texting, phone)
      return [Reflect.get(sender, 'segmentsPerSecond'), Reflect.get(sender, 'segmentsPerDay')]
    }
    assert.deepEqual(await limits(SECOND), [4, 2_000], 'who joins takes over what the others have')
    await texting.api.expect(200, texting.api.patch(`/api/senders/${second}`, { segmentsPerSecond: 8 }))
    assert.deepEqual(await limits(OUR_NUMBER), [8, 2_000])
    await texting.api.expect(
      200,
      texting.api.patch(`/api/senders/${second}`, { segmentsPerSecond: null, segmentsPerDay: null }),
    )
    assert.deepEqual(await limits(OUR_NUMBER), [null, null])
    const alone = { campaign: null, brand: null }
    await texting.api.expect(200, texting.api.patch(`/api/senders/${first.id}`, alone))
  })

  // The last one: it moves the clock.
  test('a cap of a day holds the rest until midnight in Los Angeles, never one segment over', async ({ assert }) => {
    const { id } = await ofPhone(texting, OUR_NUMBER)
    await texting.api.expect(200, texting.api.patch(`/api/senders/${id}`, { segmentsPerDay: 25 }))
    await enrol(texting, await hello(texting), await addContacts(texting, 60))
    await eventually('the rest waits', async () => (await ofPhone(texting, OUR_NUMBER)).queue.held === 35)
    await eventually('the first go out', async () => (await accepted(texting)) === 25)
    assert.equal((await ofPhone(texting, OUR_NUMBER)).queue.segmentsToday, 25)
    const { rows } = await texting.db.query<{ at: string }>(
      `SELECT DISTINCT to_char(send_after AT TIME ZONE 'America/Los_Angeles', 'HH24:MI') AS at FROM messages WHERE status = 'held'`,
    )
    assert.deepEqual(rows, [{ at: '00:00' }])
    await texting.api.expect(200, texting.api.post('/api/sandbox/clock/advance', { by: 'P1D' }))
    assert.equal(await accepted(texting), 50)
    await texting.api.expect(200, texting.api.post('/api/sandbox/clock/advance', { by: 'P1D' }))
    assert.equal(await accepted(texting), 60)
  })
})
