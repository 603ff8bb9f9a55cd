import { test } from '@japa/runner'
import { EngineWorld, text, trigger } from './engine_world.ts'

const END = { id: 'end', type: 'exit', data: {} }

/** People whose text was due so many minutes ago and is held, each with the run that waits for it. */
async function holdTexts(
  world: EngineWorld,
  workflowId: string,
  held: { by: string; minutes: number[]; zone?: string },
) {
  await world.pool.query(
    `WITH people AS (
       INSERT INTO contacts (workspace_id, phone, first_name, opt_in_status, time_zone, created_at, updated_at)
       SELECT $1, '+1415' || (5550000 + o.place), o.minutes, 'opted_in', $5, now(), now()
       FROM unnest($4::integer[]) WITH ORDINALITY AS o(minutes, place) RETURNING id, first_name::integer AS minutes
     ), started AS (
       INSERT INTO runs (workspace_id, workflow_id, version_id, contact_id, entered_at, started_at, status, node_id, seq,
         wait_kind, wait_key)
       SELECT $1, $2, f.published_version_id, p.id, now(), now(), 'waiting', 'only', 2, 'message', uuidv7()
       FROM people p JOIN workflows f ON f.id = $2 RETURNING id, contact_id, wait_key
     )
     INSERT INTO messages (id, workspace_id, contact_id, run_id, step_seq, created_at, held_since, direction, status, held_by,
       node_id, to_address, body, segments)
     SELECT s.wait_key::uuid, $1, s.contact_id, s.id, 2, now() - interval '30 days', now() - make_interval(mins => p.minutes),
       'outbound', 'held', $3, 'only', '+14155550000', 'Held', 1
     FROM started s JOIN people p ON p.id = s.contact_id`,
    [world.workspaceId, workflowId, held.by, held.minutes, held.zone ?? null],
  )
}

const thaw = (world: EngineWorld, rules: object[]): Promise<unknown> =>
  world.pool.query(
    `UPDATE workspaces SET frozen_at = NULL, thaw = jsonb_build_object('at', workspace_now(id), 'rules', $1::jsonb)`,
    [JSON.stringify(rules)],
  )

const OUTCOMES = `SELECT c.first_name::integer AS minutes, m.status, m.reason, r.status AS run
  FROM messages m JOIN contacts c ON c.id = m.contact_id JOIN runs r ON r.id = m.run_id ORDER BY 1`

