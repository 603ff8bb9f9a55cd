import { test } from '@japa/runner'
import pg from 'pg'
import { Api } from '../../support/api.ts'
import { eventually } from '../../support/processes.ts'
import { Stack } from '../../support/stack.ts'
import { CONSENT, freshPhone, newTenant, newWorkflow, tokenFor, type Made } from '../../support/tenants.ts'

interface Migration {
  id: string
  status: string
  counts: { goOn: number; enter: number; exit: number; stay: number }
  undone: { runs: number } | null
}

interface Preview {
  runs: number
  nodes: { nodeId: string; runs: number; choice: object; why: string | null }[]
}

const graph = (nodes: [id: string, type: string, data: object][]) => ({
  schemaVersion: 1,
  name: 'Slow',
  settings: { reentry: 'never' },
  nodes: nodes.map(([id, type, data], row) => ({ id, type, position: { x: 0, y: row * 120 }, data })),
  edges: nodes.slice(1).map(([target], row) => ({
    id: `e${row}`,
    source: nodes[row]?.[0],
    sourceHandle: 'next',
    target,
  })),
})

const first = graph([
  ['start', 'trigger', { on: 'manual' }],
  ['text', 'send_sms', { body: 'Hello. Reply STOP to opt out.' }],
])
const second = graph([
  ['start', 'trigger', { on: 'manual' }],
  ['rest', 'wait', { for: 'P1D' }],
  ['text', 'send_sms', { body: 'Hello again. Reply STOP to opt out.' }],
])

