import { test } from '@japa/runner'
import type { Api } from '../../support/api.ts'
import { Stack } from '../../support/stack.ts'
import { freshPhone, type Made } from '../../support/tenants.ts'

test.group('An Idempotency-Key', (group) => {
  let stack: Stack
  let api: Api

  group.setup(async () => {
    stack = await Stack.start({ demo: false, workers: 0 })
    api = await stack.api()
    return () => stack.stop()
  })

  test('makes a repeated creation happen once, with the first answer', async ({ assert }) => {
    const body = { phone: freshPhone() }
    const first = await api.post<Made>('/api/contacts', body, { 'idempotency-key': 'a' })
    const again = await api.post<Made>('/api/contacts', body, { 'idempotency-key': 'a' })
    assert.deepEqual([first.status, again.status], [201, 201])
    assert.deepEqual(again.body, first.body)
  })

  test('refuses another body, and another kind of request is another key', async ({ assert }) => {
    const rules = { field: 'contact.tags', op: 'has_tag', value: 'x' }
    await api.expect(201, api.post('/api/segments', { name: 'One', rules }, { 'idempotency-key': 'b' }))
    const other = await api.post('/api/segments', { name: 'Two', rules }, { 'idempotency-key': 'b' })
    assert.deepEqual([other.status, other.body.code], [422, 'E_IDEMPOTENCY_MISMATCH'])
    await api.expect(201, api.post('/api/contacts', { phone: freshPhone() }, { 'idempotency-key': 'b' }))
  })

  test('lets a refused request be tried again', async ({ assert }) => {
    const headers = { 'idempotency-key': 'c' }
    assert.equal((await api.post('/api/contacts', { phone: 'no' }, headers)).status, 422)
    assert.equal((await api.post('/api/contacts', { phone: freshPhone() }, headers)).status, 201)
  })

  test('creates one thing when the same request comes many times at once', async ({ assert }) => {
    const body = { name: 'At once', mode: 'sandbox' }
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => api.post<Made>('/api/workspaces', body, { 'idempotency-key': 'd' })),
    )
    const made = answers.filter(({ status }) => status === 201)
    const early = answers.filter(({ status }) => status === 409)
    assert.equal(made.length + early.length, 8)
    assert.lengthOf(new Set(made.map((answer) => answer.body.id)), 1)
    const { data } = await api.expect<{ data: { name: string }[] }>(200, api.get('/api/workspaces'))
    assert.lengthOf(
      data.filter(({ name }) => name === 'At once'),
      1,
    )
  })

  test('gives the same new token again, which lies nowhere in the clear', async ({ assert }) => {
    const create = () =>
      api.expect<{ token: string }>(
        201,
        api.post<{ token: string }>('/api/tokens', { name: 'x' }, { 'idempotency-key': 'e' }),
      )
    const [first, again] = [await create(), await create()]
    assert.equal(again.token, first.token)
    const { default: pg } = await import('pg')
    const client = new pg.Client({ connectionString: stack.databaseUrl })
    await client.connect()
    const { rows } = await client.query<{ text: string }>('SELECT body::text AS text FROM idempotency_keys')
    await client.end()
    assert.isAbove(rows.length, 0)
    for (const { text } of rows) assert.notInclude(text, first.token)
  })

  test('that no one could have meant is refused', async ({ assert }) => {
    assert.equal(
      (await api.post('/api/contacts', { phone: freshPhone() }, { 'idempotency-key': 'x'.repeat(300) })).status,
      422,
    )
  })
})
