import { test } from '@japa/runner'
import { Api } from '../../support/api.ts'
import { Stack } from '../../support/stack.ts'
import { freshPhone } from '../../support/tenants.ts'

test.group('Pages for everybody', (group) => {
  let stack: Stack
  let api: Api

  group.setup(async () => {
    stack = await Stack.start({ demo: false, workers: 0 })
    api = await stack.api()
    return () => stack.stop()
  })

  const form = (fields: Record<string, string>) =>
    fetch(`${stack.url}/opt-in`, { method: 'POST', body: new URLSearchParams(fields) })
  const find = async (phone: string) => {
    const { data } = await api.expect<{ data: { id: string; optInStatus: string }[] }>(
      200,
      api.get(`/api/contacts?phone=${encodeURIComponent(phone)}`),
    )
    return data[0]
  }

  test('say what a campaign review looks for', async ({ assert }) => {
    const landing = await (await fetch(stack.url)).text()
    for (const words of [
      /Reply STOP to opt out/,
      /HELP for help/,
      /Message and data rates may apply/,
      /not a condition of any purchase/,
      /href="\/privacy"/,
      /href="\/terms"/,
    ])
      assert.match(landing, words)
    assert.match(
      await (await fetch(`${stack.url}/privacy`)).text(),
      /do not sell or share mobile numbers or text-messaging consent/,
    )
    assert.match(await (await fetch(`${stack.url}/terms`)).text(), /Carriers are not liable/)
  })

  test('take in a consent with its exact words, time and address', async ({ assert }) => {
    const phone = freshPhone()
    const answer = await form({ phone, firstName: '<b>Ada</b>', consent: 'yes' })
    assert.equal(answer.status, 200)
    const person = await find(phone)
    assert.equal(person?.optInStatus, 'opted_in')
    const { data } = await api.expect<{ data: { kind: string; data: { wording?: string; source?: string } }[] }>(
      200,
      api.get(`/api/contacts/${person?.id}/timeline`),
    )
    const consent = data.find(({ kind }) => kind === 'consent')
    assert.match(consent?.data.wording ?? '', /recurring automated text messages/)
    assert.equal(consent?.data.source, 'web form')
  })

  test('take nobody in who did not tick the box, gave no number, or is a machine', async ({ assert }) => {
    const phone = freshPhone()
    assert.equal((await form({ phone })).status, 422)
    const wrong = await form({ phone: '<script>', consent: 'yes' })
    assert.equal(wrong.status, 422)
    assert.notInclude(await wrong.text(), '<script>')
    assert.equal((await form({ phone, consent: 'yes', website: 'http://spam' })).status, 200)
    assert.isUndefined(await find(phone))
  })

  test('never bring somebody back who has opted out: anybody can type their number', async ({ assert }) => {
    const phone = freshPhone()
    await form({ phone, consent: 'yes' })
    const person = await find(phone)
    const proof = { source: 'call', wording: 'no more', at: new Date().toISOString() }
    await api.expect(200, api.post(`/api/contacts/${person?.id}/consent`, { status: 'opted_out', ...proof }))
    assert.equal((await form({ phone, consent: 'yes' })).status, 200)
    assert.equal((await find(phone))?.optInStatus, 'opted_out')
  })

  test('come with headers that keep a browser from being misused', async ({ assert }) => {
    for (const path of ['/', '/privacy', '/crm', '/api/health', '/api/contacts', '/nowhere', '/api/docs']) {
      const { headers } = await fetch(stack.url + path)
      const policy = headers.get('content-security-policy') ?? ''
      assert.match(policy, /script-src 'self'(;|$)/, path)
      assert.notMatch(policy, /unsafe-eval|script-src[^;]*unsafe-inline/, path)
      assert.match(policy, /frame-ancestors 'none'/, path)
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path)
      assert.isNotNull(headers.get('referrer-policy'), path)
      assert.isNull(headers.get('x-powered-by'), path)
    }
  })

  test('are documents with a language, one heading and a title, and run no script', async ({ assert }) => {
    for (const path of ['/', '/privacy', '/terms', '/api/docs', '/nowhere']) {
      const html = await (await fetch(stack.url + path)).text()
      assert.match(html, /<html lang="en">/, path)
      assert.lengthOf(html.match(/<h1[ >]/g) ?? [], 1, path)
      assert.notMatch(html, /<script/, path)
    }
  })

  test('give the console for each of its addresses, and never a file beside it', async ({ assert }) => {
    for (const path of ['/crm', '/crm/contacts/new', '/dev/phone'])
      assert.oneOf((await fetch(stack.url + path)).status, [200, 503], path)
    for (const path of [
      '/assets/..%2f..%2fpackage.json',
      '/assets/nothing.js',
      '/.git/config',
      '/package.json',
      '/assets/%00',
    ])
      assert.equal((await fetch(stack.url + path)).status, 404, path)
  })
})