test.group('After a freeze of eleven hours', (group) => {
  group.each.timeout(60_000)

  test('young texts go out, old ones are skipped and their runs go on, those between come at their time of day', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    const workflowId = await world.publish([trigger(), text('only'), END])
    await world.pool.query('UPDATE workspaces SET frozen_at = now()')
    const zone = 'America/New_York'
    await holdTexts(world, workflowId, { by: world.workspaceId, minutes: [5, 90, 660], zone })
    await thaw(world, [
      { seconds: 3_600, then: 'retime' },
      { seconds: 36_000, then: 'skip' },
    ])
    await world.start()
    await world.until('two have ended', `SELECT count(*) = 2 AS ok FROM runs WHERE finished_at IS NOT NULL`)
    const { rows } = await world.pool.query(OUTCOMES)
    assert.deepEqual(rows, [
      { minutes: 5, status: 'queued', reason: null, run: 'completed' },
      { minutes: 90, status: 'held', reason: 'retimed', run: 'waiting' },
      { minutes: 660, status: 'skipped', reason: 'frozen_too_long', run: 'completed' },
    ])
    const retimed = await world.one<{ hours: number }>(
      `SELECT extract(epoch FROM send_after - now())::float8 / 3600 AS hours FROM messages WHERE reason = 'retimed'`,
    )
    assert.isTrue(retimed.hours > 21 && retimed.hours < 24, `in ${retimed.hours} hours`)
    const step = await world.one<{ status: string; detail: { reason: string } }>(
      `SELECT s.status, s.detail FROM steps s WHERE s.status = 'skipped'`,
    )
    assert.equal(step.detail.reason, 'frozen_too_long')
  })

  test('more texts than one portion holds are skipped by the same rule, and each run goes on once', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    const workflowId = await world.publish([trigger(), text('only'), END])
    await world.pool.query('UPDATE workspaces SET frozen_at = now()')
    await holdTexts(world, workflowId, { by: world.workspaceId, minutes: Array.from({ length: 5_300 }, () => 600) })
    await thaw(world, [{ seconds: 3_600, then: 'skip' }])
    const left = await world.one<{ count: number }>(
      `SELECT count(*)::integer AS count FROM messages WHERE status = 'held'`,
    )
    assert.equal(left.count, 300, 'the lifting itself must not hold locks on more than a portion')
    await world.start()
    await world.until('all have ended', `SELECT count(*) = 5300 AS ok FROM runs WHERE status = 'completed'`)
    const steps = await world.one<{ count: number; runs: number }>(
      `SELECT count(*)::integer AS count, count(DISTINCT run_id)::integer AS runs FROM steps WHERE node_id = 'only' AND status = 'skipped'`,
    )
    assert.deepEqual(steps, { count: 5_300, runs: 5_300 })
    assert.lengthOf(world.sent, 0)
  })

  test('a freeze that is lifted without a word sends everything, whatever the rule of an earlier thaw was', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    const workflowId = await world.publish([trigger(), text('only'), END])
    await world.pool.query('UPDATE workspaces SET frozen_at = now()')
    await thaw(world, [{ seconds: 1, then: 'skip' }])
    await world.pool.query('UPDATE workspaces SET frozen_at = now()')
    await holdTexts(world, workflowId, { by: world.workspaceId, minutes: [600] })
    await world.pool.query('UPDATE workspaces SET frozen_at = NULL')
    await world.start()
    await world.until('it is sent', `SELECT count(*) = 1 AS ok FROM runs WHERE status = 'completed'`)
    assert.lengthOf(world.sent, 1)
  })

  test('a run that somebody holds at that moment loses nothing: its text has its turn in the next portion', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    const workflowId = await world.publish([trigger(), text('only'), END])
    await world.pool.query(`UPDATE workflows SET status = 'paused'`)
    await holdTexts(world, workflowId, { by: workflowId, minutes: [600, 601] })
    const busy = await world.pool.connect()
    await busy.query('BEGIN')
    await busy.query('SELECT FROM runs ORDER BY id LIMIT 1 FOR UPDATE')
    await world.pool.query(
      `UPDATE workflows SET status = 'live', thaw = jsonb_build_object('at', now(), 'rules', '[{"seconds": 60, "then": "skip"}]'::jsonb)`,
    )
    const skipped = `SELECT count(*)::integer AS count FROM messages WHERE status = 'skipped' AND reason = 'paused_too_long'`
    assert.equal((await world.one<{ count: number }>(skipped)).count, 1)
    await busy.query('ROLLBACK')
    busy.release()
    await world.start()
    await world.until('both have ended', `SELECT count(*) = 2 AS ok FROM runs WHERE status = 'completed'`)
    assert.equal((await world.one<{ count: number }>(skipped)).count, 2)
  })

  test('a text is re-timed by the clocks where the contact is, over a change of the hour too', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    const at = (due: string, after: string, zone: string) =>
      world.one<{ at: string }>(
        `SELECT to_char(same_time_after($1, $2, $3) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS at`,
        [due, after, zone],
      )
    const newYork = 'America/New_York'
    // 21:00 in New York is 02:00 UTC in winter, and 01:00 after the night to 8 March 2026.
    assert.equal((await at('2026-03-08T02:00Z', '2026-03-08T13:00Z', newYork)).at, '2026-03-09 01:00')
    assert.equal((await at('2026-02-01T02:00Z', '2026-02-05T13:00Z', newYork)).at, '2026-02-06 02:00')
    assert.equal((await at('2026-02-01T02:00Z', '2026-02-01T03:00Z', 'Nowhere/Land')).at, '2026-02-02 02:00')
  })
})
