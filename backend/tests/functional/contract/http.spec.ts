import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import { Api } from '../../support/api.ts'
import { eventually } from '../../support/processes.ts'
import { Stack } from '../../support/stack.ts'
import { CONSENT, freshPhone, newTenant, type Made } from '../../support/tenants.ts'

interface Page<Row = Record<string, unknown>> {
  data: Row[]
  nextCursor: string | null
}

interface Problem {
  status: number
  code: string
  title: string
  detail: string
  errors?: { path: string; code: string; message: string }[]
  [more: string]: unknown
}

const CONTACT = [
  'id',
  'phone',
  'firstName',
  'lastName',
  'email',
  'timeZone',
  'optInStatus',
  'tags',
  'attributes',
  'createdAt',
  'updatedAt',
]
const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const utc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

test.group('The HTTP API as a stranger calls it', (group) => {
  let stack: Stack
  let api: Api
  let nobody: Api

  group.setup(async () => {
    stack = await Stack.start({ demo: false })
    api = await stack.api()
    nobody = new Api(stack.url)
    return () => stack.stop()
  })

  const refused = async (status: number, answer: ReturnType<Api['request']>) => {
    const { status: got, body, headers } = await answer
    const problem = body as Problem
    if (got !== status) throw new Error(`wanted ${status}, got ${got}: ${JSON.stringify(body).slice(0, 500)}`)
    if (!headers.get('content-type')?.startsWith('application/problem+json')) throw new Error('no problem document')
    if (problem.status !== status || !/^E_[A-Z_]+$/.test(problem.code) || problem.detail === '')
      throw new Error(`half a problem document: ${JSON.stringify(problem)}`)
    return problem
  }
  const person = (fields: object = {}) =>
    api.expect<Made & { phone: string; createdAt: string }>(
      201,
      api.post('/api/contacts', { phone: freshPhone(), ...fields }),
    )

  test('says without a token, with a wrong one, and for no such address what is the matter', async ({ assert }) => {
    assert.equal((await refused(401, nobody.get('/api/contacts'))).code, 'E_UNAUTHENTICATED')
    assert.equal((await refused(401, new Api(stack.url, 'sr_no_no').get('/api/contacts'))).code, 'E_UNAUTHENTICATED')
    assert.equal((await refused(404, api.get('/api/no/such/thing'))).code, 'E_NOT_FOUND')
  })

  test('refuses what can’t be read, what is too long and what is not valid, each by its own code', async ({
    assert,
  }) => {
    const raw = async (body: string) => {
      const answer = await api.raw<Problem>('/api/contacts', body, 'application/json')
      return [answer.status, answer.body.code]
    }
    assert.deepEqual(await raw('{"phone":'), [400, 'E_BAD_REQUEST'])
    assert.deepEqual(await raw('[]'), [422, 'E_VALIDATION'])
    assert.deepEqual(await raw(`{"phone":"${'1'.repeat(2_000_000)}"}`), [413, 'E_TOO_LARGE'])
    const missing = await refused(422, api.post('/api/contacts', {}))
    assert.deepEqual(
      missing.errors?.map(({ path, code }) => [path, code]),
      [['phone', 'E_REQUIRED']],
    )
    const wrong = await refused(422, api.post('/api/contacts', { phone: 5, tags: 'x' }))
    assert.deepEqual(
      wrong.errors?.map(({ path, code }) => [path, code]),
      [
        ['phone', 'E_TYPE'],
        ['tags', 'E_TYPE'],
      ],
    )
    for (const phone of ['', '12', '+1415555', '+19995550100x', 'phone'])
      assert.equal((await refused(422, api.post('/api/contacts', { phone }))).code, 'E_INVALID_PHONE', phone)
  })

  test('answers a contact with every field, whatever was left out, and keeps odd letters', async ({ assert }) => {
    const least = await person()
    assert.sameMembers(Object.keys(least), CONTACT)
    assert.deepInclude(least, {
      firstName: null,
      lastName: null,
      email: null,
      timeZone: null,
      optInStatus: 'pending',
      tags: [],
      attributes: {},
    })
    assert.match(least.id, uuidV7)
    assert.match(least.createdAt, utc)
    const odd = {
      firstName: 'Zoë 👩‍👩‍👧 مرحبا',
      lastName: "O'Neil; DROP TABLE",
      tags: ['été', 'x y'],
      attributes: { city: '東京' },
    }
    const full = await person({ ...odd, consent: CONSENT, unknownField: 1 })
    assert.deepInclude(full, { ...odd, optInStatus: 'opted_in' })
    assert.deepEqual(await api.expect(200, api.get(`/api/contacts/${full.id}`)), full)
    const again = await refused(409, api.post('/api/contacts', { phone: full.phone }))
    assert.deepInclude(again, { code: 'E_CONTACT_EXISTS', id: full.id })
  })

  test('changes consent only by its own route', async ({ assert }) => {
    const { id } = await person()
    assert.equal(
      (await refused(422, api.patch(`/api/contacts/${id}`, { optInStatus: 'opted_in' }))).code,
      'E_VALIDATION',
    )
    const path = `/api/contacts/${id}/consent`
    await refused(422, api.post(path, { status: 'opted_in', source: 'paper', at: CONSENT.at }))
    await refused(422, api.post(path, { ...CONSENT, status: 'pending' }))
    const given = await api.expect<{ optInStatus: string }>(200, api.post(path, { ...CONSENT, status: 'opted_in' }))
    assert.equal(given.optInStatus, 'opted_in')
    const taken = await api.expect<{ optInStatus: string }>(200, api.post(path, { ...CONSENT, status: 'opted_out' }))
    assert.equal(taken.optInStatus, 'opted_out')
  })

  test('adds and takes away tags, by a body on DELETE too, and shows it on the timeline', async ({ assert }) => {
    const { id } = await person({ tags: ['one'] })
    const path = `/api/contacts/${id}/tags`
    const more = await api.expect<{ tags: string[] }>(200, api.post(path, { tags: ['two', 'ONE'] }))
    assert.sameMembers(more.tags, ['one', 'two'])
    const fewer = await api.expect<{ tags: string[] }>(200, api.delete(path, { tags: ['one'] }))
    assert.deepEqual(fewer.tags, ['two'])
    const { data } = await api.expect<Page>(200, api.get(`/api/contacts/${id}/timeline`))
    assert.isAtLeast(data.length, 2)
    for (const row of data) assert.sameMembers(Object.keys(row), ['id', 'kind', 'at', 'summary', 'data'])
  })

  test('gives lists in pages: 50 unless asked, 200 at most, each row once', async ({ assert }) => {
    const made = await Promise.all(Array.from({ length: 55 }, () => person({ tags: ['paged'] })))
    const first = await api.expect<Page<Made>>(200, api.get('/api/contacts?tag=paged'))
    assert.lengthOf(first.data, 50)
    const rest = await api.expect<Page<Made>>(
      200,
      api.get(`/api/contacts?tag=paged&cursor=${encodeURIComponent(first.nextCursor ?? '')}`),
    )
    assert.isNull(rest.nextCursor)
    assert.sameMembers(
      [...first.data, ...rest.data].map(({ id }) => id),
      made.map(({ id }) => id),
    )
    await api.expect(200, api.get('/api/contacts?limit=200'))
    for (const limit of ['201', '0', '-1', 'ten', '1.5', ''])
      assert.equal((await refused(422, api.get(`/api/contacts?limit=${limit}`))).code, 'E_VALIDATION', limit)
    await refused(422, api.get('/api/contacts?cursor=nonsense'))
  })

  test('answers 404 to malformed ids, unknown ones and another workspace’s, all alike', async ({ assert }) => {
    const other = await newTenant(stack, api, { name: 'Other' })
    const theirs = await other.api.expect<Made>(201, other.api.post('/api/contacts', { phone: freshPhone() }))
    for (const id of ['no', '1', '%00', randomUUID(), theirs.id])
      for (const path of [
        `/api/contacts/${id}`,
        `/api/contacts/${id}/timeline`,
        `/api/conversations/${id}/messages`,
        `/api/workflows/${id}`,
        `/api/workflows/runs/${id}`,
        `/api/segments/${id}`,
        `/api/contacts/imports/${id}`,
      ])
        assert.equal((await refused(404, api.get(path))).code, 'E_NOT_FOUND', path)
    await refused(404, api.delete(`/api/contacts/${theirs.id}`))
    await refused(404, api.post('/api/events', { name: 'x', contactId: theirs.id }))
    await other.api.expect(200, other.api.get(`/api/contacts/${theirs.id}`))
  })

  test('finds contacts by words and numbers, and keeps segments by rules with a count', async ({ assert }) => {
    const name = `Quince${Date.now()}`
    const { id, phone } = await person({ firstName: name, tags: ['fruit'] })
    for (const search of [name, name.slice(0, 8).toLowerCase(), phone, phone.slice(-7)]) {
      const { data } = await api.expect<Page<Made>>(200, api.get(`/api/contacts?search=${encodeURIComponent(search)}`))
      assert.include(
        data.map((row) => row.id),
        id,
        search,
      )
    }
    const rules = {
      all: [
        { field: 'contact.tags', op: 'has_tag', value: 'FRUIT' },
        { field: 'contact.firstName', op: 'equals', value: name },
      ],
    }
    const segment = await api.expect<Made & { count: number; rules: unknown }>(
      201,
      api.post('/api/segments', { name, rules }),
    )
    assert.deepInclude(segment, { count: 1, rules })
    await refused(422, api.post('/api/segments', { name: 'x', rules: { field: 'phone number', op: 'is', value: 1 } }))
    await api.expect(200, api.patch(`/api/segments/${segment.id}`, { name: `${name} changed` }))
    await api.expect(204, api.delete(`/api/segments/${segment.id}`))
    await refused(404, api.get(`/api/segments/${segment.id}`))
  })

  test('takes contacts in as CSV, tells which rows it could not, and gives all back', async ({ assert }) => {
    const [one, two] = [freshPhone(), freshPhone()]
    const csv = `phone,firstName,lastName\n${one},Zoë,"O, Neil"\nnot a number,Al,\n${two},Bo,\n`
    const started = await api.raw<Made>('/api/contacts/imports', csv, 'text/csv')
    assert.equal(started.status, 202)
    const { id } = started.body
    interface Import {
      status: string
      created: number
      failed: number
      errorsUrl: string
    }
    const look = () => api.expect<Import>(200, api.get(`/api/contacts/imports/${id}`))
    await eventually('the import is done', async () => (await look()).status === 'completed')
    const done = await look()
    assert.deepInclude(done, { created: 2, failed: 1 })
    assert.match(String((await api.get(done.errorsUrl)).body), /not a number/)
    const everybody = await api.get('/api/contacts/export')
    assert.match(everybody.headers.get('content-type') ?? '', /^text\/csv/)
    assert.include(String(everybody.body), `${one},Zoë,"O, Neil"`)
  })

  test('creates once for one Idempotency-Key, and refuses it for another body', async ({ assert }) => {
    const key = { 'idempotency-key': randomUUID() }
    const body = { phone: freshPhone() }
    const [first, again] = [
      await api.post<Made>('/api/contacts', body, key),
      await api.post<Made>('/api/contacts', body, key),
    ]
    assert.deepEqual([again.status, again.body], [first.status, first.body])
    assert.equal(
      (await refused(422, api.post('/api/contacts', { ...body, firstName: 'x' }, key))).code,
      'E_IDEMPOTENCY_MISMATCH',
    )
    const burst = { 'idempotency-key': randomUUID() }
    const other = { phone: freshPhone() }
    const answers = await Promise.all(Array.from({ length: 6 }, () => api.post<Made>('/api/contacts', other, burst)))
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]))
    assert.lengthOf(new Set(answers.map((answer) => answer.body.id)), 1)
  })

  test('takes events by id or by number, and says what it can’t make out', async ({ assert }) => {
    const { id, phone } = await person()
    await api.expect(202, api.post('/api/events', { name: 'order.paid', contactId: id }))
    await api.expect(202, api.post('/api/events', { name: 'order.paid', phone, data: { sum: 3, items: ['a'] } }))
    await refused(404, api.post('/api/events', { name: 'order.paid', phone: freshPhone() }))
    assert.equal(
      (await refused(422, api.post('/api/events', { name: 'order.paid', phone: '12' }))).code,
      'E_INVALID_PHONE',
    )
    for (const bad of [
      { name: 'x' },
      { contactId: id },
      { name: '', contactId: id },
      { name: 'x', contactId: id, data: 3 },
    ])
      await refused(422, api.post('/api/events', bad))
    assert.isNotEmpty(id)
  })

  test('has settings with the defaults that it promises; what it gives it takes', async ({ assert }) => {
    const settings = await api.expect<Record<string, unknown>>(200, api.get('/api/settings'))
    assert.deepInclude(settings, {
      quietHours: { start: '09:00', end: '20:00' },
      unknownPolicy: { after: 'PT24H', then: 'skip' },
      optOutReplies: 'carrier',
    })
    assert.deepEqual(await api.expect(200, api.patch('/api/settings', settings)), settings)
    await refused(422, api.patch('/api/settings', { quietHours: { start: 'nine', end: '20:00' } }))
    await refused(422, api.patch('/api/settings', { unknownPolicy: { after: 'PT1H', then: 'pray' } }))
  })
})
