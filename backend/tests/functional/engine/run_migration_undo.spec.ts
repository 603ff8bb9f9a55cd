import { test } from '@japa/runner'
import { applyStop } from '#app/engine/apply_stop'
import { inTransaction } from '#app/engine/transaction'
import { EngineWorld, text, trigger } from './engine_world.ts'
import { Moving, rest } from './migration_support.ts'

const before = () => [trigger(), rest('pause', 'P5D'), text('last', 'From version 1')]
const after = () => [trigger(), rest('pause', 'P3D'), rest('other', 'P9D'), text('last', 'From version 2')]

async function standing(cleanup: Parameters<typeof EngineWorld.create>[0]) {
  const world = await EngineWorld.create(cleanup)
  await world.start()
  const moving = await Moving.create(world, before(), after())
  return { world, moving, runId: await moving.stands('pause') }
}

test.group('Undoing a migration of runs', (group) => {
  group.each.timeout(60_000)

  test('whoever was moved by mistake waits as before, and walks on in the old version', async ({ assert, cleanup }) => {
    const { world, moving, runId } = await standing(cleanup)
    const was = await moving.run(runId)
    const { id } = await moving.move()
    assert.notEqual((await moving.run(runId)).version_id, was.version_id)
    const undone = await moving.undo(id)
    assert.deepInclude(undone, { status: 'undone', undone: { runs: 1, kept: [] } })
    await world.until('the wait is timed as before', 'SELECT wake_at = $2 AS ok FROM runs WHERE id = $1', [
      ...[runId, was.wake_at],
    ])
    assert.deepEqual(await moving.run(runId), was)
    await world.advance(6)
    await world.until('the run is done', `SELECT status = 'completed' AS ok FROM runs WHERE id = $1`, [runId])
    assert.deepEqual(
      world.sent.map((sent) => sent.body),
      ['From version 1'],
    )
  })

  test('a run that has entered its new node and gone on is not torn back', async ({ assert, cleanup }) => {
    const { world, moving, runId } = await standing(cleanup)
    const { id } = await moving.move({ pause: { action: 'move', to: 'last' } })
    await world.until('it has gone on', `SELECT status = 'completed' AS ok FROM runs WHERE id = $1`, [runId])
    assert.equal(await moving.undo(id), 'advanced')
    assert.deepInclude(await moving.run(runId), { status: 'completed', version_id: moving.to })
  })

  test('of many, those that have gone on are left alone and counted', async ({ assert, cleanup }) => {
    const { world, moving, runId } = await standing(cleanup)
    await world.advance(2)
    const later = await moving.stands('pause')
    const { id } = await moving.move({ pause: { action: 'move', to: 'pause' } })
    await world.advance(2)
    await world.until('one has gone on', `SELECT node_id = 'other' AS ok FROM runs WHERE id = $1`, [runId])
    const undone = await moving.undo(id)
    assert.deepInclude(undone, { undone: { runs: 1, kept: [{ reason: 'advanced', runs: 1 }] } })
    assert.equal((await moving.run(runId)).version_id, moving.to)
    assert.equal((await moving.run(later)).version_id, moving.from)
    assert.equal(await moving.undo(id), 'undone')
  })

  test('a run that was moved while no worker ran is put back with its text, and that goes out once', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    await world.start()
    const hello = (words: string) => [trigger(), text('hello', words)]
    const moving = await Moving.create(world, hello('Old words'), hello('New words'))
    await world.pool.query('UPDATE workspaces SET frozen_at = now()')
    const runId = await moving.stands('hello')
    await world.until('it is held', `SELECT status = 'held' AS ok FROM messages WHERE run_id = $1`, [runId])
    await world.stop()
    const { id } = await moving.move()
    assert.equal(await moving.walk(runId), '1 start completed next, 2 hello canceled migrated')
    assert.deepInclude(await moving.undo(id), { undone: { runs: 1, kept: [] } })
    assert.equal(await moving.walk(runId), '1 start completed next')
    await world.pool.query('UPDATE workspaces SET frozen_at = NULL')
    await world.start()
    await world.until('the run is done', `SELECT status = 'completed' AS ok FROM runs WHERE id = $1`, [runId])
    assert.deepEqual(
      world.sent.map((sent) => sent.body),
      ['Old words'],
    )
    assert.equal(await moving.walk(runId), '1 start completed next, 2 hello completed next')
  })

  test('whoever was made to leave comes back, but not after saying STOP meanwhile', async ({ assert, cleanup }) => {
    const { world, moving, runId } = await standing(cleanup)
    const stopped = await moving.stands('pause')
    const was = await moving.run(runId)
    const { id } = await moving.move({ pause: { action: 'exit' } })
    const person = await world.one<{ id: string; phone: string }>(
      'SELECT c.id, c.phone FROM contacts c JOIN runs r ON r.contact_id = c.id WHERE r.id = $1',
      [stopped],
    )
    await inTransaction(world.pool, (client) =>
      applyStop(client, {
        workspaceId: world.workspaceId,
        contactId: person.id,
        phone: person.phone,
        kind: 'stop',
        source: 'sms',
        text: 'STOP',
      }),
    )
    const undone = await moving.undo(id)
    assert.deepInclude(undone, { undone: { runs: 1, kept: [{ reason: 'opted_out', runs: 1 }] } })
    assert.deepEqual(await moving.run(runId), was)
    assert.deepInclude(await moving.run(stopped), { status: 'exited', exit_reason: 'migrated' })
    assert.equal(await moving.walk(runId), '1 start completed next')
  })
})
