import { test } from '@japa/runner'
import type { Api } from '../../support/api.ts'
import { Stack } from '../../support/stack.ts'
import { CONSENT, freshPhone, newTenant, type Made } from '../../support/tenants.ts'

interface Operation {
  responses: Record<string, unknown>
  parameters?: { name: string; in: string }[]
}

type Document = { paths: Record<string, Record<string, Operation>> }

const SOME_ID = '01890000-0000-7000-8000-000000000000'
const cursor = (...key: unknown[]) => Buffer.from(JSON.stringify(key)).toString('base64url')

/** What a query may hold that the database would choke on, or read as something else. */
const QUERIES = [
  '',
  '-1',
  '9'.repeat(40),
  '%00',
  '%ED%A0%80',
  encodeURIComponent("' OR 1=1 --"),
  '0000-01-01T00:00:00Z',
  '2026-02-30T10:00:00Z',
  encodeURIComponent('2026-01-01T00:00:00+23:59'),
  cursor('2026-02-30 10:00:00Z', SOME_ID),
  cursor('2026-99-99T99:99:99Z', SOME_ID),
  cursor('9999-99-99 ...........Z', 'x'),
  cursor('2026-01-01 10:00:00+99', SOME_ID),
  cursor('\ud800', '\0'),
]

test.group('Whoever asks for nonsense', (group) => {
  let stack: Stack
  let api: Api
  let document: Document
  let contactId = ''

  group.each.timeout(90_000)
  group.setup(async () => {
    stack = await Stack.start({ demo: false, workers: 0 })
    api = await stack.api()
    document = await api.expect<Document>(200, api.get('/api/openapi.json'))
    const contact = api.post<Made>('/api/contacts', { phone: freshPhone(), consent: CONSENT })
    contactId = (await api.expect<Made>(201, contact)).id
    return () => stack.stop()
  })

  /** Routes of the API that answer JSON, with a contact's id where one goes. */
  const routes = (verb: string) =>
    Object.entries(document.paths).flatMap(([path, operations]) =>
      operations[verb] === undefined || !path.startsWith('/api/') || path === '/api/live'
        ? []
        : [{ path, address: path.replace(/\{\w+\}/g, contactId), operation: operations[verb] }],
    )

  test('in a query is told what is wrong with it, on every list, and never meets a fault of ours', async ({
    assert,
  }) => {
    for (const { path, address, operation } of routes('get'))
      for (const { name } of (operation.parameters ?? []).filter((one) => one.in === 'query'))
        for (const value of QUERIES) {
          const answer = await api.get(`${address}?${name}=${value}`)
          assert.isBelow(answer.status, 500, `${path}?${name}=${value}`)
          if (answer.status >= 400) assert.match(String(answer.body.code), /^E_/, `${path}?${name}=${value}`)
        }
  })

  test('in an address is told that there is no such thing', async ({ assert }) => {
    for (const { path } of routes('get').filter((route) => route.path.includes('{')))
      for (const name of ['%00', '%ED%9F%BF', "'", '__proto__', 'x'.repeat(2_000)]) {
        const answer = await api.get(path.replace(/\{\w+\}/g, name))
        assert.isBelow(answer.status, 500, `${path} ${name}`)
        assert.isAtLeast(answer.status, 400, `${path} ${name}`)
      }
  })

  test('in an address that can not even be decoded, or from a page without an origin, is told so', async ({
    assert,
  }) => {
    for (const path of ['/api/contacts/%ff', '/api/%', '/crm/%ff']) {
      const answer = await fetch(stack.url + path)
      assert.equal(answer.status, 400, path)
      assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/)
      assert.equal(((await answer.json()) as { code: string }).code, 'E_BAD_REQUEST')
    }
    for (const origin of ['null', 'nonsense', 'https://elsewhere.example']) {
      const headers = { origin, 'x-forwarded-proto': 'https' }
      const answer = await api.post('/api/auth/login', { ...stack.owner }, headers)
      assert.deepEqual([answer.status, answer.body.code], [403, 'E_FORBIDDEN'], origin)
    }
  })

  test('in a body is refused, and nothing of it is kept', async ({ assert }) => {
    const before = await api.expect<{ data: unknown[] }>(200, api.get('/api/contacts'))
    for (const at of [
      '0000-01-01T00:00:00Z',
      '2026-02-30T10:00:00Z',
      '2026-01-01T00:00:00+23:59',
      '',
      null,
      1,
      'P1D',
    ]) {
      const answer = await api.post('/api/contacts', { phone: freshPhone(), consent: { ...CONSENT, at } })
      assert.deepEqual([answer.status, answer.body.code], [422, 'E_VALIDATION'], String(at))
    }
    const after = await api.expect<{ data: unknown[] }>(200, api.get('/api/contacts'))
    assert.lengthOf(after.data, before.data.length)
  })

  test('reads each fault once and as a sentence of its own, so that a developer can tell them apart', async ({
    assert,
  }) => {
    const two = await api.post('/api/workspaces', { name: '', mode: 'x' })
    assert.match(String(two.body.detail), /^"name": .+\. "mode": /)
    const time = await api.post<{ detail: string; errors: unknown[] }>('/api/contacts', {
      phone: freshPhone(),
      consent: { ...CONSENT, at: 'tomorrow' },
    })
    assert.lengthOf(time.body.errors, 1)
    assert.match(String(time.body.detail), /^"consent\.at": must be a time with a zone, such as \S+$/)
    const clock = await api.post('/api/sandbox/clock/advance', { by: 'P1Y' })
    assert.match(String(clock.body.detail), /^"by": must be a duration such as P1D/)
  })

  test('as the name of a workspace is told that the workspace is what is wrong', async ({ assert }) => {
    for (const name of [SOME_ID, 'x']) {
      const answer = await api.get('/api/contacts', { headers: { 'x-workspace-id': name } })
      assert.deepEqual([answer.status, answer.body.code], [404, 'E_NOT_FOUND'], name)
      assert.match(String(answer.body.detail), /^No such workspace is open to this sign-in or token/)
    }
  })

  test('is told by the documentation that every route with a key can refuse it, publishing too', ({ assert }) => {
    for (const { path, operation } of routes('post'))
      if (operation.parameters?.some(({ name }) => name === 'Idempotency-Key') === true)
        assert.property(operation.responses, '422', path)
    assert.property(document.paths['/api/workflows/{id}/publish']?.post?.responses ?? {}, '422')
  })

  test('and does so twice at once makes one thing, or changes one thing whole', async ({ assert }) => {
    const phone = freshPhone()
    const twice = await Promise.all(
      Array.from({ length: 8 }, () => api.post<Made>('/api/contacts', { phone }, { 'idempotency-key': 'twice' })),
    )
    assert.deepEqual([...new Set(twice.map(({ status }) => status))], [201])
    assert.lengthOf([...new Set(twice.map(({ body }) => body.id))], 1)
    const unkeyed = await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        api.patch(`/api/contacts/${contactId}`, { firstName: `${at}`, lastName: `${at}` }),
      ),
    )
    assert.deepEqual([...new Set(unkeyed.map(({ status }) => status))], [200])
    const person = await api.expect<{ firstName: string; lastName: string }>(200, api.get(`/api/contacts/${contactId}`))
    assert.equal(person.firstName, person.lastName)
  })

  test('by another workspace’s key of the same name gets a thing of its own', async ({ assert }) => {
    const other = await newTenant(stack, api, { name: 'Other' })
    const phone = freshPhone()
    const made = await Promise.all(
      [api, other.api].map((one) => one.post<Made>('/api/contacts', { phone }, { 'idempotency-key': 'shared' })),
    )
    assert.deepEqual([made[0]?.status, made[1]?.status], [201, 201])
    assert.notEqual(made[0]?.body.id, made[1]?.body.id)
  })
})