test.group('Migrations of runs over HTTP', (group) => {
  let stack: Stack
  let api: Api
  let database: pg.Pool

  group.setup(async () => {
    stack = await Stack.start({ demo: false, workers: 0 })
    api = await stack.api()
    database = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 })
    return async () => {
      await database.end()
      await stack.stop()
    }
  })

  /** A workflow with two versions and one run, which no worker takes up. */
  async function twoVersions(client = api) {
    const workflow = await newWorkflow(client, first)
    const path = `/api/workflows/${workflow.id}`
    const from = await client.expect<Made>(201, client.post(`${path}/publish`))
    const contact = await client.expect<Made>(
      201,
      client.post('/api/contacts', { phone: freshPhone(), consent: CONSENT }),
    )
    await client.expect(202, client.post(`${path}/enroll`, { contactIds: [contact.id] }))
    await client.expect(200, client.request('PUT', `${path}/draft`, { body: { graph: second } }))
    const to = await client.expect<Made>(201, client.post(`${path}/publish`))
    return { id: workflow.id, path: `${path}/migrations`, versions: { fromVersionId: from.id, toVersionId: to.id } }
  }

  async function done(path: string, id: string): Promise<Migration> {
    let migration: Migration | undefined
    await eventually('the migration is done', async () => {
      migration = await api.expect<Migration>(200, api.get(`${path}/${id}`))
      return migration.status === 'done' || migration.status === 'undone'
    })
    if (!migration) throw new Error('there is no migration')
    return migration
  }

  test('are previewed, carried out, listed and undone, and the audit log says by whom', async ({ assert }) => {
    const { id, path, versions } = await twoVersions()
    const preview = await api.expect<Preview>(200, api.post(`${path}/preview`, versions))
    assert.equal(preview.runs, 1)
    assert.deepInclude(preview.nodes[0] ?? {}, { nodeId: 'start', runs: 1, choice: { action: 'move', to: 'start' } })
    const seen = preview.nodes.map((node) => node.nodeId)
    const begun = await api.expect<Migration>(202, api.post(path, { ...versions, seen }))
    assert.deepInclude((await done(path, begun.id)).counts, { goOn: 1, enter: 0, exit: 0, stay: 0 })
    const standing = await api.expect<{ versions: object[] }>(200, api.get(`/api/workflows/${id}/standing`))
    assert.deepEqual(standing.versions, [
      { id: versions.toVersionId, number: 2, runs: 1 },
      { id: versions.fromVersionId, number: 1, runs: 0 },
    ])
    const listed = await api.expect<{ data: Migration[] }>(200, api.get(path))
    assert.deepEqual(
      listed.data.map((each) => each.id),
      [begun.id],
    )
    await api.expect(202, api.post(`${path}/${begun.id}/undo`))
    assert.deepInclude((await done(path, begun.id)).undone ?? {}, { runs: 1 })
    assert.equal((await api.post(`${path}/${begun.id}/undo`)).body.code, 'E_MIGRATION_UNDONE')
    const { rows } = await database.query<{ action: string; named: boolean }>(
      `SELECT action, actor_token_id IS NOT NULL AS named FROM audit_log
       WHERE object_id = $1 AND action LIKE '%migrate_runs' ORDER BY id`,
      [id],
    )
    assert.deepEqual(rows, [
      { action: 'workflow.migrate_runs', named: true },
      { action: 'workflow.undo_migrate_runs', named: true },
    ])
  })

  test('with a key are carried out once, however often the request is repeated', async ({ assert }) => {
    const { path, versions } = await twoVersions()
    const again = () => api.post<Migration>(path, versions, { 'idempotency-key': 'one move' })
    const [one, other] = [await again(), await again()]
    assert.deepEqual([one.status, other.status, other.body.id], [202, 202, one.body.id])
    await done(path, one.body.id)
    assert.lengthOf((await api.expect<{ data: Migration[] }>(200, api.get(path))).data, 1)
  })

  test('that name what is not there move nobody and say what is wrong', async ({ assert }) => {
    const { path, versions } = await twoVersions()
    const other = await twoVersions()
    const refusals: [body: object, code: string][] = [
      [{ ...versions, toVersionId: other.versions.toVersionId }, 'E_UNKNOWN_VERSION'],
      [{ ...versions, toVersionId: versions.fromVersionId }, 'E_SAME_VERSION'],
      [{ ...versions, toVersionId: 'newest' }, 'E_VALIDATION'],
      [{ ...versions, nodes: { start: { action: 'fly' } } }, 'E_VALIDATION'],
      [{ ...versions, nodes: { start: { action: 'move' } } }, 'E_VALIDATION'],
      [{ ...versions, nodes: { nowhere: { action: 'exit' } } }, 'E_VALIDATION'],
      [{ ...versions, nodes: { start: { action: 'move', to: 'nowhere' } } }, 'E_VALIDATION'],
    ]
    for (const [body, code] of refusals)
      for (const address of [path, `${path}/preview`]) {
        const answer = await api.post(address, body)
        assert.deepEqual([answer.status, answer.body.code], [422, code], JSON.stringify(body))
      }
    const { body } = await api.post<{ errors: { code: string; path: string }[] }>(path, {
      ...versions,
      nodes: { start: { action: 'move', to: 'nowhere' } },
    })
    assert.deepInclude(body.errors[0] ?? {}, { code: 'E_UNKNOWN_TARGET', path: 'nodes.start' })
    assert.deepEqual((await api.expect<{ data: unknown[] }>(200, api.get(path))).data, [])
  })

  test('that a stale preview was the reason for are refused with the nodes that it lacked', async ({ assert }) => {
    const { path, versions } = await twoVersions()
    const answer = await api.post(path, { ...versions, seen: ['text'] })
    assert.deepEqual([answer.status, answer.body.code, answer.body.nodes], [409, 'E_STALE_PREVIEW', ['start']])
    assert.deepEqual((await api.expect<{ data: unknown[] }>(200, api.get(path))).data, [])
  })

  test('of another workspace can be neither seen, begun nor undone', async ({ assert }) => {
    const { path, versions } = await twoVersions()
    const { id } = await api.expect<Migration>(202, api.post(path, versions))
    await done(path, id)
    const stranger = (await newTenant(stack, api, { name: 'Strangers' })).api
    const answers = [
      await stranger.post(`${path}/preview`, versions),
      await stranger.post(path, versions),
      await stranger.get(path),
      await stranger.get(`${path}/${id}`),
      await stranger.post(`${path}/${id}/undo`),
    ]
    for (const { status, body } of answers) assert.deepEqual([status, body.code], [404, 'E_NOT_FOUND'])
    const own = await twoVersions(stranger)
    const borrowed = await stranger.post(own.path, { ...own.versions, toVersionId: versions.toVersionId })
    assert.equal(borrowed.body.code, 'E_UNKNOWN_VERSION')
    assert.equal((await done(path, id)).status, 'done')
  })

  test('may be looked at by who may only read, and begun by nobody of those', async ({ assert }) => {
    const { path, versions } = await twoVersions()
    const { workspace } = await api.expect<{ workspace: Made }>(200, api.get('/api/auth/me'))
    const reader = new Api(stack.url, await tokenFor(stack, workspace.id, '--scope', 'workflows:read'))
    assert.equal((await reader.post(`${path}/preview`, versions)).status, 200)
    assert.equal((await reader.post(path, versions)).status, 403)
  })

  test('broken off by the end of the server are carried on by the next one', async ({ assert }) => {
    const { id, path, versions } = await twoVersions()
    const { rows } = await database.query<{ id: string }>(
      `INSERT INTO run_migrations (workspace_id, workflow_id, from_version_id, to_version_id, touched_at)
       SELECT workspace_id, id, $2, $3, now() - interval '1 minute' FROM workflows WHERE id = $1 RETURNING id`,
      [id, versions.fromVersionId, versions.toVersionId],
    )
    assert.equal((await api.post(path, versions)).body.code, 'E_MIGRATION_RUNNING')
    assert.deepInclude((await done(path, rows[0]?.id ?? '')).counts, { goOn: 1 })
  }).timeout(30_000)
})
