import { createHash } from 'node:crypto'
import { test } from '@japa/runner'
import { Egress } from '@soniarose/egress'
import { enroll } from '#app/engine/enroll'
import { createSecretBox } from '#app/core/secret_box'
import { SandboxedPlugins } from '#app/outside/sandboxed_plugins'
import { EngineWorld, text, trigger } from '../engine/engine_world.ts'
import { Stack } from '../../support/stack.ts'

const DONE = `SELECT count(*) = 1 AS ok FROM runs WHERE status = 'completed'`
const box = createSecretBox('a key for tests that is long enough')

interface Permissions {
  secrets?: string[]
  http?: string[]
  write?: string[]
}

const manifestOf = (name: string, { secrets = [], http = [], write = [] }: Permissions) => ({
  ...{ name, version: '1.0.0', api: 1, title: name, description: '', entry: 'dist/plugin.js' },
  nodes: [{ name: 'go', title: 'Go', description: '', input: {}, output: {}, outcomes: ['done'] }],
  permissions: { http, secrets, contact: { read: [], write } },
  limits: { timeoutMs: 5_000, memoryMb: 64, fetches: 10 },
})

/** Installs a plugin whose one node runs `body`. */
async function install(world: EngineWorld, name: string, permissions: Permissions, body: string): Promise<void> {
  const bundle = `var __plugin = { nodes: [{ name: 'go', async run(context) { ${body} } }] };`
  await world.pool.query(
    'INSERT INTO plugins (workspace_id, name, version, manifest, bundle, bundle_sha256) VALUES ($1, $2, $3, $4, $5, $6)',
    [
      ...[world.workspaceId, name, '1.0.0', manifestOf(name, permissions), bundle],
      createHash('sha256').update(bundle).digest('hex'),
    ],
  )
}

/** A contact's run that has asked a plugin, answered by the plugins themselves. */
async function callFor(
  world: EngineWorld,
  cleanup: (undo: () => Promise<void>) => void,
  name: string,
  egress?: Egress,
) {
  const plugins = new SandboxedPlugins(world.pool, (sealed) => box.open(sealed), egress)
  cleanup(() => plugins.stop())
  const workflowId = await world.publish([
    trigger(),
    { id: 'ask', type: 'plugin', data: { plugin: name, node: 'go', input: {} }, handle: 'done' },
    text('after', 'Hello {{ contact.firstName }}, you like {{ contact.attributes.mood }}'),
  ])
  const contactId = await world.contact({ firstName: 'Old' })
  world.ask = (call) => plugins.call(call)
  await world.start()
  await enroll(world.pool, { workspaceId: world.workspaceId, workflowId }, { contactIds: [contactId] })
  return contactId
}

test.group('A plugin', (group) => {
  group.each.timeout(40_000)

  test('changes what its manifest names of a contact, with its result, and the timeline says who did', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    await install(
      world,
      'namer',
      { write: ['firstName', 'attributes.mood'] },
      `context.setContact({ firstName: 'New', 'attributes.mood': 'roses' }); return { outcome: 'done', output: {} }`,
    )
    const contactId = await callFor(world, cleanup, 'namer')
    await world.until('the run is done', DONE)
    assert.equal(world.sent[0]?.body, 'Hello New, you like roses')
    const note = await world.one<{ summary: string; data: Record<string, unknown> }>(
      `SELECT summary, data FROM timeline_events WHERE contact_id = $1 AND kind = 'field_changed'`,
      [contactId],
    )
    assert.equal(note.summary, 'Changed firstName, mood by the plugin namer')
    assert.deepInclude(note.data, { firstName: 'New', mood: 'roses', plugin: 'namer', nodeId: 'ask' })
  })

  for (const [what, write, patch] of [
    ['a field that its manifest does not name', ['firstName'], `{ lastName: 'Evil' }`],
    ['a consent, though its manifest names it', ['optInStatus'], `{ optInStatus: 'opted_in' }`],
    ['another number, though its manifest names it', ['phone'], `{ phone: '+19005550000' }`],
    ['what does not fit its field', ['timeZone'], `{ timeZone: 'Mars/Olympus' }`],
  ] as const) {
    test(`that writes ${what} fails, and nothing of the contact changes`, async ({ assert, cleanup }) => {
      const world = await EngineWorld.create(cleanup)
      const body = `context.setContact(${patch}); return { outcome: 'done', output: {} }`
      await install(world, 'evil', { write: [...write] }, body)
      const contactId = await callFor(world, cleanup, 'evil')
      await world.until('the run is done', `SELECT count(*) = 1 AS ok FROM runs WHERE finished_at IS NOT NULL`)
      const contact = await world.one<Record<string, unknown>>(
        'SELECT first_name, last_name, time_zone, opt_in_status FROM contacts WHERE id = $1',
        [contactId],
      )
      assert.deepEqual(contact, { first_name: 'Old', last_name: null, time_zone: null, opt_in_status: 'opted_in' })
      const step = await world.one<{ outcome: string }>(`SELECT outcome FROM steps WHERE node_id = 'ask'`)
      assert.equal(step.outcome, 'failed')
    })
  }

  test('gets its own secrets filled in on the way out, never sees them, and never gets another’s', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    const seen: string[] = []
    class Listening extends Egress {
      override async fetch(request: Parameters<Egress['fetch']>[0]) {
        seen.push(JSON.stringify(request.headers))
        return { status: 200, headers: {}, body: Buffer.from('{}') } as Awaited<ReturnType<Egress['fetch']>>
      }
    }
    const body = `
      const ask = async (name) => { try { await context.fetch('https://api.example.com/', { headers: { authorization: 'Bearer {{secret:' + name + '}}' } }); return 'sent' } catch (error) { return 'refused' } };
      return { outcome: 'done', output: { own: await ask('API_KEY'), other: await ask('OTHER_KEY'), seen: JSON.stringify(context) } }`
    await install(world, 'caller', { http: ['api.example.com'], secrets: ['API_KEY'] }, body)
    for (const [plugin, name] of [
      ['caller', 'API_KEY'],
      ['caller', 'OTHER_KEY'],
      ['another', 'API_KEY'],
    ])
      await world.pool.query('INSERT INTO plugin_secrets (workspace_id, plugin, name, value) VALUES ($1, $2, $3, $4)', [
        world.workspaceId,
        plugin,
        name,
        box.seal(`value of ${plugin} ${name}`),
      ])
    await callFor(world, cleanup, 'caller', new Listening())
    await world.until('the run is done', DONE)
    assert.deepEqual(seen, ['{"authorization":"Bearer value of caller API_KEY"}'])
    const kept = await world.one<{ all: string }>(
      `SELECT (SELECT jsonb_agg(to_jsonb(e))::text FROM effects e) || (SELECT jsonb_agg(to_jsonb(s))::text FROM steps s)
         || (SELECT jsonb_agg(to_jsonb(r))::text FROM runs r) AS all`,
    )
    assert.include(kept.all, 'refused')
    assert.notInclude(kept.all, 'value of')
    assert.notInclude(JSON.stringify(world.reports), 'value of')
  })
})

