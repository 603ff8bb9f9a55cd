import { readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import { Api } from '../../support/api.ts'
import { runCommand } from '../../support/command.ts'
import { Stack } from '../../support/stack.ts'

/** Every route that the contract names. */
const ROUTES = `
GET /api/health · GET /api/health/live · GET /api/health/ready · GET /api/openapi.json
POST /api/auth/login · POST /api/auth/logout · GET /api/auth/me
GET /api/tokens · POST /api/tokens · DELETE /api/tokens/{id}
GET /api/contacts · POST /api/contacts · GET /api/contacts/{id} · PATCH /api/contacts/{id} · DELETE /api/contacts/{id}
POST /api/contacts/{id}/consent · POST /api/contacts/{id}/tags · DELETE /api/contacts/{id}/tags · GET /api/contacts/{id}/timeline
GET /api/segments · POST /api/segments · GET /api/segments/{id} · PATCH /api/segments/{id} · DELETE /api/segments/{id}
POST /api/contacts/imports · GET /api/contacts/imports/{id} · GET /api/contacts/export
GET /api/workflows · POST /api/workflows · GET /api/workflows/{id} · PATCH /api/workflows/{id} · DELETE /api/workflows/{id}
PUT /api/workflows/{id}/draft · POST /api/workflows/{id}/validate · POST /api/workflows/{id}/publish · GET /api/workflows/{id}/versions
POST /api/workflows/{id}/pause · POST /api/workflows/{id}/resume · POST /api/workflows/{id}/enroll
GET /api/workflows/queue · GET /api/workflows/runs · GET /api/workflows/runs/{id}
POST /api/workflows/runs/{id}/retry · POST /api/workflows/runs/{id}/cancel
GET /api/messages · GET /api/conversations · GET /api/conversations/{contactId}/messages · POST /api/conversations/{contactId}/messages
POST /api/events · GET /api/compliance/events · GET /api/compliance/metrics
GET /api/media · POST /api/media/uploads · DELETE /api/media/{id} · GET /api/calls
POST /api/webhooks/twilio/messages · POST /api/webhooks/twilio/status · POST /api/webhooks/twilio/voice
GET /api/workspaces · POST /api/workspaces · GET /api/settings · PATCH /api/settings
GET /api/sandbox/clock · POST /api/sandbox/clock/advance`

const PAGES = [
  '/',
  '/privacy',
  '/terms',
  '/crm',
  '/crm/dashboard',
  '/crm/contacts',
  '/crm/contacts/new',
  '/crm/contacts/x',
  '/crm/workflows',
  '/crm/workflows/x',
  '/crm/inbox',
  '/crm/compliance',
  '/crm/media',
  '/crm/settings',
  '/dev/phone',
]

test.group('What is there at all', (group) => {
  let stack: Stack

  group.setup(async () => {
    stack = await Stack.start({ demo: false })
    return () => stack.stop()
  })

  test('the API documentation has every route of the contract, for who generates a client from it', async ({
    assert,
  }) => {
    const nobody = new Api(stack.url)
    const { openapi, paths } = await nobody.expect<{ openapi: string; paths: Record<string, Record<string, unknown>> }>(
      200,
      nobody.get('/api/openapi.json'),
    )
    assert.match(openapi, /^3\.1/)
    for (const route of ROUTES.split(/[·\n]/)
      .map((text) => text.trim())
      .filter(Boolean)) {
      const [method = '', path = ''] = route.split(' ')
      assert.property(paths[path] ?? {}, method.toLowerCase(), route)
    }
  })

  test('every page of the contract opens signed out, at whatever address one comes in', async ({ assert }) => {
    for (const page of PAGES) {
      const answer = await fetch(stack.url + page, { redirect: 'manual' })
      assert.deepEqual([answer.status, answer.headers.get('content-type')?.startsWith('text/html')], [200, true], page)
    }
    assert.equal((await fetch(`${stack.url}/nowhere`)).status, 404)
  })

  test('health says how each part is, and orchestrators have their two addresses', async ({ assert }) => {
    const nobody = new Api(stack.url)
    const health = await nobody.expect<{ status: string; checks: Record<string, string> }>(
      200,
      nobody.get('/api/health'),
    )
    assert.include(['ok', 'degraded'], health.status)
    assert.sameMembers(Object.keys(health.checks), ['database', 'queue', 'worker', 'twilio', 'storage'])
    for (const which of ['live', 'ready']) await nobody.expect(200, nobody.get(`/api/health/${which}`))
  })

  test('a token for some scopes may do that and nothing else', async ({ assert }) => {
    const made = await runCommand(['token:create', '--email', stack.owner.email, '--scope', 'contacts:read'], stack.env)
    assert.equal(made.code, 0)
    assert.match(made.stdout, /^sr_\S+\n$/)
    const reader = new Api(stack.url, made.stdout.trim())
    await reader.expect(200, reader.get('/api/contacts'))
    const refused = await reader.post('/api/contacts', { phone: '+14155550123' })
    assert.deepEqual([refused.status, refused.body.code], [403, 'E_FORBIDDEN'])
  })

  test('every command explains itself, and a wrong use ends with one sentence and a code', async ({ assert }) => {
    const commands = [
      'token:create',
      'twilio:emulator',
      'workflow:export',
      'workflow:import',
      'workflow:lint',
      'workflow:simulate',
      'workflow:test',
      'plugin:new',
      'plugin:dev',
      'plugin:test',
      'plugin:pack',
    ]
    const helps = await Promise.all(commands.map((name) => runCommand([name, '--help'], stack.env)))
    for (const [at, help] of helps.entries()) {
      assert.equal(help.code, 0, commands[at])
      assert.include(help.stdout, `node ace.js ${commands[at]}`)
    }
    const wrong = [
      ['token:create'],
      ['token:create', '--email', 'nobody@example.com'],
      ['workflow:lint', '/no/such.json'],
      ['workflow:export', 'x'],
      ['twilio:emulator', '--port', 'x'],
      ['plugin:new', 'Bad Name'],
    ]
    for (const args of wrong) {
      const ran = await runCommand(args, stack.env)
      assert.deepEqual([ran.code === 0, ran.stdout], [false, ''], args.join(' '))
      assert.match(ran.stderr, /^\S.{10,400}\n$/, args.join(' '))
      assert.notMatch(ran.stderr, /\n\s+at /)
    }
  })

  test('the example of the contract loads, and comes back as it was', async ({ assert }) => {
    const api = await stack.api()
    const graph = JSON.parse(readFileSync(new URL('example.json', import.meta.url), 'utf8')) as object
    const { id } = await api.expect<{ id: string }>(201, api.post('/api/workflows', { name: 'Example', graph }))
    const { draft } = await api.expect<{ draft: { graph: object; revision: number } }>(
      200,
      api.get(`/api/workflows/${id}`),
    )
    assert.deepEqual(draft.graph, graph)
    assert.deepEqual(
      (await api.expect<{ errors: unknown[] }>(200, api.post(`/api/workflows/${id}/validate`))).errors,
      [],
    )
  })
})
