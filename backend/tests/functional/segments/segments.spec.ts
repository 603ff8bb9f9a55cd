import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import type { Api } from '../../support/api.ts'
import { Stack } from '../../support/stack.ts'
import { freshPhone, newTenant, newWorkflow, oneText, type Made } from '../../support/tenants.ts'

interface Segment extends Made {
  name: string
  count: number
  workflows: { id: string; name: string; status: string; on: string[]; isPublished: boolean }[]
}

const tagged = (value: string) => ({ field: 'contact.tags', op: 'has_tag', value })

/** A graph that starts by a segment. */
function startedBy(on: object) {
  const graph = oneText()
  return { ...graph, nodes: graph.nodes.map((node) => (node.id === 'start' ? { ...node, data: on } : node)) }
}

test.group('Segments', (group) => {
  let stack: Stack
  let api: Api

  group.setup(async () => {
    stack = await Stack.start({ demo: false, workers: 0 })
    api = await stack.api()
    return () => stack.stop()
  })

  const create = (name: string, rules: object) => api.expect<Segment>(201, api.post('/api/segments', { name, rules }))
  const read = (id: string) => api.expect<Segment>(200, api.get(`/api/segments/${id}`))

  test('each tell their own count, however many are listed at once', async ({ assert }) => {
    for (const tags of [['red'], ['red', 'blue'], ['Blue']])
      await api.expect(
        201,
        api.post('/api/contacts', { phone: freshPhone(), tags, attributes: { level: tags.length } }),
      )
    await create('Red', tagged('red'))
    await create('Blue', tagged('blue'))
    await create('Both', { all: [tagged('red'), { field: 'contact.attributes.level', op: 'gte', value: 2 }] })
    await create('Nobody', { not: { any: [tagged('red'), tagged('blue')] } })
    const { data } = await api.expect<{ data: Segment[] }>(200, api.get('/api/segments'))
    assert.deepEqual(
      data.map(({ name, count }) => [name, count]),
      [
        ['Nobody', 0],
        ['Both', 1],
        ['Blue', 2],
        ['Red', 2],
      ],
    )
    const named = await api.expect<{ data: Segment[] }>(200, api.get('/api/segments?counts=none'))
    assert.deepEqual(
      named.data.map(({ name, count }) => [name, count]),
      data.map(({ name }) => [name, undefined]),
    )
  })

  test('name the workflows that start by them, and can’t be deleted from under these', async ({ assert }) => {
    const segment = await create('Fans', tagged('fan'))
    assert.deepEqual(segment.workflows, [])
    const live = await newWorkflow(api, startedBy({ on: 'segment_entered', segmentId: segment.id }))
    await api.expect(200, api.patch(`/api/workflows/${live.id}`, { name: 'Welcome' }))
    await api.expect(201, api.post(`/api/workflows/${live.id}/publish`))
    const schedule = { on: 'schedule', rrule: 'FREQ=DAILY;BYHOUR=9', segmentId: segment.id }
    const draft = await newWorkflow(api, startedBy(schedule))
    await api.expect(200, api.patch(`/api/workflows/${draft.id}`, { name: 'Each day' }))
    // One that only once started by it keeps the id in its form; it isn't held by that.
    await newWorkflow(api, startedBy({ on: 'manual', segmentId: segment.id }))

    assert.deepEqual((await read(segment.id)).workflows, [
      { id: draft.id, name: 'Each day', status: 'draft', on: ['schedule'], isPublished: false },
      { id: live.id, name: 'Welcome', status: 'live', on: ['segment_entered'], isPublished: true },
    ])
    for (const id of [segment.id, segment.id.toUpperCase()]) {
      const refused = await api.delete(`/api/segments/${id}`)
      assert.deepEqual([refused.status, refused.body.code], [409, 'E_SEGMENT_IN_USE'])
      assert.include(refused.body.detail, '“Each day”, “Welcome”')
    }

    await api.expect(204, api.delete(`/api/workflows/${draft.id}`))
    await api.expect(200, api.put(`/api/workflows/${live.id}/draft`, { graph: oneText() }))
    assert.equal((await api.delete(`/api/segments/${segment.id}`)).status, 409, 'the published version still names it')
    await api.expect(201, api.post(`/api/workflows/${live.id}/publish`))
    await api.expect(204, api.delete(`/api/segments/${segment.id}`))
    assert.equal((await api.delete(`/api/segments/${segment.id}`)).status, 404)
  })

  test('that aren’t in the workspace start nothing: a workflow that names one isn’t published', async ({ assert }) => {
    const graph = startedBy({ on: 'segment_entered', segmentId: randomUUID() })
    const { id } = await newWorkflow(api, graph)
    const refused = await api.post<{ code: string; errors: { nodeId: string; code: string }[] }>(
      `/api/workflows/${id}/publish`,
    )
    assert.deepEqual([refused.status, refused.body.code], [422, 'E_INVALID_GRAPH'])
    assert.deepEqual(
      refused.body.errors.map(({ nodeId, code }) => [nodeId, code]),
      [['start', 'E_NO_SEGMENT']],
    )
  })

  test('narrow the list of contacts and its export, together with the other filters', async ({ assert }) => {
    const [in1, in2, out] = [freshPhone(), freshPhone(), freshPhone()]
    for (const [phone, tags] of [
      [in1, ['club', 'vip']],
      [in2, ['club']],
      [out, ['vip']],
    ] as const)
      await api.expect(201, api.post('/api/contacts', { phone, tags }))
    const { id } = await create('Club', tagged('club'))
    const phones = async (query: string) => {
      const { data } = await api.expect<{ data: { phone: string }[] }>(200, api.get(`/api/contacts?${query}`))
      return data.map((contact) => contact.phone)
    }
    assert.deepEqual(await phones(`segmentId=${id}`), [in2, in1])
    assert.deepEqual(await phones(`segmentId=${id}&tag=vip&search=${in1.slice(-7)}`), [in1])
    const csv = await api.expect<string>(200, api.get(`/api/contacts/export?segmentId=${id}`))
    assert.include(csv, in2.slice(1))
    assert.notInclude(csv, out.slice(1))

    const other = await newTenant(stack, api, { name: 'Other' })
    const theirs = await other.api.expect<Made>(201, other.api.post('/api/segments', { name: 'X', rules: tagged('x') }))
    for (const unknown of [randomUUID(), theirs.id, 'no'])
      for (const path of ['/api/contacts', '/api/contacts/export'])
        assert.equal((await api.get(`${path}?segmentId=${unknown}`)).status, 404, path)
  })
})