test.group('The secrets of a plugin', () => {
  test('are set over the API by who may, and never come back out of it, the log or the database', async ({
    assert,
    cleanup,
  }) => {
    const stack = await Stack.start({ demo: false, workers: 0 })
    cleanup(() => stack.stop())
    const api = await stack.api()
    const path = '/api/plugins/joy-quotes/secrets'
    assert.deepEqual((await api.expect<{ data: unknown[] }>(200, api.get(path))).data, [])
    assert.equal((await api.put(path, { secrets: { API_KEY: 'x' } })).status, 422)
    assert.equal((await api.put('/api/plugins/nobody/secrets', { secrets: {} })).status, 404)
    const pg = await import('pg')
    const db = new pg.default.Pool({ connectionString: stack.databaseUrl, max: 1 })
    cleanup(() => db.end())
    await db.query(
      `UPDATE plugins SET manifest = jsonb_set(manifest, '{permissions}', '{"secrets": ["API_KEY", "OTHER_KEY"]}')`,
    )
    const set = await api.expect(200, api.put(path, { secrets: { API_KEY: 'a very secret value' } }))
    assert.containSubset(set, {
      data: [
        { name: 'API_KEY', isSet: true },
        { name: 'OTHER_KEY', isSet: false, updatedAt: null },
      ],
    })
    const everywhere = JSON.stringify([
      set,
      await api.expect(200, api.get(path)),
      await api.expect(200, api.get('/api/plugins')),
      (await db.query('SELECT * FROM plugin_secrets')).rows,
      (await db.query('SELECT * FROM audit_log')).rows,
      stack.server.output,
    ])
    assert.notInclude(everywhere, 'a very secret value')
    assert.include(everywhere, 'plugin.secrets')
    const { rows } = await db.query<{ value: string }>('SELECT value FROM plugin_secrets')
    assert.equal(box.open(rows[0]?.value ?? ''), 'a very secret value')
    const cleared = await api.expect(200, api.put(path, { secrets: { API_KEY: null } }))
    assert.containSubset(cleared, { data: [{ name: 'API_KEY', isWanted: true, isSet: false }] })
    assert.lengthOf((await db.query('SELECT FROM plugin_secrets')).rows, 0)
    await api.expect(200, api.put(path, { secrets: { OTHER_KEY: 'left behind' } }))
    await db.query(`UPDATE plugins SET manifest = jsonb_set(manifest, '{permissions}', '{"secrets": ["API_KEY"]}')`)
    assert.containSubset(await api.expect(200, api.get(path)), {
      data: [
        { name: 'API_KEY', isWanted: true, isSet: false },
        { name: 'OTHER_KEY', isWanted: false, isSet: true },
      ],
    })
    const removed = await api.expect(200, api.put(path, { secrets: { OTHER_KEY: null } }))
    assert.deepEqual(removed, { data: [{ name: 'API_KEY', isWanted: true, isSet: false, updatedAt: null }] })
  })
})
