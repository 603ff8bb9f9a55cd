import { test } from '@japa/runner'
import { EngineWorld } from './engine_world.ts'
import { pastRun, retain, secondWorkspace, stepsOf, upkeep } from './retention_support.ts'

/** A text of so many months ago. */
async function pastText(world: EngineWorld, contactId: string, past: { months: number; direction?: string }) {
  const { id } = await world.one<{ id: string }>(
    `INSERT INTO messages (id, workspace_id, contact_id, created_at, sent_at, direction, status, provider_sid, to_address, body, gate)
     VALUES (uuidv7(-make_interval(months => $3)), $1, $2, now() - make_interval(months => $3), now() - make_interval(months => $3),
       $4, CASE $4 WHEN 'inbound' THEN 'received' ELSE 'delivered' END, 'SM' || replace(gen_random_uuid()::text, '-', ''), '+14155550100',
       'Hello Ada', '{"outcome": "send"}') RETURNING id`,
    [world.workspaceId, contactId, past.months, past.direction ?? 'outbound'],
  )
  return id
}

interface Text {
  body: string
  cleared: boolean
  status: string
  gate: { outcome: string } | null
  sent_at: Date | null
}

const textOf = (world: EngineWorld, id: string): Promise<Text> =>
  world.one<Text>('SELECT body, cleared_at IS NOT NULL AS cleared, status, gate, sent_at FROM messages WHERE id = $1', [
    id,
  ])

test.group('Retention of runs', (group) => {
  group.each.timeout(30_000)

  test('keeps everything for whoever has never set it', async ({ assert, cleanup }) => {
    const world = await EngineWorld.create(cleanup)
    const { id } = await pastRun(world, { began: 60, ended: 59 })
    await upkeep(world)
    assert.equal(await stepsOf(world, id), 3)
  })

  test('drops steps, calls and variables of runs that ended long ago; the run and the counts on the canvas stay', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    await retain(world, { steps: 12, texts: null, webhookDays: 90 })
    const old = await pastRun(world, { began: 14, ended: 13 })
    const young = await pastRun(world, { began: 14, ended: 11 })
    await upkeep(world)
    assert.equal(await stepsOf(world, old.id), 0)
    assert.equal(await stepsOf(world, young.id), 3)
    const run = await world.one<{ vars: object; status: string; archived: boolean; calls: number }>(
      `SELECT vars, status, archived_at IS NOT NULL AS archived,
         (SELECT count(*)::integer FROM effects WHERE run_id = runs.id) AS calls FROM runs WHERE id = $1`,
      [old.id],
    )
    assert.deepEqual(run, { vars: {}, status: 'completed', archived: true, calls: 0 })
    const { n } = await world.one<{ n: number }>(
      `SELECT sum(n)::integer AS n FROM workflow_counts WHERE workflow_id = $1 AND node_id <> ''`,
      [old.workflowId],
    )
    assert.equal(n, 3)
  })

  test('leaves a run under way all of its steps, however long ago it began', async ({ assert, cleanup }) => {
    const world = await EngineWorld.create(cleanup)
    await retain(world, { steps: 1, texts: null, webhookDays: 90 })
    const waiting = await pastRun(world, { began: 30, ended: null })
    const ended = await pastRun(world, { began: 30, ended: 29 })
    await upkeep(world)
    assert.equal(await stepsOf(world, waiting.id), 3)
    assert.equal(await stepsOf(world, ended.id), 0)
  })

  test("leaves a neighbour's runs of the same month alone, and takes the month away once nobody wants it", async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    const neighbour = await secondWorkspace(world)
    await retain(world, { steps: 6, texts: null, webhookDays: 90 })
    const mine = await pastRun(world, { began: 20, ended: 19 })
    const theirs = await pastRun(world, { began: 20, ended: 19, workspaceId: neighbour })
    await upkeep(world)
    assert.equal(await stepsOf(world, mine.id), 0)
    assert.equal(await stepsOf(world, theirs.id), 3)
    const { place } = await world.one<{ place: string }>(
      'SELECT DISTINCT tableoid::regclass::text AS place FROM steps WHERE run_id = $1',
      [theirs.id],
    )
    await retain(world, { steps: 6, texts: null, webhookDays: 90 }, neighbour)
    await upkeep(world)
    assert.equal(await stepsOf(world, theirs.id), 0)
    assert.isNull((await world.one<{ there: string | null }>('SELECT to_regclass($1)::text AS there', [place])).there)
  })

  test('is told in the audit log', async ({ assert, cleanup }) => {
    const world = await EngineWorld.create(cleanup)
    await retain(world, { steps: 6, texts: null, webhookDays: 90 })
    await pastRun(world, { began: 20, ended: 19 })
    await upkeep(world)
    await upkeep(world)
    const { data } = await world.one<{ data: { runsArchived: number; steps: number } }>(
      `SELECT data FROM audit_log WHERE workspace_id = $1 AND action = 'retention.apply'`,
      [world.workspaceId],
    )
    assert.containsSubset(data, { runsArchived: 1, steps: 6 })
  })
})

