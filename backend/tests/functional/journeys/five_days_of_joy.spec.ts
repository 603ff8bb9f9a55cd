import { test } from '@japa/runner'
import type { Api } from '../../support/api.ts'
import { startCarrier, type Carrier } from '../../support/carrier.ts'
import { eventually } from '../../support/processes.ts'
import { Stack } from '../../support/stack.ts'

const CONSENT = { source: 'form', wording: 'Yes, send me Five Days of Joy by text', at: new Date().toISOString() }

interface Run {
  id: string
  status: string
  exitReason: string | null
  currentNodeId: string | null
  steps: { seq: number; nodeId: string; outcome: string | null; status: string }[]
}

interface Journey {
  stack: Stack
  carrier: Carrier
  api: Api
}

async function begin(redis: boolean, cleanup: (callback: () => Promise<void>) => void): Promise<Journey> {
  const carrier = await startCarrier()
  cleanup(() => carrier.emulator.close())
  const stack = await Stack.start({ redis, env: carrier.env })
  cleanup(() => stack.stop())
  carrier.deliverTo(stack.url)
  return { stack, carrier, api: await stack.api() }
}

async function newContact(api: Api, phone: string): Promise<string> {
  const contact = await api.expect<{ id: string }>(
    201,
    api.post('/api/contacts', { phone, firstName: 'Ada', consent: CONSENT }),
  )
  return contact.id
}

async function advance(api: Api, by: string): Promise<void> {
  const answer = await api.expect<{ settled: boolean }>(200, api.post('/api/sandbox/clock/advance', { by }))
  if (!answer.settled) throw new Error(`the clock did not settle after ${by}`)
}

async function runOf(api: Api, contactId: string): Promise<Run> {
  const { data } = await api.expect<{ data: { id: string }[] }>(
    200,
    api.get(`/api/workflows/runs?contactId=${contactId}`),
  )
  if (data.length !== 1) throw new Error(`${data.length} runs where one was wanted`)
  return api.expect<Run>(200, api.get(`/api/workflows/runs/${data[0]?.id}`))
}

/** A clock that stands in the contact's sending hours: texts would otherwise be held until nine. */
async function toNoon(api: Api): Promise<void> {
  await api.expect(200, api.patch('/api/settings', { quietHours: { start: '00:00', end: '23:59' } }))
}

for (const [name, redis] of [
  ['Postgres', false],
  ['Redis', true],
] as const) {
  test.group(`Five Days of Joy over HTTP, with BullMQ on ${name}`, (group) => {
    group.each.timeout(120_000)
    const skip = redis && !process.env.TEST_REDIS_URL

    test('texts a new contact, takes the branch of the reply and walks through five days', async ({
      assert,
      cleanup,
    }) => {
      const { carrier, api } = await begin(redis, cleanup)
      await toNoon(api)
      const phone = '+15005551001'
      const contactId = await newContact(api, phone)
      await eventually('the first text arrives', () => carrier.textsTo(phone).length === 1)
      await carrier.receive(phone, 'Yes!')
      await eventually('the branch is answered', () => carrier.textsTo(phone).length === 2)
      assert.match(carrier.textsTo(phone)[1] ?? '', /window/)

      await advance(api, 'P5D')
      const texts = carrier.textsTo(phone)
      assert.lengthOf(texts, 6)
      assert.match(texts[3] ?? '', /Day 3.*\S+ \(.+\)/s)

      const run = await runOf(api, contactId)
      assert.equal(run.status, 'completed')
      assert.deepEqual(
        run.steps.map(({ seq }) => seq),
        run.steps.map((_, index) => index + 1),
      )
      assert.equal(run.steps.find(({ nodeId }) => nodeId === 'ask')?.outcome, 'yes')
      assert.equal(run.steps.find(({ nodeId }) => nodeId === 'quote')?.outcome, 'done')
    }).skip(skip, 'no Redis here')

    test('ends at STOP, and nothing goes out after it', async ({ assert, cleanup }) => {
      const { carrier, api } = await begin(redis, cleanup)
      await toNoon(api)
      const phone = '+15005551002'
      const contactId = await newContact(api, phone)
      await eventually('the first text arrives', () => carrier.textsTo(phone).length === 1)
      await carrier.receive(phone, ' Stop. ')
      const contact = await api.expect<{ optInStatus: string }>(200, api.get(`/api/contacts/${contactId}`))
      assert.equal(contact.optInStatus, 'opted_out')
      const run = await runOf(api, contactId)
      assert.equal(run.status, 'exited')
      assert.equal(run.exitReason, 'opted_out')

      await advance(api, 'P10D')
      const ours = carrier.emulator.control.ledger().filter(({ to }) => to === phone)
      assert.lengthOf(ours, 1)
      const events = await api.expect<{ data: { kind: string; contactId: string }[] }>(
        200,
        api.get('/api/compliance/events'),
      )
      assert.isTrue(events.data.some((event) => event.kind === 'stop' && event.contactId === contactId))
    }).skip(skip, 'no Redis here')

    test('goes the silent way when nobody replies for a day', async ({ assert, cleanup }) => {
      const { carrier, api } = await begin(redis, cleanup)
      await toNoon(api)
      const phone = '+15005551003'
      const contactId = await newContact(api, phone)
      await eventually('the first text arrives', () => carrier.textsTo(phone).length === 1)
      await advance(api, 'P1D')
      assert.match(carrier.textsTo(phone)[1] ?? '', /No reply needed/)
      const run = await runOf(api, contactId)
      assert.equal(run.steps.find(({ nodeId }) => nodeId === 'ask')?.outcome, 'timeout')
    }).skip(skip, 'no Redis here')
  })
}
