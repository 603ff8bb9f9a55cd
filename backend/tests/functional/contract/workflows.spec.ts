import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import { CONSENT, freshPhone } from '../../support/tenants.ts'
import { edge, House, node, walk } from './house.ts'

interface Workflow {
  id: string
  name: string
  status: string
  draft: { graph: { nodes: unknown[] }; revision: number }
  publishedVersionId: string | null
}

interface Fault {
  code: string
  nodeId: string | null
  message: string
}

const start = node('start', 'trigger', { on: 'manual' })
const graph = (nodes: object[], edges: string[] = [], more: object = {}) => ({
  schemaVersion: 1,
  name: 'Graph',
  settings: {},
  nodes,
  edges: edges.map(edge),
  ...more,
})
const circle = graph(
  [start, node('a', 'add_tag', { tag: 'a' }), node('b', 'add_tag', { tag: 'b' })],
  ['start -> a', 'a -> b', 'b -> a'],
)

test.group('Workflows as a stranger makes them', (group) => {
  let house: House

  group.setup(async () => {
    house = await House.open()
    return () => house.close()
  })

  const create = (body: object) => house.api.expect<Workflow>(201, house.api.post('/api/workflows', body))
  const faultsOf = async (id: string, body: object = {}) =>
    house.api.expect<{ errors: Fault[]; warnings: Fault[] }>(200, house.api.post(`/api/workflows/${id}/validate`, body))

  test('begin as a draft with nothing but a name, and have every field', async ({ assert }) => {
    const made = await create({ name: 'Bare', somethingElse: true })
    assert.containsSubset(made, { name: 'Bare', status: 'draft', publishedVersionId: null })
    for (const field of ['id', 'name', 'status', 'draft', 'publishedVersionId', 'createdAt', 'updatedAt'])
      assert.property(made, field)
    assert.isNumber(made.draft.revision)
    assert.equal((await house.api.post('/api/workflows', {})).status, 422)
  })

  test('keep unfinished drafts; a stale one overwrites nothing and a newer file is refused', async ({ assert }) => {
    const { id, draft } = await create({ name: 'Draft' })
    const path = `/api/workflows/${id}/draft`
    const unfinished = graph([node('text', 'send_sms'), node('what', 'teleport')], ['text -> nowhere'])
    const saved = await house.api.expect<{ revision: number }>(
      200,
      house.api.put(path, { graph: unfinished, baseRevision: draft.revision }),
    )
    assert.isAbove(saved.revision, draft.revision)
    const stale = await house.api.put(path, { graph: circle, baseRevision: draft.revision })
    assert.deepEqual([stale.status, stale.body.code], [409, 'E_STALE_DRAFT'])
    const newer = await house.api.put(path, { graph: { ...circle, schemaVersion: 99 } })
    assert.deepEqual([newer.status, newer.body.code], [422, 'E_SCHEMA_TOO_NEW'])
    const now = await house.api.expect<Workflow>(200, house.api.get(`/api/workflows/${id}`))
    assert.deepEqual(now.draft, { graph: unfinished, revision: saved.revision })
    const fromReactFlow = {
      ...unfinished,
      edges: [{ id: 'e', source: 'text', sourceHandle: null, targetHandle: null, target: 'what', animated: true }],
    }
    await house.api.expect(200, house.api.put(path, { graph: fromReactFlow }))
  })

  test('are judged with a code and a place for each fault, saved or in the body', async ({ assert }) => {
    const { id } = await create({ name: 'Faults', graph: circle })
    const around = await faultsOf(id)
    assert.isNotEmpty(around.errors)
    assert.sameMembers(
      Object.keys(around.errors[0] ?? {}).filter((key) => key !== 'field'),
      ['code', 'nodeId', 'message'],
    )
    const cases: [object, string | null][] = [
      [graph([start, node('x', 'teleport')], ['start -> x']), 'x'],
      [graph([start], ['start -> ghost']), 'start'],
      [graph([start, { ...start, id: 'second' }]), 'second'],
      [graph([]), null],
    ]
    for (const [body, place] of cases) {
      const { errors } = await faultsOf(id, { graph: body })
      assert.isTrue(
        errors.some(({ nodeId }) => nodeId === place),
        JSON.stringify(errors),
      )
      for (const { code } of errors) assert.match(code, /^E_[A-Z_]+$/)
    }
    const refused = await house.api.post(`/api/workflows/${id}/publish`)
    assert.deepEqual([refused.status, refused.body.code], [422, 'E_INVALID_GRAPH'])
    const after = await house.api.expect<Workflow>(200, house.api.get(`/api/workflows/${id}`))
    assert.deepEqual([after.status, after.publishedVersionId], ['draft', null])
  })

  test('that are live are neither deleted nor archived, nor half changed by the try', async ({ assert }) => {
    const id = await house.flow([node('end', 'exit')], ['start -> end'])
    const path = `/api/workflows/${id}`
    const tries = [house.api.delete(path), house.api.patch(path, { name: 'Half', status: 'archived' })]
    for (const { status, body } of await Promise.all(tries))
      assert.deepEqual([status, body.code], [409, 'E_WORKFLOW_LIVE'])
    assert.deepInclude(await house.api.expect<Workflow>(200, house.api.get(path)), { name: 'Flow', status: 'live' })
    await house.api.expect(200, house.api.post(`${path}/pause`))
    await house.api.expect(204, house.api.delete(path))
    assert.equal((await house.api.get(path)).status, 404)
  })

  test('enrol by ids or segment, and give a reason for each they skip', async ({ assert }) => {
    const id = await house.flow([node('rest', 'wait', { for: 'P1D' })], ['start -> rest'], {
      settings: { reentry: 'never' },
    })
    const tag = `seg${Date.now()}`
    const people = await Promise.all([1, 2, 3].map(() => house.person({ tags: [tag] })))
    const gone = await house.person()
    const out = { ...CONSENT, status: 'opted_out' }
    await house.api.expect(200, house.api.post(`/api/contacts/${gone.id}/consent`, out))
    const unknown = randomUUID()
    const answer = await house.enroll(id, people[0]?.id ?? '', people[0]?.id ?? '', gone.id, unknown, 'nonsense')
    assert.equal(answer.enrolled, 1)
    assert.sameDeepMembers(answer.skipped, [
      { contactId: gone.id, reason: 'opted_out' },
      { contactId: unknown, reason: 'unknown_contact' },
      { contactId: 'nonsense', reason: 'unknown_contact' },
    ])
    const rules = { field: 'contact.tags', op: 'has_tag', value: tag }
    const segment = await house.api.expect<{ id: string }>(201, house.api.post('/api/segments', { name: tag, rules }))
    const path = `/api/workflows/${id}/enroll`
    const bulk = await house.api.expect(202, house.api.post(path, { segmentId: segment.id }))
    assert.deepEqual(bulk, { enrolled: 2, skipped: [{ contactId: people[0]?.id, reason: 'already_entered' }] })
    for (const bad of [
      {},
      { contactIds: [] },
      { contactIds: 'all' },
      { contactIds: [people[1]?.id], segmentId: segment.id },
      { contactIds: Array.from({ length: 10_001 }, () => unknown) },
    ])
      assert.equal((await house.api.post(path, bad)).status, 422)
    assert.equal((await house.api.post(path, { segmentId: unknown })).status, 404)
    const draft = await create({ name: 'Unpublished' })
    assert.equal((await house.api.post(`/api/workflows/${draft.id}/enroll`, { contactIds: [gone.id] })).status, 409)
  })

  test('let people in again as their rule says', async ({ assert }) => {
    const rules: [Record<string, unknown>, (string | number)[]][] = [
      [{ reentry: 'never' }, [1, 'already_entered', 'already_entered', 'already_entered']],
      [{ reentry: 'after_exit' }, [1, 'under_way', 1, 1]],
      [{ reentry: 'always' }, [1, 1, 1, 1]],
      [{ reentry: 'every_n_days', reentryDays: 3 }, [1, 'under_way', 'too_soon', 1]],
    ]
    const ids = await Promise.all(
      rules.map(([settings]) => house.flow([node('rest', 'wait', { for: 'PT1H' })], ['start -> rest'], { settings })),
    )
    const person = await house.person()
    const seen = rules.map((): (string | number)[] => [])
    for (const by of [null, null, 'PT2H', 'P4D']) {
      if (by) await house.advance(by)
      for (const [at, id] of ids.entries()) {
        const { enrolled, skipped } = await house.enroll(id, person.id)
        seen[at]?.push(skipped[0]?.reason ?? enrolled)
      }
    }
    assert.deepEqual(
      seen,
      rules.map(([, wanted]) => wanted),
    )
  })

  test('show each run with the visit under way, find it by filters, and cancel it', async ({ assert }) => {
    const id = await house.flow(
      [node('tag', 'add_tag', { tag: 'in' }), node('rest', 'wait', { for: 'P1D' })],
      ['start -> tag', 'tag -> rest'],
    )
    const person = await house.person()
    const run = await house.through(id, person.id)
    for (const field of [
      'id',
      'workflowId',
      'versionId',
      'contactId',
      'status',
      'exitReason',
      'currentNodeId',
      'wakeAt',
      'startedAt',
      'finishedAt',
    ])
      assert.property(run, field)
    assert.deepInclude(run, { status: 'waiting', currentNodeId: 'rest' })
    assert.closeTo(Date.parse(run.wakeAt ?? ''), Date.parse(await house.now()) + 86_400_000, 10_000)
    assert.equal(walk(run), 'start.next tag.next rest.')
    for (const step of run.steps)
      assert.sameMembers(Object.keys(step), [
        'seq',
        'nodeId',
        'nodeType',
        'status',
        'outcome',
        'startedAt',
        'finishedAt',
        'detail',
      ])
    const found = async (query: string) =>
      (await house.api.expect<{ data: { id: string }[] }>(200, house.api.get(`/api/workflows/runs?${query}`))).data.map(
        (one) => one.id,
      )
    assert.include(await found(`contactId=${person.id}&status=waiting`), run.id)
    assert.notInclude(await found(`contactId=${person.id}&status=completed`), run.id)
    assert.deepEqual(await found(`workflowId=${randomUUID()}`), [])
    assert.equal((await house.api.get('/api/workflows/runs?status=asleep')).status, 422)
    const queue = await house.api.expect<Record<string, unknown>>(200, house.api.get('/api/workflows/queue'))
    assert.sameMembers(Object.keys(queue), ['depth', 'delayed', 'active', 'failed', 'oldestAge', 'rate'])
    await house.api.expect(200, house.api.post(`/api/workflows/runs/${run.id}/cancel`))
    assert.deepInclude(await house.run(id, person.id), { status: 'canceled', currentNodeId: null, wakeAt: null })
    await house.advance('P2D')
    assert.equal((await house.run(id, person.id)).status, 'canceled')
  })

  test('end as completed where a handle has no edge, also for the newest of many people at once', async ({
    assert,
  }) => {
    const id = await house.flow([node('text', 'send_sms', { body: 'Hi {{ contact.firstName }}' })], ['start -> text'])
    const people = await Promise.all(
      Array.from({ length: 40 }, (_, at) => house.person({ phone: freshPhone(), firstName: `P${at}` })),
    )
    const { enrolled } = await house.enroll(id, ...people.map((person) => person.id))
    assert.equal(enrolled, 40)
    await house.advance('PT1M')
    for (const [at, person] of people.entries()) assert.deepEqual(house.on(person), [`Hi P${at}`])
    const done = await house.api.expect<{ data: unknown[] }>(
      200,
      house.api.get(`/api/workflows/runs?workflowId=${id}&status=completed`),
    )
    assert.lengthOf(done.data, 40)
  })
})
