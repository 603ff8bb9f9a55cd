import { test } from '@japa/runner'
import type { Api } from '../../support/api.ts'
import { Stack } from '../../support/stack.ts'
import { CONSENT, freshPhone, newTenant, newWorkflow, type Made } from '../../support/tenants.ts'

type Document = { paths: Record<string, Record<string, { security?: unknown[]; requestBody?: unknown }>> }

/** One thing of each kind that an address can name, made in one workspace. */
async function makeThings(api: Api): Promise<Record<string, string>> {
  const contact = await api.expect<Made>(201, api.post('/api/contacts', { phone: freshPhone(), consent: CONSENT }))
  const rules = { field: 'contact.tags', op: 'has_tag', value: 'x' }
  const segment = await api.expect<Made>(201, api.post('/api/segments', { name: 'Theirs', rules }))
  const workflow = await newWorkflow(api)
  const version = await api.expect<Made>(201, api.post(`/api/workflows/${workflow.id}/publish`))
  await api.expect(202, api.post(`/api/workflows/${workflow.id}/enroll`, { contactIds: [contact.id] }))
  const runs = await api.expect<{ data: Made[] }>(200, api.get(`/api/workflows/runs?contactId=${contact.id}`))
  const message = await api.expect<Made>(201, api.post(`/api/conversations/${contact.id}/messages`, { body: 'Hello' }))
  const token = await api.expect<Made>(201, api.post('/api/tokens', { name: 'theirs' }))
  const media = await api.expect<Made>(
    201,
    api.post('/api/media/uploads', { name: 'a.png', contentType: 'image/png', size: 100 }),
  )
  const senders = await api.expect<{ data: Made[] }>(200, api.get('/api/senders'))
  return {
    contacts: contact.id,
    conversations: contact.id,
    segments: segment.id,
    workflows: workflow.id,
    versions: version.id,
    runs: runs.data[0]?.id ?? '',
    messages: message.id,
    tokens: token.id,
    media: media.id,
    uploads: media.id,
    senders: senders.data[0]?.id ?? '',
    imports: '01890000-0000-7000-8000-000000000000',
    migrations: '01890000-0000-7000-8000-000000000001',
    // By a name of the workspace's own, not by an id.
    plugins: 'only-theirs',
  }
}

/** The address with the ids of things put in: by the word that stands before each parameter. */
function addressOf(path: string, things: Record<string, string>): string | null {
  let known = true
  const address = path.replace(/([a-z]+)\/\{(\w+)\}/g, (_, word: string) => {
    if (things[word] === undefined) known = false
    return `${word}/${things[word]}`
  })
  return known ? address : null
}

const VERSIONS = {
  fromVersionId: '01890000-0000-7000-8000-000000000002',
  toVersionId: '01890000-0000-7000-8000-000000000003',
}

/** Bodies that would be right for one's own things, so that only the ownership can refuse them. */
const bodies: Record<string, unknown> = {
  'POST /api/workflows/{id}/migrations': VERSIONS,
  'POST /api/workflows/{id}/migrations/preview': VERSIONS,
  'POST /api/contacts/{id}/consent': { status: 'opted_in', ...CONSENT },
  'POST /api/contacts/{id}/tags': { tags: ['x'] },
  'DELETE /api/contacts/{id}/tags': { tags: ['x'] },
  'PUT /api/workflows/{id}/draft': { graph: { schemaVersion: 1, name: '', settings: {}, nodes: [], edges: [] } },
  'POST /api/workflows/{id}/enroll': { contactIds: ['x'] },
  'POST /api/workflows/{id}/webhook': { contactId: 'x' },
  'POST /api/conversations/{contactId}/messages': { body: 'Hello' },
  'PATCH /api/conversations/{contactId}': { status: 'closed' },
}

/** Every route that names a thing by its id. Signed addresses are left out: they are the permission themselves. */
function doorsOf(document: Document): { method: string; path: string }[] {
  const paths = Object.entries(document.paths).filter(
    ([path]) => path.startsWith('/api/') && path.includes('{') && !path.startsWith('/api/webhooks'),
  )
  return paths.flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, operation]) => operation.security?.length !== 0)
      .map(([verb]) => ({ method: verb.toUpperCase(), path })),
  )
}

