import { test } from '@japa/runner'
import { OUR_NUMBER } from '../../support/carrier.ts'
import { eventually } from '../../support/processes.ts'
import { freshPhone } from '../../support/tenants.ts'
import { House, node, walk } from './house.ts'

test.group('Each kind of trigger', (group) => {
  let house: House

  group.setup(async () => {
    house = await House.open()
    return () => house.close()
  })

  test('triggers start by a new contact, a tag, a keyword and an event, and by nothing like them', async ({
    assert,
  }) => {
    const counts = async (contactId: string, ids: string[]) =>
      Promise.all(
        ids.map(async (id) => {
          const path = `/api/workflows/runs?workflowId=${id}&contactId=${contactId}`
          return (await house.api.expect<{ data: unknown[] }>(200, house.api.get(path))).data.length
        }),
      )
    const ons = [
      { on: 'contact_created' },
      { on: 'tag_added', tag: 'Trigger' },
      { on: 'keyword', keywords: ['JOY', 'joy time'] },
      { on: 'event', name: 'order.paid' },
    ]
    const ids = await Promise.all(ons.map((on) => house.flow([node('end', 'exit')], ['start -> end'], { on })))
    const person = await house.person({ tags: ['trigger'] })
    for (const words of [' joy! ', 'Joy time', 'enjoy']) await house.carrier.receive(person.phone, words)
    await house.api.expect(
      202,
      house.api.post('/api/events', { name: 'order.paid', phone: person.phone, data: { sum: 3 } }),
    )
    await house.api.expect(202, house.api.post('/api/events', { name: 'order.open', contactId: person.id }))
    assert.deepEqual(await counts(person.id, ids), [1, 1, 2, 1])
    const stranger = freshPhone()
    await house.carrier.emulator.control.receive({ from: stranger, to: OUR_NUMBER, body: 'joy' })
    const found = await house.api.expect<{ data: { id: string; optInStatus: string }[] }>(
      200,
      house.api.get(`/api/contacts?phone=${encodeURIComponent(stranger)}`),
    )
    assert.equal(found.data[0]?.optInStatus, 'pending')
    await Promise.all(ids.map((id) => house.api.post(`/api/workflows/${id}/pause`)))
  })

  test('a webhook trigger starts by an address of the workflow’s own, with what the other system said', async ({
    assert,
  }) => {
    const text = node('text', 'send_sms', { body: 'Order {{ trigger.order }} is on its way' })
    const id = await house.flow([text], ['start -> text'], { on: { on: 'webhook' } })
    const person = await house.person()
    const path = `/api/workflows/${id}/webhook`
    const { runId } = await house.api.expect<{ runId: string }>(
      202,
      house.api.post(path, { phone: person.phone, data: { order: 'A7' } }),
    )
    await house.advance()
    assert.deepEqual(house.on(person), ['Order A7 is on its way'])
    assert.equal((await house.run(id, person.id)).id, runId)
    assert.equal((await house.api.post(path, { phone: freshPhone() })).status, 404)
    assert.equal((await house.api.post(path, {})).status, 422)
    const other = await house.flow([node('end', 'exit')], ['start -> end'])
    const refused = await house.api.post(`/api/workflows/${other}/webhook`, { phone: person.phone })
    assert.deepEqual([refused.status, refused.body.code], [409, 'E_NO_WEBHOOK_TRIGGER'])
  })

  const segmentOf = (tag: string) =>
    house.api.expect<{ id: string }>(
      201,
      house.api.post('/api/segments', { name: tag, rules: { field: 'contact.tags', op: 'has_tag', value: tag } }),
    )

  test('segment_entered starts for who comes into the segment, and not for who was in it already', async ({
    assert,
  }) => {
    const { id: segmentId } = await segmentOf('entered')
    const before = await house.person({ tags: ['entered'] })
    const id = await house.flow([node('end', 'exit')], ['start -> end'], { on: { on: 'segment_entered', segmentId } })
    await house.advance('PT10M')
    const person = await house.person()
    await house.api.expect(200, house.api.post(`/api/contacts/${person.id}/tags`, { tags: ['entered'] }))
    await eventually('the newcomer is taken in', async () => {
      await house.advance('PT10M')
      const path = `/api/workflows/runs?workflowId=${id}&contactId=${person.id}`
      return (await house.api.expect<{ data: unknown[] }>(200, house.api.get(path))).data.length === 1
    })
    const path = `/api/workflows/runs?workflowId=${id}&contactId=${before.id}`
    assert.lengthOf((await house.api.expect<{ data: unknown[] }>(200, house.api.get(path))).data, 0)
  })

  test('schedule starts for everybody in the segment, at each of its times', async ({ assert }) => {
    const { id: segmentId } = await segmentOf('scheduled')
    const person = await house.person({ tags: ['scheduled'] })
    const on = { on: 'schedule', rrule: 'FREQ=DAILY;BYHOUR=10;BYMINUTE=0;BYSECOND=0', segmentId }
    const id = await house.flow([node('text', 'send_sms', { body: 'Daily' })], ['start -> text'], { on })
    await eventually('the schedule is read', async () => {
      await house.advance()
      return (
        (await house.api.expect<{ nextDueAt: string | null }>(200, house.api.get('/api/sandbox/clock'))).nextDueAt !==
        null
      )
    })
    await house.advance('P3D')
    assert.deepEqual(house.on(person), ['Daily', 'Daily', 'Daily'])
    assert.equal(walk(await house.run(id, person.id)), 'start.next text.next')
    // Paused, its time goes by unused; the clock must not stand still before it.
    await house.api.expect(200, house.api.post(`/api/workflows/${id}/pause`))
    await house.advance('P2D')
    assert.lengthOf(house.on(person), 3)
  })

  test('schedule that has ended waits for nothing, and the clock walks on', async ({ assert }) => {
    const { id: segmentId } = await segmentOf('once')
    const person = await house.person({ tags: ['once'] })
    const on = { on: 'schedule', rrule: 'FREQ=DAILY;UNTIL=20200101T000000Z', segmentId }
    await house.flow([node('text', 'send_sms', { body: 'Never' })], ['start -> text'], { on })
    await house.advance('P3D')
    await house.api.expect(200, house.api.get('/api/sandbox/clock'))
    assert.deepEqual(house.on(person), [])
  })
})
