import { test } from '@japa/runner'
import { enroll } from '#app/engine/enroll'
import { EngineWorld, text, trigger } from './engine_world.ts'

test.group('A run that cannot be written', (group) => {
  group.each.timeout(60_000)

  test('is set aside as failed with its reason; the others of its batch go on', async ({ assert, cleanup }) => {
    const world = await EngineWorld.create(cleanup)
    const workflowId = await world.publish([trigger(), text('hello', 'Hi {{ contact.firstName }}')])
    const contactIds = await Promise.all(
      Array.from({ length: 20 }, (_, n) => world.contact({ firstName: n === 7 ? 'Nul' : `No ${n}` })),
    )
    // Postgres takes no NUL in a text; nothing else of this contact is wrong.
    await world.pool.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW.body = 'Hi Nul' THEN RAISE EXCEPTION 'a text that cannot be stored' USING ERRCODE = '22000'; END IF; RETURN NEW; END $$`)
    await world.pool.query('CREATE TRIGGER refuse BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION refuse()')
    await enroll(world.pool, { workspaceId: world.workspaceId, workflowId }, { contactIds })
    await world.start()
    await world.until('all have ended', `SELECT count(*) = 20 AS ok FROM runs WHERE finished_at IS NOT NULL`)
    const failed = await world.one<{ exit_reason: string; detail: { error: string } }>(
      `SELECT r.exit_reason, s.detail FROM runs r JOIN steps s ON s.run_id = r.id AND s.status = 'failed' WHERE r.status = 'failed'`,
    )
    assert.equal(failed.exit_reason, 'engine_error')
    assert.include(failed.detail.error, 'cannot be stored')
    assert.lengthOf(world.sent, 19)
    assert.lengthOf(
      world.reports.filter((report) => report.kind === 'poison'),
      1,
    )
  })

  test('of a version that can no longer be read fails alone', async ({ assert, cleanup }) => {
    const world = await EngineWorld.create(cleanup)
    const good = await world.publish([trigger(), text('hello')])
    const bad = await world.publish([trigger(), text('hello')])
    await world.pool.query('ALTER TABLE workflow_versions DISABLE TRIGGER ALL')
    await world.pool.query(
      `UPDATE workflow_versions SET graph = jsonb_set(graph, '{nodes}', '"none"') WHERE workflow_id = $1`,
      [bad],
    )
    const contactIds = [await world.contact()]
    for (const workflowId of [good, bad])
      await enroll(world.pool, { workspaceId: world.workspaceId, workflowId }, { contactIds })
    await world.start()
    await world.until('both have ended', `SELECT count(*) = 2 AS ok FROM runs WHERE finished_at IS NOT NULL`)
    const { rows } = await world.pool.query<{ status: string }>('SELECT status FROM runs ORDER BY status')
    assert.deepEqual(
      rows.map((row) => row.status),
      ['completed', 'failed'],
    )
  })
})
