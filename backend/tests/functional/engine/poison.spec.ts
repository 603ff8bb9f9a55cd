import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { enroll } from '#app/engine/enroll'
import { Program } from '../../support/processes.ts'
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

test.group('A run that kills every worker that advances it', (group) => {
  group.each.timeout(90_000)

  test('is given up after four deaths, and the forty others of its batch go on as if it were not there', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    const dataDir = await mkdtemp(join(tmpdir(), 'soniarose-deadly-'))
    cleanup(() => rm(dataDir, { recursive: true, force: true }))
    const workflowId = await world.publish([trigger(), text('hello')])
    const contactIds = await Promise.all(
      Array.from({ length: 41 }, (_, n) => world.contact({ firstName: n === 20 ? 'Deadly' : `No ${n}` })),
    )
    await enroll(world.pool, { workspaceId: world.workspaceId, workflowId }, { contactIds })
    const begin = (): Program => new Program('tests/functional/engine/deadly_worker.ts', [world.url, dataDir], {})
    let deaths = 0
    let worker = begin()
    cleanup(() => worker.kill())
    // A text that was on its way when a worker died is unknown, and its run waits to learn of it.
    const isOver = async (): Promise<boolean> =>
      (
        await world.one<{ ok: boolean }>(`SELECT count(*) = 0 AS ok FROM runs r WHERE r.finished_at IS NULL
          AND NOT EXISTS (SELECT FROM messages m WHERE m.run_id = r.id AND m.status = 'unknown')`)
      ).ok
    while (!(await isOver()) && deaths < 10) {
      if (worker.ended) {
        deaths += 1
        worker = begin()
      } else await new Promise((next) => setTimeout(next, 50))
    }
    const { rows } = await world.pool.query<{ first_name: string; status: string; error: string | null }>(
      `SELECT c.first_name, r.status, s.detail->>'error' AS error FROM runs r JOIN contacts c ON c.id = r.contact_id
       LEFT JOIN steps s ON s.run_id = r.id AND s.status = 'failed' WHERE r.status = 'failed'`,
    )
    assert.deepEqual(rows, [
      {
        first_name: 'Deadly',
        status: 'failed',
        error: 'The worker that advanced this run died of it again and again.',
      },
    ])
    assert.equal(deaths, 4)
    const texts = await world.one<{ people: number; texts: number }>(
      'SELECT count(DISTINCT contact_id)::integer AS people, count(*)::integer AS texts FROM messages',
    )
    assert.deepEqual(texts, { people: 40, texts: 40 })
  })
})
