import { test } from '@japa/runner'
import { keepStepMonths } from '#app/retention/step_months'
import { withUpkeepSession } from '#app/retention/upkeep_session'
import { EngineWorld, text, trigger } from './engine_world.ts'
import { pastRun, stepsOf, upkeep } from './retention_support.ts'

const keepMonths = (world: EngineWorld): Promise<boolean | null> =>
  withUpkeepSession(world.url, (client) => keepStepMonths(client))

test.group('Months of steps', (group) => {
  group.each.timeout(30_000)

  test('are there before the first run of the month begins', async ({ assert, cleanup }) => {
    const world = await EngineWorld.create(cleanup)
    const months = `
      SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'steps'::regclass AND c.relname <> 'steps_default' ORDER BY 1`
    const { rows: made } = await world.pool.query<{ name: string }>(months)
    assert.lengthOf(made, 3)
    for (const { name } of made) await world.pool.query(`DROP TABLE ${name}`)
    assert.isTrue(await keepMonths(world))
    assert.deepEqual((await world.pool.query(months)).rows, made)
  })

  test('take over the steps of a month that nobody had made a place for, and count none of them twice', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    const { id, workflowId } = await pastRun(world, { began: 5, ended: 4 })
    const ahead = await pastRun(world, { began: -7, ended: null })
    const where = `SELECT DISTINCT tableoid::regclass::text AS place FROM steps WHERE run_id = $1`
    assert.equal((await world.one<{ place: string }>(where, [id])).place, 'steps_default')
    assert.isTrue(await keepMonths(world))
    assert.match((await world.one<{ place: string }>(where, [id])).place, /^steps_\d{4}_\d{2}$/)
    assert.match((await world.one<{ place: string }>(where, [ahead.id])).place, /^steps_\d{4}_\d{2}$/)
    assert.equal(await stepsOf(world, id), 3)
    const { n } = await world.one<{ n: number }>(
      `SELECT sum(n)::integer AS n FROM workflow_counts WHERE workflow_id = $1 AND node_id <> ''`,
      [workflowId],
    )
    assert.equal(n, 3)
    const { rows } = await world.pool.query(`SELECT FROM pg_class WHERE relname LIKE 'steps\\_aside%'`)
    assert.lengthOf(rows, 0)
  })

  test('bring nothing back of a person who was erased while steps were moved', async ({ assert, cleanup }) => {
    const world = await EngineWorld.create(cleanup)
    const { id, contactId } = await pastRun(world, { began: 5, ended: 4 })
    await withUpkeepSession(world.url, async (client) => {
      await client.query(`ALTER TABLE steps DETACH PARTITION steps_default`)
      await client.query(`ALTER TABLE steps_default RENAME TO steps_aside_1`)
      await client.query(`ALTER INDEX steps_default_pkey RENAME TO steps_aside_1_pkey`)
      await client.query(`CREATE TABLE steps_default PARTITION OF steps DEFAULT`)
      await client.query('DELETE FROM contacts WHERE id = $1', [contactId])
    })
    assert.isTrue(await keepMonths(world))
    assert.equal(await stepsOf(world, id), 0)
  })

  test('are made beside a long reader without holding up the engine for longer than a moment', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    const { id } = await pastRun(world, { began: 5, ended: 4 })
    const reader = await world.pool.connect()
    await reader.query('BEGIN')
    await reader.query('SELECT count(*) FROM steps')
    let longest = 0
    let over = false
    const busy = (async () => {
      for (let seq = 100; !over; seq += 1) {
        const begun = performance.now()
        await world.pool.query(
          `INSERT INTO steps (run_id, seq, workspace_id, started_at, finished_at, node_id, node_type, status)
           VALUES ($1, $2, $3, now(), now(), 'a', 'send_sms', 'completed')`,
          [id, seq, world.workspaceId],
        )
        longest = Math.max(longest, performance.now() - begun)
      }
    })()
    const keeping = keepMonths(world)
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    await reader.query('ROLLBACK')
    reader.release()
    assert.isTrue(await keeping)
    over = true
    await busy
    // Its lock timeout is 200 ms, the rest is for a busy machine; without one it would be the reader's whole 3 s.
    assert.isBelow(longest, 2_000)
    const { rows } = await world.pool.query('SELECT FROM steps_default')
    assert.isAtMost(rows.length, 1)
  })

  test('are kept by one process at a time', async ({ assert, cleanup }) => {
    const world = await EngineWorld.create(cleanup)
    const second = await withUpkeepSession(world.url, () => withUpkeepSession(world.url, async () => 'both'))
    assert.isNull(second)
  })
})

test.group('What is counted', (group) => {
  group.each.timeout(60_000)

  test('shows on the canvas every visit, also after the counts were added up', async ({ assert, cleanup }) => {
    const world = await EngineWorld.create(cleanup)
    const workflowId = await world.publish([trigger({ on: 'tag_added', tag: 'joy' }), text('hello')])
    const read = () =>
      world.one<{ counts: Record<string, number> }>(
        `SELECT jsonb_object_agg(node_id || ':' || status, n) AS counts FROM (
           SELECT node_id, status, sum(n) AS n FROM workflow_counts WHERE workflow_id = $1 GROUP BY 1, 2) c`,
        [workflowId],
      )
    await world.start()
    const contactId = await world.contact()
    await world.pool.query(
      `INSERT INTO runs (workspace_id, workflow_id, version_id, contact_id, wake_at, entered_at, started_at, status, node_id)
       SELECT $1, $2, published_version_id, $3, now(), now(), now(), 'ready', 'start' FROM workflows WHERE id = $2`,
      [world.workspaceId, workflowId, contactId],
    )
    await world.until('the run ends', `SELECT bool_and(finished_at IS NOT NULL) AS ok FROM runs`)
    const counts = { 'start:completed': 1, 'hello:completed': 1, ':completed': 1 }
    assert.deepEqual((await read()).counts, counts)
    await world.pool.query(`UPDATE workflow_counts SET at = now() - interval '1 hour'`)
    await upkeep(world)
    assert.deepEqual((await read()).counts, counts)
    const { rows } = await world.pool.query('SELECT FROM workflow_counts WHERE at IS NOT NULL')
    assert.lengthOf(rows, 0)
  })
})
