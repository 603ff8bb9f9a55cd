import { test } from '@japa/runner'
import type { Api } from '../../support/api.ts'
import { Stack } from '../../support/stack.ts'
import { CONSENT, freshPhone, newWorkflow, oneText, type Made } from '../../support/tenants.ts'

interface Workflow {
  id: string
  status: string
  draft: { graph: { nodes: unknown[]; name: string }; revision: number }
  publishedVersionId: string | null
}

interface Issues {
  errors: { code: string; nodeId: string | null; message: string }[]
  warnings: { code: string; nodeId: string | null; message: string }[]
}

const node = (id: string, type: string, data: object = {}) => ({ id, type, position: { x: 0, y: 0 }, data })
const edge = (id: string, source: string, target: string) => ({ id, source, sourceHandle: 'next', target })
const graph = (nodes: object[], edges: object[], more: object = {}) => ({
  schemaVersion: 1,
  name: 'T',
  settings: {},
  nodes,
  edges,
  ...more,
})

test.group('Workflows', (group) => {
  let stack: Stack
  let api: Api

  group.setup(async () => {
    stack = await Stack.start({ demo: false, workers: 0 })
    api = await stack.api()
    return () => stack.stop()
  })

  const read = (id: string) => api.expect<Workflow>(200, api.get(`/api/workflows/${id}`))
  const contact = () => api.expect<Made>(201, api.post('/api/contacts', { phone: freshPhone(), consent: CONSENT }))

  test('begin as an empty draft, or with a graph', async ({ assert }) => {
    const empty = await api.expect<Workflow>(201, api.post('/api/workflows', { name: 'Empty' }))
    assert.deepInclude(empty, { status: 'draft', publishedVersionId: null })
    assert.lengthOf(empty.draft.graph.nodes, 0)
    assert.lengthOf((await read((await newWorkflow(api)).id)).draft.graph.nodes, 2)
  })

  test('keep an unfinished draft, and lose nobody’s work to a stale one', async ({ assert }) => {
    const { id } = await newWorkflow(api)
    const unfinished = graph([node('a', 'send_sms'), node('b', 'a_kind_to_come')], [edge('e', 'a', 'nowhere')])
    const saved = await api.expect<{ revision: number }>(
      200,
      api.put(`/api/workflows/${id}/draft`, { graph: unfinished, baseRevision: 1 }),
    )
    const stale = await api.put(`/api/workflows/${id}/draft`, { graph: oneText('mine'), baseRevision: 1 })
    assert.deepEqual([stale.status, stale.body.code], [409, 'E_STALE_DRAFT'])
    const { draft } = await read(id)
    assert.equal(draft.revision, saved.revision)
    assert.equal(draft.graph.nodes.length, 2)
    await api.expect(200, api.put(`/api/workflows/${id}/draft`, { graph: oneText('mine') }))
  })

  test('let exactly one of many who save on the same revision through', async ({ assert }) => {
    const { id } = await newWorkflow(api)
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        api.put(`/api/workflows/${id}/draft`, { graph: oneText(`text ${at}`), baseRevision: 1 }),
      ),
    )
    assert.lengthOf(
      answers.filter(({ status }) => status === 200),
      1,
    )
    assert.lengthOf(
      answers.filter(({ status }) => status === 409),
      9,
    )
  })

  test('refuse what is no graph, or a newer one than we can read', async ({ assert }) => {
    const { id } = await newWorkflow(api)
    const put = (given: unknown) => api.put(`/api/workflows/${id}/draft`, { graph: given })
    const newer = await put({ ...oneText(), schemaVersion: 2 })
    assert.deepEqual([newer.status, newer.body.code], [422, 'E_SCHEMA_TOO_NEW'])
    for (const given of ['text', 5, [], { nodes: 'x', edges: [] }, graph([{ id: 1 }], [])])
      assert.equal((await put(given)).status, 422)
    const large = await put(
      graph(
        Array.from({ length: 501 }, (_, at) => node(`n${at}`, 'exit')),
        [],
      ),
    )
    assert.oneOf(large.status, [413, 422])
    assert.equal((await read(id)).draft.revision, 1)
  })

  test('are judged with a code, a node and a sentence for each fault', async ({ assert }) => {
    const { id } = await newWorkflow(api)
    const judge = (given: object) =>
      api.expect<Issues>(200, api.post(`/api/workflows/${id}/validate`, { graph: given }))
    assert.deepEqual((await judge(oneText())).errors, [])
    const codes = async (given: object) => (await judge(given)).errors.map(({ code, nodeId }) => [code, nodeId])
    const start = node('s', 'trigger', { on: 'contact_created' })
    assert.deepInclude(await codes(graph([start, node('x', 'teleport')], [edge('e', 's', 'x')])), [
      'E_UNKNOWN_NODE_TYPE',
      'x',
    ])
    assert.deepInclude(await codes(graph([start], [edge('e', 's', 'ghost')])), ['E_DANGLING_EDGE', 's'])
    const loop = graph(
      [start, node('a', 'add_tag', { tag: 'x' }), node('b', 'add_tag', { tag: 'y' })],
      [edge('e', 's', 'a'), edge('f', 'a', 'b'), edge('g', 'b', 'a')],
    )
    assert.include(
      (await codes(loop)).map(([code]) => code),
      'E_CYCLE_WITHOUT_WAIT',
    )
    const twice = graph(
      [start, node('s2', 'trigger', { on: 'contact_created' }), node('x', 'exit')],
      [edge('e', 's', 'x'), edge('f', 's2', 'x')],
    )
    assert.include(
      (await codes(twice)).map(([code]) => code),
      'E_DUPLICATE_TRIGGER',
    )
    const saved = await api.expect<Issues>(200, api.post(`/api/workflows/${id}/validate`))
    assert.deepEqual(saved.errors, [], 'without a graph in the body the saved draft is judged')
  })

  test('are published as versions that never change', async ({ assert }) => {
    const { id } = await newWorkflow(api)
    const first = await api.expect<{ id: string; number: number; graph: unknown }>(
      201,
      api.post(`/api/workflows/${id}/publish`),
    )
    assert.deepInclude(await read(id), { status: 'live', publishedVersionId: first.id })
    await api.expect(
      200,
      api.put(`/api/workflows/${id}/draft`, { graph: oneText('Another text. Reply STOP to opt out.') }),
    )
    const second = await api.expect<{ id: string; number: number }>(201, api.post(`/api/workflows/${id}/publish`))
    assert.deepEqual([first.number, second.number], [1, 2])
    const { data } = await api.expect<{ data: { id: string; graph: unknown }[] }>(
      200,
      api.get(`/api/workflows/${id}/versions`),
    )
    assert.deepEqual(
      data.map((version) => version.id),
      [second.id, first.id],
    )
    assert.deepEqual(data[1]?.graph, first.graph)
  })

  test('with a fault are not published, and nothing changes', async ({ assert }) => {
    const { id } = await newWorkflow(api, graph([node('a', 'send_sms', { body: '{{ broken' })], []))
    const answer = await api.post<{ code: string; errors: { code: string }[] }>(`/api/workflows/${id}/publish`)
    assert.deepEqual([answer.status, answer.body.code], [422, 'E_INVALID_GRAPH'])
    assert.isAbove(answer.body.errors.length, 0)
    assert.deepInclude(await read(id), { status: 'draft', publishedVersionId: null })
  })

  test('that are live can’t be deleted; paused ones can', async ({ assert }) => {
    const { id } = await newWorkflow(api)
    await api.expect(201, api.post(`/api/workflows/${id}/publish`))
    const live = await api.delete(`/api/workflows/${id}`)
    assert.deepEqual([live.status, live.body.code], [409, 'E_WORKFLOW_LIVE'])
    await api.expect(200, api.post(`/api/workflows/${id}/pause`))
    await api.expect(204, api.delete(`/api/workflows/${id}`))
    assert.equal((await api.get(`/api/workflows/${id}`)).status, 404)
  })

  test('enrol whom they are given, and say of each other why not', async ({ assert }) => {
    const { id } = await newWorkflow(api)
    const people = await Promise.all([contact(), contact()])
    const ids = people.map((person) => person.id)
    const enrol = (body: object) =>
      api.post<{ enrolled: number; skipped: { contactId: string; reason: string }[] }>(
        `/api/workflows/${id}/enroll`,
        body,
      )
    assert.equal((await enrol({ contactIds: ids })).status, 409, 'not published yet')
    await api.expect(201, api.post(`/api/workflows/${id}/publish`))
    const first = await enrol({ contactIds: [...ids, 'nonsense', '01890000-0000-7000-8000-000000000000'] })
    assert.equal(first.status, 202)
    assert.equal(first.body.enrolled, 2)
    assert.sameMembers(
      first.body.skipped.map(({ contactId }) => contactId),
      ['nonsense', '01890000-0000-7000-8000-000000000000'],
    )
    const again = await enrol({ contactIds: ids })
    assert.equal(again.body.enrolled, 0)
    assert.lengthOf(again.body.skipped, 2)
    for (const body of [{}, { contactIds: [] }, { contactIds: Array.from({ length: 10_001 }, () => 'x') }])
      assert.equal((await enrol(body)).status, 422)
  })

  test('enrol a segment by its rules', async ({ assert }) => {
    const { id } = await newWorkflow(api)
    await api.expect(201, api.post(`/api/workflows/${id}/publish`))
    for (const tags of [['blue'], ['Blue', 'x'], ['red']])
      await api.expect(201, api.post('/api/contacts', { phone: freshPhone(), tags, consent: CONSENT }))
    const rules = {
      all: [
        { field: 'contact.tags', op: 'has_tag', value: 'BLUE' },
        { not: { field: 'contact.optInStatus', op: 'equals', value: 'pending' } },
      ],
    }
    const segment = await api.expect<{ id: string; count: number }>(
      201,
      api.post('/api/segments', { name: 'Blue', rules }),
    )
    assert.equal(segment.count, 2)
    const answer = await api.expect<{ enrolled: number }>(
      202,
      api.post(`/api/workflows/${id}/enroll`, { segmentId: segment.id }),
    )
    assert.equal(answer.enrolled, 2)
  })

  test('that are paused enrol nobody', async ({ assert }) => {
    const { id } = await newWorkflow(
      api,
      graph([node('s', 'trigger', { on: 'contact_created' }), node('x', 'exit')], [edge('e', 's', 'x')]),
    )
    await api.expect(201, api.post(`/api/workflows/${id}/publish`))
    await api.expect(200, api.post(`/api/workflows/${id}/pause`))
    const person = await contact()
    const answer = await api.expect<{ enrolled: number }>(
      202,
      api.post(`/api/workflows/${id}/enroll`, { contactIds: [person.id] }),
    )
    assert.equal(answer.enrolled, 0)
    const runs = await api.expect<{ data: unknown[] }>(200, api.get(`/api/workflows/runs?workflowId=${id}`))
    assert.deepEqual(runs.data, [])
    await api.expect(200, api.post(`/api/workflows/${id}/resume`))
    const next = await contact()
    const after = await api.expect<{ data: { contactId: string }[] }>(
      200,
      api.get(`/api/workflows/runs?workflowId=${id}`),
    )
    assert.deepEqual(
      after.data.map(({ contactId }) => contactId),
      [next.id],
    )
    await api.expect(200, api.post(`/api/workflows/${id}/pause`))
  })

  test('give their runs with the visit under way, cancel them, and refuse what makes no sense', async ({ assert }) => {
    const { id } = await newWorkflow(api)
    await api.expect(201, api.post(`/api/workflows/${id}/publish`))
    const person = await contact()
    await api.expect(202, api.post(`/api/workflows/${id}/enroll`, { contactIds: [person.id] }))
    const { data } = await api.expect<{ data: Made[] }>(
      200,
      api.get(`/api/workflows/runs?contactId=${person.id}&status=ready,waiting`),
    )
    const run = data[0]?.id ?? ''
    const full = await api.expect<{ status: string; steps: { finishedAt: string | null }[] }>(
      200,
      api.get(`/api/workflows/runs/${run}`),
    )
    assert.equal(full.status, 'ready')
    assert.isNull(full.steps.at(-1)?.finishedAt)
    assert.equal((await api.post(`/api/workflows/runs/${run}/retry`)).status, 409)
    const canceled = await api.expect<{ status: string; finishedAt: string | null }>(
      200,
      api.post(`/api/workflows/runs/${run}/cancel`),
    )
    assert.equal(canceled.status, 'canceled')
    assert.isNotNull(canceled.finishedAt)
    assert.equal((await api.post(`/api/workflows/runs/${run}/cancel`)).status, 409)
    assert.equal((await api.get('/api/workflows/runs?status=sleeping')).status, 422)
  })

  test('have a queue that can be looked at', async ({ assert }) => {
    const queue = await api.expect(200, api.get('/api/workflows/queue'))
    assert.includeMembers(Object.keys(queue), ['depth', 'delayed', 'active', 'failed', 'oldestAge', 'rate'])
  })
})