test.group('Another workspace', (group) => {
  let stack: Stack
  let mine: Api
  let theirs: Record<string, string>
  let theirApi: Api

  group.setup(async () => {
    stack = await Stack.start({ demo: false, workers: 0 })
    mine = await stack.api()
    const tenant = await newTenant(stack, mine, { name: 'Theirs' })
    theirApi = tenant.api
    theirs = await makeThings(theirApi)
    return () => stack.stop()
  })

  test('is closed on every route that names a thing by its id', async ({ assert }) => {
    const document = await mine.expect<Document>(200, mine.get('/api/openapi.json'))
    // A phone of the sandbox is nobody's: its number is given by whoever plays it.
    const doors = doorsOf(document).filter(({ path }) => !path.startsWith('/api/sandbox/phones/'))
    assert.isAbove(doors.length, 30)
    for (const { method, path } of doors) {
      const address = addressOf(path, theirs)
      if (address === null) throw new Error(`${path} has an id that this test can not make`)
      const name = `${method} ${path}`
      const answer = await mine.request(method, address, method === 'GET' ? {} : { body: bodies[name] ?? {} })
      assert.deepEqual([answer.status, answer.body.code], [404, 'E_NOT_FOUND'], name)
    }
  })

  test('keeps all that it has after every one of those requests', async ({ assert }) => {
    for (const path of ['contacts', 'segments', 'workflows', 'senders']) {
      const answer = await theirApi.get(`/api/${path === 'senders' ? 'senders' : `${path}/${theirs[path]}`}`)
      assert.equal(answer.status, 200, path)
    }
  })

  test('never shows in a list, a search, a count or an export', async ({ assert }) => {
    const document = await mine.expect<Document>(200, mine.get('/api/openapi.json'))
    const ids = Object.values(theirs)
    for (const [path, operations] of Object.entries(document.paths)) {
      if (!('get' in operations) || path.includes('{') || !path.startsWith('/api/') || path === '/api/live') continue
      const answer = await mine.get(path)
      const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body)
      for (const id of ids) assert.notInclude(text, id, path)
    }
  })

  test('can not be reached through ids in a body or a query', async ({ assert }) => {
    const own = await newWorkflow(mine)
    await mine.expect(201, mine.post(`/api/workflows/${own.id}/publish`))
    const enrolled = await mine.expect<{ enrolled: number; skipped: { reason: string }[] }>(
      202,
      mine.post(`/api/workflows/${own.id}/enroll`, { contactIds: [theirs.contacts] }),
    )
    assert.equal(enrolled.enrolled, 0)
    assert.equal((await mine.post(`/api/workflows/${own.id}/enroll`, { segmentId: theirs.segments })).status, 404)
    assert.equal((await mine.post('/api/events', { name: 'x', contactId: theirs.contacts })).status, 404)
    for (const query of [
      `messages?contactId=${theirs.contacts}`,
      `workflows/runs?workflowId=${theirs.workflows}`,
      `messages?runId=${theirs.runs}`,
    ])
      assert.deepEqual((await mine.expect<{ data: unknown[] }>(200, mine.get(`/api/${query}`))).data, [], query)
    const contact = await mine.expect<Made>(201, mine.post('/api/contacts', { phone: freshPhone(), consent: CONSENT }))
    const answer = await mine.post(`/api/conversations/${contact.id}/messages`, { body: 'x', mediaIds: [theirs.media] })
    assert.equal(answer.status, 422)
  })

  test('is not there for who asks for it by name', async ({ assert }) => {
    const { data } = await mine.expect<{ data: { id: string; name: string }[] }>(200, mine.get('/api/workspaces'))
    const other = data.find(({ name }) => name === 'Theirs')?.id ?? ''
    for (const id of [other, 'nonsense', '01890000-0000-7000-8000-000000000000'])
      assert.equal((await mine.get('/api/contacts', { headers: { 'x-workspace-id': id } })).status, 404)
  })

  test('may have the same numbers, each with its own history', async ({ assert }) => {
    const phone = freshPhone()
    await mine.expect(201, mine.post('/api/contacts', { phone }))
    await theirApi.expect(201, theirApi.post('/api/contacts', { phone, consent: CONSENT }))
    assert.equal((await mine.post('/api/contacts', { phone })).status, 409)
  })
})

test.group('A malformed id', (group) => {
  let stack: Stack
  group.setup(async () => {
    stack = await Stack.start({ demo: false, workers: 0 })
    return () => stack.stop()
  })

  test('answers 404 wherever an address takes one', async ({ assert }) => {
    const api = await stack.api()
    const document = await api.expect<Document>(200, api.get('/api/openapi.json'))
    for (const { method, path } of doorsOf(document)) {
      const address = path.replace(/\{\w+\}/g, "1'%20OR%201=1")
      const answer = await api.request(
        method,
        address,
        method === 'GET' ? {} : { body: bodies[`${method} ${path}`] ?? {} },
      )
      assert.equal(answer.status, 404, `${method} ${path}`)
    }
  })
})
