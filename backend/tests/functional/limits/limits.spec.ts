import { test } from '@japa/runner'
import type { Api } from '../../support/api.ts'
import { Stack } from '../../support/stack.ts'
import { freshPhone } from '../../support/tenants.ts'

test.group('Bad and hostile requests', (group) => {
  let stack: Stack
  let api: Api
  let token: string

  group.setup(async () => {
    stack = await Stack.start({ demo: false, workers: 0 })
    api = await stack.api()
    token = (await api.expect<{ token: string }>(201, api.post('/api/tokens', { name: 'raw' }))).token
    return () => stack.stop()
  })

  const send = (path: string, init: RequestInit) =>
    fetch(stack.url + path, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string> | undefined) },
    })

  test('a file field with a treacherous name ends no process, on any kind of route', async ({ assert }) => {
    for (const name of ['toString', 'constructor', '__proto__', 'hasOwnProperty', 'valueOf'])
      for (const path of [
        '/api/auth/login',
        '/api/contacts',
        '/api/contacts/imports',
        '/api/webhooks/twilio/messages',
        '/opt-in',
        '/nowhere',
        '/api/nowhere',
      ]) {
        const form = new FormData()
        form.append(name, new Blob(['x']), 'hostname')
        const answer = await send(path, { method: 'POST', body: form })
        assert.isBelow(answer.status, 500, `${path} with ${name}`)
      }
    assert.equal((await api.get('/api/health/live')).status, 200)
  })

  test('a body that is no JSON is 400, one that is too large 413, one of another kind 400', async ({ assert }) => {
    const post = (body: string, type = 'application/json') =>
      send('/api/contacts', { method: 'POST', body, headers: { 'content-type': type } })
    for (const body of ['{', '[1,]', 'null x', '\u0000']) assert.equal((await post(body)).status, 400, body)
    const large = await post(JSON.stringify({ phone: 'x'.repeat(1_100_000) }))
    assert.equal(large.status, 413)
    assert.equal(((await large.json()) as { code: string }).code, 'E_TOO_LARGE')
    assert.equal((await post('phone=1', 'text/plain')).status, 400)
  })

  test('JSON of the wrong shape is 422, however deep or strange', async ({ assert }) => {
    const deep = '['.repeat(10_000) + ']'.repeat(10_000)
    for (const body of ['[]', '1', '"x"', 'null', deep, '{"phone":{"__proto__":1}}']) {
      const answer = await send('/api/contacts', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      })
      assert.oneOf(answer.status, [400, 422], body.slice(0, 20))
    }
    assert.isUndefined(({} as Record<string, unknown>).polluted)
  })

  test('keys of a prototype never reach what is kept', async ({ assert }) => {
    const body = `{"phone":"${freshPhone()}","attributes":{"__proto__":{"polluted":true},"fine":1}}`
    const answer = await send('/api/contacts', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    })
    assert.equal(answer.status, 201)
    assert.deepEqual(((await answer.json()) as { attributes: unknown }).attributes, { fine: 1 })
  })

  test('an address that is written in another way is still the same door', async ({ assert }) => {
    for (const path of [
      '/api/contacts/',
      '/api//contacts',
      '/api/contacts?/api/health',
      '/api/%63ontacts',
      '/API/contacts',
      '/api/webhooks/../contacts',
    ]) {
      const answer = await fetch(stack.url + path)
      assert.oneOf(answer.status, [401, 404], path)
    }
  })

  test('an error shows nothing of how we work inside', async ({ assert }) => {
    for (const answer of [
      await send('/api/contacts/%', {}),
      await send('/api/nowhere', {}),
      await send('/%E0%A4%A', {}),
    ]) {
      const text = await answer.text()
      assert.isBelow(answer.status, 500)
      assert.notMatch(text, /node_modules|at .*\.ts|SELECT|postgres/i)
    }
  })

  test('a request that names a sign that no database takes is refused, not failed', async ({ assert }) => {
    const answer = await api.post('/api/contacts', {
      phone: freshPhone(),
      firstName: 'a\u0000b',
      attributes: { half: '\ud83d' },
    })
    assert.deepEqual([answer.status, answer.body.firstName], [201, 'ab'])
    assert.equal((await api.get('/api/contacts?search=%00')).status < 500, true)
  })
})

test.group('The rate limit', (group) => {
  let stack: Stack

  group.setup(async () => {
    stack = await Stack.start({ demo: false, workers: 0, env: { RATE_LIMIT: '5' } })
    return () => stack.stop()
  })

  test('stops a token that asks too often, says when to come back, and stops nobody else', async ({ assert }) => {
    const api = await stack.api()
    const statuses: number[] = []
    for (let i = 0; i < 7; i += 1) statuses.push((await api.get('/api/contacts')).status)
    assert.deepEqual(statuses.slice(0, 5), [200, 200, 200, 200, 200])
    const refused = await api.get('/api/contacts')
    assert.deepEqual([refused.status, refused.body.code], [429, 'E_RATE_LIMITED'])
    assert.match(refused.headers.get('retry-after') ?? '', /^\d+$/)
    assert.equal((await (await stack.api()).get('/api/contacts')).status, 200)
    assert.equal((await api.get('/api/health')).status, 200)
  })
})