test.group('Retention of texts', (group) => {
  group.each.timeout(30_000)

  test('empties the words and keeps the proof of who was texted when, and why', async ({ assert, cleanup }) => {
    const world = await EngineWorld.create(cleanup)
    await retain(world, { steps: null, texts: 60, webhookDays: 90 })
    const contactId = await world.contact()
    const old = await pastText(world, contactId, { months: 61 })
    const young = await pastText(world, contactId, { months: 59 })
    await upkeep(world)
    const emptied = await textOf(world, old)
    assert.containsSubset(emptied, { body: '', cleared: true, status: 'delivered', gate: { outcome: 'send' } })
    assert.isNotNull(emptied.sent_at)
    assert.containsSubset(await textOf(world, young), { body: 'Hello Ada', cleared: false })
  })

  test('never touches consents, opt-outs, the suppression list, nor the words that they rest on', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    await retain(world, { steps: 1, texts: 1, webhookDays: 7 })
    const contactId = await world.contact()
    const yes = await pastText(world, contactId, { months: 30, direction: 'inbound' })
    const stop = await pastText(world, contactId, { months: 20, direction: 'inbound' })
    const chat = await pastText(world, contactId, { months: 10, direction: 'inbound' })
    await world.pool.query(
      `INSERT INTO consents (workspace_id, contact_id, phone, status, source, wording, message_id, at)
       VALUES ($1, $2, '+14155550001', 'opted_in', 'double_opt_in', 'Reply YES', $3, now() - interval '30 months')`,
      [world.workspaceId, contactId, yes],
    )
    await world.pool.query(
      `INSERT INTO compliance_events (workspace_id, contact_id, phone, kind, source, text, message_id, at)
       VALUES ($1, $2, '+14155550001', 'stop', 'keyword', 'STOP', $3, now() - interval '20 months')`,
      [world.workspaceId, contactId, stop],
    )
    await world.pool.query(
      `INSERT INTO suppressions (workspace_id, phone, reason, source, at) VALUES ($1, '+14155550001', 'stop', 'keyword', now() - interval '20 months')`,
      [world.workspaceId],
    )
    await upkeep(world)
    assert.equal((await textOf(world, yes)).body, 'Hello Ada')
    assert.equal((await textOf(world, stop)).body, 'Hello Ada')
    assert.equal((await textOf(world, chat)).body, '')
    const kept = await world.one<{ consents: number; events: number; suppressions: number }>(
      `SELECT (SELECT count(*)::integer FROM consents) AS consents, (SELECT count(*)::integer FROM compliance_events) AS events,
         (SELECT count(*)::integer FROM suppressions) AS suppressions`,
    )
    assert.deepEqual(kept, { consents: 1, events: 1, suppressions: 1 })
  })

  test("drops the carrier's raw calls after ninety days, where nobody says otherwise", async ({ assert, cleanup }) => {
    const world = await EngineWorld.create(cleanup)
    const neighbour = await secondWorkspace(world)
    await retain(world, { steps: null, texts: null, webhookDays: null }, neighbour)
    const keep = `
      INSERT INTO webhook_events (id, workspace_id, kind, event_key, path, params)
      SELECT uuidv7(-make_interval(days => $2)), $1, 'status', $3 || n, '/', '{}' FROM generate_series(1, $4::integer) n`
    await world.pool.query(keep, [world.workspaceId, 91, 'old', 1_500])
    await world.pool.query(keep, [world.workspaceId, 89, 'young', 1])
    await world.pool.query(keep, [neighbour, 400, 'theirs', 1])
    await world.pool.query(keep, [null, 91, 'nobody', 1])
    await upkeep(world)
    const { rows } = await world.pool.query<{ key: string }>('SELECT event_key AS key FROM webhook_events ORDER BY 1')
    assert.deepEqual(
      rows.map((row) => row.key),
      ['theirs1', 'young1'],
    )
  })
})