test.group('The documentation of the API', (group) => {
  let stack: Stack
  group.setup(async () => {
    stack = await Stack.start({ demo: false, workers: 0 })
    return () => stack.stop()
  })

  /** Every route that the contract names. */
  const contract = [
    'get /api/health',
    'get /api/health/live',
    'get /api/health/ready',
    'post /api/auth/login',
    'post /api/auth/logout',
    'get /api/auth/me',
    'get /api/tokens',
    'post /api/tokens',
    'delete /api/tokens/{id}',
    'get /api/contacts',
    'post /api/contacts',
    'get /api/contacts/{id}',
    'patch /api/contacts/{id}',
    'delete /api/contacts/{id}',
    'post /api/contacts/{id}/consent',
    'post /api/contacts/{id}/tags',
    'delete /api/contacts/{id}/tags',
    'get /api/contacts/{id}/timeline',
    'get /api/segments',
    'post /api/segments',
    'get /api/segments/{id}',
    'patch /api/segments/{id}',
    'delete /api/segments/{id}',
    'post /api/contacts/imports',
    'get /api/contacts/imports/{id}',
    'get /api/contacts/export',
    'get /api/workflows',
    'post /api/workflows',
    'get /api/workflows/{id}',
    'patch /api/workflows/{id}',
    'delete /api/workflows/{id}',
    'put /api/workflows/{id}/draft',
    'post /api/workflows/{id}/validate',
    'post /api/workflows/{id}/publish',
    'get /api/workflows/{id}/versions',
    'post /api/workflows/{id}/pause',
    'post /api/workflows/{id}/resume',
    'post /api/workflows/{id}/enroll',
    'get /api/workflows/queue',
    'get /api/workflows/runs',
    'get /api/workflows/runs/{id}',
    'post /api/workflows/runs/{id}/retry',
    'post /api/workflows/runs/{id}/cancel',
    'get /api/messages',
    'get /api/conversations',
    'get /api/conversations/{contactId}/messages',
    'post /api/conversations/{contactId}/messages',
    'post /api/events',
    'get /api/compliance/events',
    'get /api/compliance/metrics',
    'get /api/media',
    'post /api/media/uploads',
    'delete /api/media/{id}',
    'get /api/calls',
    'post /api/webhooks/twilio/messages',
    'post /api/webhooks/twilio/status',
    'post /api/webhooks/twilio/voice',
    'get /api/workspaces',
    'post /api/workspaces',
    'get /api/settings',
    'patch /api/settings',
    'get /api/sandbox/clock',
    'post /api/sandbox/clock/advance',
  ]

  test('has every route of the contract, each with a summary, and resolves every reference', async ({ assert }) => {
    type Document = {
      openapi: string
      paths: Record<string, Record<string, { summary?: string; operationId: string }>>
      components: { schemas: Record<string, unknown> }
    }
    const api = new Api(stack.url)
    const document = await api.expect<Document>(200, api.get('/api/openapi.json'))
    assert.match(document.openapi, /^3\.1\./)
    const operations = Object.entries(document.paths).flatMap(([path, verbs]) =>
      Object.entries(verbs).map(([verb, one]) => ({ name: `${verb} ${path}`, ...one })),
    )
    assert.includeMembers(
      operations.map(({ name }) => name),
      contract,
    )
    assert.deepEqual(
      operations.filter(({ summary }) => !summary).map(({ name }) => name),
      [],
    )
    assert.lengthOf(new Set(operations.map(({ operationId }) => operationId)), operations.length)
    const text = JSON.stringify(document)
    for (const [, name = ''] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g))
      assert.property(document.components.schemas, name)
    assert.notMatch(text, /"\$ref":"#\/(\$defs|definitions)/)
  })

  test('can be read by people as a page', async ({ assert }) => {
    const html = await (await fetch(`${stack.url}/api/docs`)).text()
    assert.match(html, /\/api\/contacts\/:id\/consent/)
    assert.match(html, /E_STALE_DRAFT/)
  })
})
