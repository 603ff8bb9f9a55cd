import { test } from '@japa/runner'
import { eventually } from '../../support/processes.ts'
import { House, node, walk, type Person } from './house.ts'

interface ComplianceEvent {
  id: string
  contactId: string
  phone: string
  kind: string
  source: string
  text: string | null
  at: string
}

test.group('Texting', (group) => {
  let house: House

  group.setup(async () => {
    house = await House.open()
    return () => house.close()
  })

  const greet = () =>
    house.flow(
      [
        node('hi', 'send_sms', { body: 'Hi' }),
        node('rest', 'wait', { for: 'P1D' }),
        node('more', 'send_sms', { body: 'More' }),
      ],
      ['start -> hi', 'hi -> rest', 'rest -> more'],
    )
  const eventsOf = async (person: Person) => {
    const path = `/api/compliance/events?contactId=${person.id}`
    return (await house.api.expect<{ data: ComplianceEvent[] }>(200, house.api.get(path))).data
  }

  test('STOP ends the run where it stands, and nothing goes out afterwards; START gives it back', async ({
    assert,
  }) => {
    const id = await greet()
    const person = await house.person()
    await house.through(id, person.id)
    await house.carrier.receive(person.phone, 'Stop.')
    const run = await house.run(id, person.id)
    assert.deepInclude(run, { status: 'exited', exitReason: 'opted_out', currentNodeId: null, wakeAt: null })
    assert.equal((await house.contact(person.id)).optInStatus, 'opted_out')
    assert.deepEqual(await house.enroll(id, person.id), {
      enrolled: 0,
      skipped: [{ contactId: person.id, reason: 'opted_out' }],
    })
    const refused = await house.api.post(`/api/conversations/${person.id}/messages`, { body: 'Please stay' })
    assert.equal(refused.status, 409)
    await house.advance('P3D')
    assert.deepEqual(house.on(person), ['Hi'])
    await house.carrier.receive(person.phone, 'help')
    await house.carrier.receive(person.phone, 'START')
    assert.equal((await house.contact(person.id)).optInStatus, 'opted_in')
    const events = await eventsOf(person)
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['start', 'help', 'stop', 'opt_in'],
    )
    assert.sameMembers(Object.keys(events[0] ?? {}), ['id', 'contactId', 'phone', 'kind', 'source', 'text', 'at'])
    assert.deepInclude(events[2], { contactId: person.id, phone: person.phone, text: 'Stop.' })
    await house.through(id, person.id)
    assert.deepEqual(house.on(person), ['Hi', 'Hi'])
  })

  test('metrics count what was sent and how people answered, over any span', async ({ assert }) => {
    const now = await house.now()
    const metrics = await house.api.expect<Record<string, number>>(200, house.api.get('/api/compliance/metrics'))
    assert.sameMembers(Object.keys(metrics), [
      'from',
      'to',
      'sent',
      'delivered',
      'optOuts',
      'optIns',
      'helps',
      'optOutRate',
    ])
    assert.deepInclude(metrics, { optOuts: 1, helps: 1 })
    const empty = await house.api.expect<Record<string, number>>(
      200,
      house.api.get(`/api/compliance/metrics?from=2001-01-01T00:00:00Z&to=2001-02-01T00:00:00Z`),
    )
    assert.deepInclude(empty, { sent: 0, optOuts: 0, optOutRate: 0 })
    const turned = await house.api.get(`/api/compliance/metrics?from=${now}&to=2001-02-01T00:00:00Z`)
    assert.equal(turned.status, 422)
  })

  test('quiet hours keep the run on its node, in the recipient’s own zone, until they are over', async ({ assert }) => {
    await house.setHours('09:00', '20:00')
    const nodes = [node('late', 'wait', { untilTime: '23:00' }), node('text', 'send_sms', { body: 'Good morning' })]
    const id = await house.flow(nodes, ['start -> late', 'late -> text'])
    const person = await house.person({ timeZone: 'Asia/Kathmandu' })
    await house.through(id, person.id)
    const { wakeAt } = await house.run(id, person.id)
    const night = new Date(Date.parse(wakeAt ?? '') + 60_000).toISOString()
    await house.api.expect(200, house.api.post('/api/sandbox/clock/advance', { to: night }))
    const held = await house.run(id, person.id)
    assert.deepInclude(held, { status: 'waiting', currentNodeId: 'text' })
    assert.deepInclude(held.steps.at(-1), { nodeId: 'text', finishedAt: null })
    const [before] = await house.texts(person.id)
    assert.deepInclude(before, { status: 'held', reason: 'quiet_hours' })
    assert.deepEqual(house.on(person), [])
    await house.advance('PT12H')
    const [after] = await house.texts(person.id)
    const local = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Kathmandu', timeStyle: 'short' })
    assert.equal(local.format(new Date(after?.sentAt ?? '')), '09:00')
    assert.equal((await house.run(id, person.id)).status, 'completed')
    await house.setHours('00:00', '24:00')
  })

  test('a paused workflow sends nothing and enrols nobody while its waits go on; resumed, it sends', async ({
    assert,
  }) => {
    const nodes = [node('rest', 'wait', { for: 'PT1H' }), node('text', 'send_sms', { body: 'Back' })]
    const id = await house.flow(nodes, ['start -> rest', 'rest -> text'])
    const [person, other] = [await house.person(), await house.person()]
    await house.through(id, person.id)
    assert.equal(
      (await house.api.expect<{ status: string }>(200, house.api.post(`/api/workflows/${id}/pause`))).status,
      'paused',
    )
    assert.equal((await house.enroll(id, other.id)).enrolled, 0)
    await house.advance('PT2H')
    assert.deepInclude(await house.run(id, person.id), { status: 'waiting', currentNodeId: 'text' })
    assert.deepEqual(house.on(person), [])
    await house.api.expect(200, house.api.post(`/api/workflows/${id}/resume`))
    await house.advance()
    assert.deepEqual(house.on(person), ['Back'])
    assert.deepEqual(house.on(other), [])
  })

  test('runs keep the version that they began with', async ({ assert }) => {
    const id = await house.flow(
      [node('rest', 'wait', { for: 'P1D' }), node('text', 'send_sms', { body: 'first' })],
      ['start -> rest', 'rest -> text'],
    )
    const [early, late] = [await house.person(), await house.person()]
    const first = await house.through(id, early.id)
    const { draft } = await house.api.expect<{ draft: { graph: { nodes: { data: { body?: string } }[] } } }>(
      200,
      house.api.get(`/api/workflows/${id}`),
    )
    const text = draft.graph.nodes.find(({ data }) => data.body === 'first')
    if (text) text.data.body = 'second'
    await house.api.expect(200, house.api.put(`/api/workflows/${id}/draft`, { graph: draft.graph }))
    await house.api.expect(201, house.api.post(`/api/workflows/${id}/publish`))
    const second = await house.through(id, late.id)
    assert.notEqual(first.versionId, second.versionId)
    await house.advance('P2D')
    assert.deepEqual([house.on(early), house.on(late)], [['first'], ['second']])
  })

  test('a person’s own text goes out now, or at sendAt and not before', async ({ assert }) => {
    const person = await house.person()
    const path = `/api/conversations/${person.id}/messages`
    const sendAt = new Date(Date.parse(await house.now()) + 3 * 3_600_000).toISOString()
    const planned = await house.api.expect<Record<string, unknown>>(
      201,
      house.api.post(path, { body: 'Later', sendAt }),
    )
    for (const field of [
      'id',
      'contactId',
      'direction',
      'body',
      'status',
      'providerSid',
      'errorCode',
      'reason',
      'runId',
      'nodeId',
      'segments',
      'createdAt',
      'sentAt',
      'deliveredAt',
    ])
      assert.property(planned, field)
    await house.api.expect(201, house.api.post(path, { body: 'Now ✨' }))
    await house.advance()
    assert.deepEqual(house.on(person), ['Now ✨'])
    await house.advance('PT4H')
    assert.deepEqual(house.on(person), ['Now ✨', 'Later'])
    const later = (await house.texts(person.id)).find(({ body }) => body === 'Later')
    assert.closeTo(Date.parse(later?.sentAt ?? ''), Date.parse(sendAt), 2_000)
    await eventually('both are delivered', async () =>
      (await house.texts(person.id)).every(({ status }) => status === 'delivered'),
    )
    const thread = await house.api.expect<{ data: unknown[]; nextCursor: null }>(200, house.api.get(path))
    assert.lengthOf(thread.data, 2)
    for (const bad of [
      {},
      { body: ' ' },
      { body: 'x'.repeat(1601) },
      { body: 'x', mediaIds: ['no'] },
      { body: 'x', sendAt: 'soon' },
    ])
      assert.equal((await house.api.post(path, bad)).status, 422, JSON.stringify(bad).slice(0, 60))
    assert.equal((await house.api.post('/api/conversations/no/messages', { body: 'x' })).status, 404)
  })

  test('a reply between two questions goes to the run that asked last', async ({ assert }) => {
    const ask = (body: string) =>
      house.flow(
        [node('ask', 'send_sms', { body }), node('reply', 'branch_on_reply', { timeout: 'P2D', branches: [] })],
        ['start -> ask', 'ask -> reply'],
      )
    const [one, two] = [await ask('One?'), await ask('Two?')]
    const person = await house.person()
    await house.through(one, person.id)
    await house.through(two, person.id)
    await house.carrier.receive(person.phone, 'Well')
    await house.advance()
    assert.equal(walk(await house.run(two, person.id)), 'start.next ask.next reply.other')
    assert.equal((await house.run(one, person.id)).status, 'waiting')
    const [reply] = (await house.texts(person.id)).filter(({ direction }) => direction === 'inbound')
    assert.deepInclude(reply, { body: 'Well', status: 'received' })
    assert.match(reply?.providerSid ?? '', /^SM/)
  })

  test('a run that the contact’s own opt-out by an operator ends is told apart from one canceled', async ({
    assert,
  }) => {
    const id = await greet()
    const [one, two] = [await house.person(), await house.person()]
    const canceled = await house.through(id, one.id)
    await house.through(id, two.id)
    await house.api.expect(200, house.api.post(`/api/workflows/runs/${canceled.id}/cancel`))
    const consent = { status: 'opted_out', source: 'phone', wording: 'No more', at: await house.now() }
    await house.api.expect(200, house.api.post(`/api/contacts/${two.id}/consent`, consent))
    const runs = await Promise.all([one, two].map((person) => house.run(id, person.id)))
    assert.deepEqual(
      runs.map(({ status, exitReason }) => [status, exitReason]),
      [
        ['canceled', 'canceled'],
        ['exited', 'opted_out'],
      ],
    )
    assert.equal((await house.api.post(`/api/workflows/runs/${canceled.id}/cancel`)).status, 409)
    assert.equal((await house.api.post(`/api/workflows/runs/${canceled.id}/retry`)).status, 409)
  })
})
