import { test } from '@japa/runner'
import { enroll } from '#app/engine/enroll'
import { EngineWorld, text, trigger } from './engine_world.ts'

const HELD = `SELECT count(*) = 1 AS ok FROM messages WHERE status = 'held' AND reason = $1`
const DONE = `SELECT count(*) = 1 AS ok FROM runs WHERE status = 'completed'`

test.group('A text that somebody holds back', (group) => {
  group.each.timeout(40_000)

  const holds = [
    {
      name: 'a paused workflow',
      reason: 'workflow_paused',
      hold: `UPDATE workflows SET status = 'paused'`,
      lift: `UPDATE workflows SET status = 'live'`,
    },
    {
      name: 'a frozen workspace',
      reason: 'frozen',
      hold: 'UPDATE workspaces SET frozen_at = now()',
      lift: 'UPDATE workspaces SET frozen_at = NULL',
    },
    {
      name: 'a paused sender',
      reason: 'sender_paused',
      hold: 'UPDATE senders SET paused_at = now()',
      lift: 'UPDATE senders SET paused_at = NULL',
    },
  ]
  for (const { name, reason, hold, lift } of holds) {
    test(`waits for ${name} without losing its place, and goes out when that is lifted`, async ({
      assert,
      cleanup,
    }) => {
      const world = await EngineWorld.create(cleanup)
      const workflowId = await world.publish([trigger(), text('only')])
      const contactId = await world.contact()
      await enroll(world.pool, { workspaceId: world.workspaceId, workflowId }, { contactIds: [contactId] })
      await world.pool.query(hold)
      await world.start()
      await world.until('the text is held', HELD, [reason])
      assert.lengthOf(world.sent, 0)
      await world.pool.query(lift)
      await world.until('the run is done', DONE)
      assert.lengthOf(world.sent, 1)
    })
  }

  test('is skipped with its reason for somebody who has not consented, and the run takes its failed way', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    const workflowId = await world.publish([
      trigger(),
      { ...text('only'), handle: 'failed' },
      { id: 'end', type: 'exit', data: { reason: 'Nobody asked' } },
    ])
    const contactId = await world.contact({ status: 'pending' })
    await enroll(world.pool, { workspaceId: world.workspaceId, workflowId }, { contactIds: [contactId] })
    await world.start()
    await world.until('the run is done', DONE)
    const message = await world.one<{ status: string; reason: string }>('SELECT status, reason FROM messages')
    assert.deepEqual(message, { status: 'skipped', reason: 'pending_consent' })
    const step = await world.one<{ outcome: string; detail: object }>(
      `SELECT outcome, detail FROM steps WHERE node_id = 'only'`,
    )
    assert.equal(step.outcome, 'failed')
    assert.include(JSON.stringify(step.detail), 'pending_consent')
    assert.lengthOf(world.sent, 0)
  })
})
