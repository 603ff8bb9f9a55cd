import { test } from '@japa/runner'
import { enroll } from '#app/engine/enroll'
import { watchSegments } from '#app/engine/schedules/enter_segments'
import { startByEvent } from '#app/engine/start_by_event'
import { inTransaction } from '#app/engine/transaction'
import { settleByEvent } from '#app/engine/settle'
import { EngineWorld, text, trigger } from './engine_world.ts'

const RUNS = `SELECT count(*) = $1::integer AS ok FROM runs WHERE status = 'completed'`

test.group('What starts and steers runs', (group) => {
  group.each.timeout(60_000)

  test('a tag put on by one workflow starts another, once', async ({ assert, cleanup }) => {
    const world = await EngineWorld.create(cleanup)
    await world.publish([trigger({ on: 'tag_added', tag: 'Joyful' }), text('hello')])
    const tagging = await world.publish([
      trigger(),
      { id: 'tag', type: 'add_tag', data: { tag: 'joyful' } },
      { id: 'again', type: 'add_tag', data: { tag: 'JOYFUL' } },
    ])
    const contactId = await world.contact()
    await enroll(world.pool, { workspaceId: world.workspaceId, workflowId: tagging }, { contactIds: [contactId] })
    await world.start()
    await world.until('both are done', RUNS, [2])
    assert.lengthOf(world.sent, 1)
    const contact = await world.one<{ tags: string[] }>('SELECT tags FROM contacts')
    assert.deepEqual(contact.tags, ['joyful'])
  })

  test('an event with one id starts a workflow once, however often it comes', async ({ assert, cleanup }) => {
    const world = await EngineWorld.create(cleanup)
    await world.publish([trigger({ on: 'event', name: 'bought' }), text('thanks')], { reentry: 'always' })
    const contactId = await world.contact()
    const event = {
      workspaceId: world.workspaceId,
      contactId,
      kind: 'event',
      key: 'bought',
      data: {},
      triggerKey: 'order-1',
    } as const
    const started = [await startByEvent(world.pool, [event]), await startByEvent(world.pool, [event])]
    assert.deepEqual(started, [1, 0])
    assert.equal(await startByEvent(world.pool, [{ ...event, triggerKey: 'order-2' }]), 1)
  })

  test('re-entry follows its rule, and two enrolments at the same moment count as one', async ({ assert, cleanup }) => {
    const world = await EngineWorld.create(cleanup)
    const never = await world.publish([trigger(), { id: 'rest', type: 'wait', data: { for: 'P1D' } }], {
      reentry: 'never',
    })
    const after = await world.publish([trigger(), { id: 'rest', type: 'wait', data: { for: 'P1D' } }], {
      reentry: 'after_exit',
    })
    const contactIds = [await world.contact()]
    const enter = async (workflowId: string): Promise<string> => {
      const result = await enroll(world.pool, { workspaceId: world.workspaceId, workflowId }, { contactIds })
      return result.ok ? (result.value.skipped[0]?.reason ?? 'entered') : result.error
    }
    const race = await Promise.all(Array.from({ length: 8 }, () => enter(after)))
    assert.equal(race.filter((outcome) => outcome === 'entered').length, 1)
    assert.equal(await enter(never), 'entered')
    await world.start()
    assert.equal(await enter(after), 'under_way')
    await world.advance(2)
    assert.equal(await enter(after), 'entered')
    assert.equal(await enter(never), 'already_entered')
  })

  test('a parent waits for the workflow that it starts, and goes on at once when that one may not be entered', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    const child = await world.publish([trigger(), { id: 'rest', type: 'wait', data: { for: 'PT1H' } }], {
      reentry: 'never',
    })
    const parent = await world.publish(
      [trigger(), { id: 'sub', type: 'start_workflow', data: { workflowId: child, waitForIt: true } }, text('after')],
      { reentry: 'always' },
    )
    const contactIds = [await world.contact()]
    await world.start()
    await enroll(world.pool, { workspaceId: world.workspaceId, workflowId: parent }, { contactIds })
    await world.until('the parent waits', `SELECT count(*) = 1 AS ok FROM runs WHERE wait_kind = 'child'`)
    await world.advance(0.1)
    await world.until('both are done', RUNS, [2])
    await enroll(world.pool, { workspaceId: world.workspaceId, workflowId: parent }, { contactIds })
    await world.until('the second parent is done', RUNS, [3])
    assert.lengthOf(world.sent, 2)
  })

  test('a goal by event ends a run wherever it waits', async ({ assert, cleanup }) => {
    const world = await EngineWorld.create(cleanup)
    const workflowId = await world.publish([
      trigger(),
      { id: 'rest', type: 'wait', data: { for: 'P30D' } },
      { id: 'goal', type: 'goal', data: { name: 'Bought', event: 'bought' } },
    ])
    const contactId = await world.contact()
    await enroll(world.pool, { workspaceId: world.workspaceId, workflowId }, { contactIds: [contactId] })
    await world.start()
    await world.until('the run waits', `SELECT count(*) = 1 AS ok FROM runs WHERE wait_kind = 'time'`)
    assert.equal(await settleByEvent(world.pool, contactId, 'something else', {}), 0)
    assert.equal(await settleByEvent(world.pool, contactId, 'bought', {}), 1)
    await world.until(
      'the run has ended',
      `SELECT count(*) = 1 AS ok FROM runs WHERE status = 'exited' AND exit_reason = 'goal'`,
    )
  })

  test('a schedule enrols its segment at its hour, each time once', async ({ assert, cleanup }) => {
    const world = await EngineWorld.create(cleanup)
    const segment = await world.one<{ id: string }>(
      `INSERT INTO segments (workspace_id, name, rules) VALUES ($1, 'Fans', $2) RETURNING id`,
      [world.workspaceId, { field: 'contact.tags', op: 'has_tag', value: 'fan' }],
    )
    await world.publish(
      [trigger({ on: 'schedule', rrule: 'FREQ=DAILY;BYHOUR=9', segmentId: segment.id }), text('daily')],
      { reentry: 'always' },
    )
    await world.contact({ tags: ['fan'] })
    await world.contact()
    await world.start()
    await world.until(
      'its next time is known',
      `SELECT count(*) = 1 AS ok FROM workflow_triggers WHERE next_at > now()`,
    )
    assert.lengthOf(world.sent, 0)
    await world.advance(3)
    assert.lengthOf(world.sent, 3)
  })

  test('who enters a segment is enrolled; who was in it before is not', async ({ assert, cleanup }) => {
    const world = await EngineWorld.create(cleanup)
    const segment = await world.one<{ id: string }>(
      `INSERT INTO segments (workspace_id, name, rules) VALUES ($1, 'Fans', $2) RETURNING id`,
      [world.workspaceId, { field: 'contact.tags', op: 'has_tag', value: 'fan' }],
    )
    await world.publish([trigger({ on: 'segment_entered', segmentId: segment.id }), text('welcome')])
    await world.contact({ tags: ['fan'] })
    const newcomer = await world.contact()
    await world.start()
    await world.until('the segment has been looked through', `SELECT count(*) = 1 AS ok FROM segment_members`)
    await world.pool.query(`UPDATE contacts SET tags = '{fan}' WHERE id = $1`, [newcomer])
    await world.until('the newcomer is through', RUNS, [1])
    assert.lengthOf(world.sent, 1)
  })

  test('publishing for a huge segment is done at once; all who are in it are left in peace, and who comes in later is not missed', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    const segment = await world.one<{ id: string }>(
      `INSERT INTO segments (workspace_id, name, rules) VALUES ($1, 'Fans', $2) RETURNING id`,
      [world.workspaceId, { field: 'contact.tags', op: 'has_tag', value: 'fan' }],
    )
    await world.pool.query(
      `INSERT INTO contacts (workspace_id, phone, opt_in_status, tags, created_at, updated_at)
       SELECT $1, '+1415' || (1000000 + i), 'opted_in', CASE WHEN i % 3 > 0 THEN '{fan}'::text[] ELSE '{}' END, now(), now()
       FROM generate_series(1, 30000) i`,
      [world.workspaceId],
    )
    const workflowId = await world.publish([trigger({ on: 'segment_entered', segmentId: segment.id }), text('welcome')])
    const members = async () => (await world.one<{ n: number }>('SELECT count(*)::integer AS n FROM segment_members')).n
    await inTransaction(world.pool, (client) => watchSegments(client, workflowId))
    assert.isAbove(await members(), 0)
    assert.isBelow(await members(), 20_000, 'the publishing itself notes one portion')
    await world.contact({ tags: ['fan'] })
    // A second version is published while the first one's watch is still being opened.
    await inTransaction(world.pool, (client) => watchSegments(client, workflowId))
    await world.start()
    await world.until('the newcomer is through', RUNS, [1])
    assert.equal(await members(), 20_001)
    const old = await world.one<{ id: string }>(
      `UPDATE contacts SET tags = '{fan}' WHERE id = (SELECT min(id::text)::uuid FROM contacts WHERE tags = '{}') RETURNING id`,
    )
    await world.until('who changed is through', RUNS, [2])
    const runs = await world.one<{ n: number }>('SELECT count(*)::integer AS n FROM runs')
    assert.equal(runs.n, 2)
    assert.isString(old.id)
  })
})
