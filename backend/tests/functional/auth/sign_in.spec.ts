import { test } from '@japa/runner'
import { Api } from '../../support/api.ts'
import { Stack } from '../../support/stack.ts'
import { freshPhone, tokenFor } from '../../support/tenants.ts'

interface Cookies {
  cookie: string
  xsrf: string
}

/** What a browser keeps of an answer. */
function cookiesOf(headers: Headers): Cookies {
  const pairs = headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
  const xsrf = pairs.find((pair) => pair.startsWith('XSRF-TOKEN='))?.slice('XSRF-TOKEN='.length) ?? ''
  return { cookie: pairs.join('; '), xsrf: decodeURIComponent(xsrf) }
}

test.group('Signing in', (group) => {
  let stack: Stack
  let guest: Api

  group.setup(async () => {
    stack = await Stack.start({ demo: false, workers: 0 })
    guest = new Api(stack.url)
    return () => stack.stop()
  })

  const signIn = async () => {
    const answer = await guest.post('/api/auth/login', {
      email: stack.owner.email.toUpperCase(),
      password: stack.owner.password,
    })
    if (answer.status !== 200) throw new Error(`sign-in gave ${answer.status}`)
    return cookiesOf(answer.headers)
  }

  test('opens a session that says who it is', async ({ assert }) => {
    const { cookie } = await signIn()
    const me = await guest.expect<{ email: string; role: string }>(
      200,
      guest.get('/api/auth/me', { headers: { cookie } }),
    )
    assert.equal(me.email, stack.owner.email)
    assert.equal(me.role, 'owner')
  })

  test('says no more to a wrong address than to a wrong password', async ({ assert }) => {
    const wrongPassword = await guest.post('/api/auth/login', {
      email: stack.owner.email,
      password: 'not the password',
    })
    const wrongAddress = await guest.post('/api/auth/login', {
      email: 'nobody@soniarose.test',
      password: 'not the password',
    })
    assert.equal(wrongPassword.status, 401)
    assert.deepEqual(wrongAddress.body, wrongPassword.body)
    assert.equal(wrongPassword.body.code, 'E_UNAUTHENTICATED')
  })

  test('keeps other sites from signing somebody in', async ({ assert }) => {
    const headers = { 'sec-fetch-site': 'cross-site' }
    const answer = await guest.post(
      '/api/auth/login',
      { email: stack.owner.email, password: stack.owner.password },
      headers,
    )
    assert.equal(answer.status, 403)
  })

  test('lets a session write only with its CSRF token', async ({ assert }) => {
    const { cookie, xsrf } = await signIn()
    const body = { phone: freshPhone() }
    const without = await guest.post('/api/contacts', body, { cookie })
    assert.deepEqual([without.status, without.body.code], [403, 'E_FORBIDDEN'])
    const strange = await guest.post('/api/contacts', body, { cookie, 'x-xsrf-token': 'nonsense' })
    assert.equal(strange.status, 403)
    const broken = await guest.post('/api/contacts', body, { cookie, 'x-xsrf-token': '%E0%A4%A' })
    assert.isTrue(broken.status === 400 || broken.status === 403)
    const right = await guest.post('/api/contacts', body, { cookie, 'x-xsrf-token': xsrf })
    assert.equal(right.status, 201)
  })

  test('does not let a made-up token turn the CSRF check off', async ({ assert }) => {
    const { cookie } = await signIn()
    const answer = await guest.post('/api/contacts', { phone: freshPhone() }, { cookie, authorization: 'Bearer x' })
    assert.equal(answer.status, 401)
  })

  test('ends at the log-out, also for a cookie that somebody copied before', async ({ assert }) => {
    const { cookie, xsrf } = await signIn()
    const other = await signIn()
    await guest.expect(204, guest.post('/api/auth/logout', {}, { cookie, 'x-xsrf-token': xsrf }))
    assert.equal((await guest.get('/api/auth/me', { headers: { cookie } })).status, 401)
    assert.equal(
      (await guest.get('/api/auth/me', { headers: { cookie: other.cookie } })).status,
      200,
      'another session of the same person goes on',
    )
  })

  test('asks who is not signed in to sign in, for every kind of request', async ({ assert }) => {
    for (const method of ['GET', 'POST'] as const) {
      const answer = await guest.request(method, '/api/contacts', method === 'POST' ? { body: {} } : {})
      assert.deepEqual([answer.status, answer.body.code], [401, 'E_UNAUTHENTICATED'])
      assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/)
    }
  })

  test('slows down who guesses passwords, and nobody else', async ({ assert }) => {
    const email = 'guessed@soniarose.test'
    const answers: number[] = []
    for (let i = 0; i < 12; i += 1)
      answers.push((await guest.post('/api/auth/login', { email, password: `guess ${i}` })).status)
    assert.equal(answers.at(0), 401)
    assert.equal(answers.at(-1), 429)
    await signIn()
  })
})

test.group('API tokens', (group) => {
  let stack: Stack
  let api: Api

  group.setup(async () => {
    stack = await Stack.start({ demo: false, workers: 0 })
    api = await stack.api()
    return () => stack.stop()
  })

  test('are shown once, work at once, and are dead once revoked', async ({ assert }) => {
    const made = await api.expect<{ id: string; token: string }>(201, api.post('/api/tokens', { name: 'Zapier' }))
    const theirs = new Api(stack.url, made.token)
    assert.equal((await theirs.get('/api/contacts')).status, 200)
    const list = await api.expect<{ data: Record<string, unknown>[] }>(200, api.get('/api/tokens'))
    assert.notInclude(JSON.stringify(list), made.token.slice(-20))
    await api.expect(204, api.delete(`/api/tokens/${made.id}`))
    assert.equal((await theirs.get('/api/contacts')).status, 401)
  })

  test('do no more than their scopes', async ({ assert }) => {
    const me = await api.expect<{ workspace: { id: string } }>(200, api.get('/api/auth/me'))
    const token = await tokenFor(stack, me.workspace.id, '--scope', 'contacts:read')
    const reader = new Api(stack.url, token)
    assert.equal((await reader.get('/api/contacts')).status, 200)
    const { allowed } = await reader.expect<{ allowed: string[] }>(200, reader.get('/api/auth/me'))
    assert.deepEqual(allowed, ['contacts:read'], 'a client can tell beforehand')
    const write = await reader.post('/api/contacts', { phone: freshPhone() })
    assert.deepEqual([write.status, write.body.code], [403, 'E_FORBIDDEN'])
    assert.equal((await reader.get('/api/workflows')).status, 403)
    assert.equal(
      (await reader.post('/api/tokens', { name: 'more' })).status,
      403,
      'a token makes no token beyond its scopes',
    )
  })

  test('that are wrong in any way are refused the same', async ({ assert }) => {
    for (const token of ['', 'x', `sr_${'0'.repeat(32)}_${'a'.repeat(43)}`, 'sr_1_2', '../..'])
      assert.equal((await new Api(stack.url, token || ' ').get('/api/contacts')).status, 401)
  })

  test('come alone on standard output', async ({ assert }) => {
    const me = await api.expect<{ workspace: { id: string } }>(200, api.get('/api/auth/me'))
    assert.match(await tokenFor(stack, me.workspace.id), /^sr_[0-9a-f]{32}_[A-Za-z0-9_-]{43}$/)
  })
})
