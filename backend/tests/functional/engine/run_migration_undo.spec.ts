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
    // The canvas counts neither the visit that goes on again nor an end that was none.
    const counted = await world.one(
      `SELECT coalesce(sum(n) FILTER (WHERE node_id = 'pause'), 0)::integer AS visits,
         coalesce(sum(n) FILTER (WHERE node_id = ''), 0)::integer AS ends FROM workflow_counts WHERE workflow_id = $1`,
      [moving.workflowId],
    )
    assert.deepEqual(counted, { visits: 1, ends: 1 })
  })

  test('a run that somebody holds while the others are put back is put back as soon as it is free', async ({
    assert,
    cleanup,
  }) => {
    const { world, moving, runId } = await standing(cleanup)
    const other = await moving.stands('pause')
    const { id } = await moving.move()
    await world.stop()
    const client = await world.pool.connect()
    await client.query('BEGIN')
    await client.query('SELECT FROM runs WHERE id = $1 FOR UPDATE', [runId])
    const undone = moving.undo(id)
    await world.until('the other one is back', 'SELECT version_id = $2 AS ok FROM runs WHERE id = $1', [
      ...[other, moving.from],
    ])
    await client.query('ROLLBACK')
    client.release()
    assert.deepInclude(await undone, { undone: { runs: 2, kept: [] } })
    assert.equal((await moving.run(runId)).version_id, moving.from)
  })

  test('a text that went out while its run was gone is not waited for again: such a run stays gone', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    const answer = Promise.withResolvers<void>()
    const accept = world.answer
    world.answer = async (out) => {
      await answer.promise
      return accept(out)
    }
    await world.start()
    const hello = () => [trigger(), text('hello', 'Hello'), rest('tail', 'P1D')]
    const moving = await Moving.create(world, hello(), hello())
    const runId = await moving.stands('hello')
    const status = (wanted: string) =>
      world.until(`the text is ${wanted}`, 'SELECT status = $2 AS ok FROM messages WHERE run_id = $1', [runId, wanted])
    await status('sending')
    const { id } = await moving.move({ hello: { action: 'exit' } })
    answer.resolve()
    await status('queued')
    assert.deepInclude(await moving.undo(id), { undone: { runs: 0, kept: [{ reason: 'text_gone', runs: 1 }] } })
    assert.deepInclude(await moving.run(runId), { status: 'exited', exit_reason: 'migrated' })
    assert.lengthOf(world.sent, 1)
  })
})
