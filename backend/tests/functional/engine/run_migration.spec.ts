import { test } from '@japa/runner'
import { applyStop } from '#app/engine/apply_stop'
import { inTransaction } from '#app/engine/transaction'
import { carryOut } from '#app/run_migrations/carry_out'
import { EngineWorld, text, trigger } from './engine_world.ts'
import { Moving, rest } from './migration_support.ts'

const DAY_MS = 86_400_000

/** Five days of rest, and a text at the end. */
const slow = () => [trigger(), rest('pause', 'P5D'), rest('more', 'P5D'), text('last', 'From version 1')]

async function movingOf(
  cleanup: Parameters<typeof EngineWorld.create>[0],
  before: Parameters<typeof Moving.create>[1],
  after: Parameters<typeof Moving.create>[2],
) {
  const world = await EngineWorld.create(cleanup)
  await world.start()
  return Moving.create(world, before, after)
}

test.group('Moving runs to another version', (group) => {
  group.each.timeout(60_000)

  test('a dry run counts everybody and changes nobody', async ({ assert, cleanup }) => {
    const moving = await movingOf(cleanup, slow(), [trigger(), rest('pause', 'P5D'), text('last', 'From version 2')])
    const runId = await moving.stands('pause')
    await moving.stands('pause')
    const before = await moving.world.one('SELECT * FROM runs WHERE id = $1', [runId])
    const preview = await moving.preview({ more: { action: 'exit' } })
    assert.equal(preview.runs, 2)
    assert.deepInclude(preview.nodes.find((node) => node.nodeId === 'pause') ?? {}, {
      runs: 2,
      goOn: 2,
      isDefault: true,
      choice: { action: 'move', to: 'pause' },
    })
    assert.deepEqual(await moving.world.one('SELECT * FROM runs WHERE id = $1', [runId]), before)
    assert.deepEqual(await moving.world.one('SELECT count(*)::integer AS n FROM run_migrations'), { n: 0 })
  })

  test('a wait that is the same keeps its end, and whoever waits in it walks on in the new version', async ({
    assert,
    cleanup,
  }) => {
    const moving = await movingOf(cleanup, slow(), [trigger(), rest('pause', 'P5D'), text('last', 'From version 2')])
    const runId = await moving.stands('pause')
    const before = await moving.run(runId)
    const { status, counts } = await moving.move()
    assert.deepInclude(counts, { goOn: 1, enter: 0, exit: 0, stay: 0 })
    assert.equal(status, 'done')
    assert.deepEqual(await moving.run(runId), { ...before, version_id: moving.to })
    await moving.world.advance(6)
    await moving.world.until('the run is done', `SELECT status = 'completed' AS ok FROM runs WHERE id = $1`, [runId])
    assert.deepEqual(
      moving.world.sent.map((sent) => sent.body),
      ['From version 2'],
    )
    // The visit that went on is there once.
    assert.equal(await moving.walk(runId), '1 start completed next, 2 pause completed next, 3 last completed next')
  })

  test('a wait that was shortened is counted from its beginning, not from the move', async ({ assert, cleanup }) => {
    const moving = await movingOf(cleanup, slow(), [trigger(), rest('pause', 'P3D'), text('last')])
    const runId = await moving.stands('pause')
    const { wake_at: before } = await moving.run(runId)
    await moving.world.advance(1)
    await moving.move()
    await moving.world.until(
      'the wait is timed anew',
      'SELECT wait_until IS NULL AS ok FROM runs WHERE id = $1 AND version_id = $2',
      [runId, moving.to],
    )
    const { wake_at: after } = await moving.run(runId)
    assert.equal((before?.getTime() ?? 0) - (after?.getTime() ?? 0), 2 * DAY_MS)
  })

  test('whoever is told to stay keeps the old version, and whoever is told to leave ends with the reason', async ({
    assert,
    cleanup,
  }) => {
    const moving = await movingOf(cleanup, slow(), slow())
    const staying = await moving.stands('pause')
    const kept = await moving.run(staying)
    assert.deepInclude((await moving.move({ pause: { action: 'stay' } })).counts, { stay: 1, goOn: 0, exit: 0 })
    assert.deepEqual(await moving.run(staying), kept)
    assert.deepInclude((await moving.move({ pause: { action: 'exit' } })).counts, { exit: 1 })
    assert.deepInclude(await moving.run(staying), {
      status: 'exited',
      exit_reason: 'migrated',
      version_id: moving.from,
    })
    assert.equal(await moving.walk(staying), '1 start completed next, 2 pause canceled migrated')
  })

  test('a run moved to another node leaves a trace of the visit that was cut short, and visits that node once', async ({
    assert,
    cleanup,
  }) => {
    const moving = await movingOf(cleanup, slow(), [trigger(), text('fresh', 'New here'), rest('tail', 'P1D')])
    const runId = await moving.stands('pause')
    const { counts } = await moving.move({ pause: { action: 'move', to: 'fresh' } })
    assert.deepInclude(counts, { enter: 1, goOn: 0 })
    await moving.world.until('it rests again', `SELECT node_id = 'tail' AS ok FROM runs WHERE id = $1`, [runId])
    assert.equal(await moving.walk(runId), '1 start completed next, 2 pause canceled migrated, 3 fresh completed next')
    assert.lengthOf(moving.world.sent, 1)
  })

  test('runs at a node that the new version lacks stay where they are, and the preview says why', async ({
    assert,
    cleanup,
  }) => {
    const moving = await movingOf(cleanup, slow(), [trigger(), text('last')])
    await moving.stands('pause')
    const preview = await moving.preview()
    assert.deepInclude(preview.nodes[0] ?? {}, { nodeId: 'pause', why: 'node_missing', stay: 1 })
    assert.deepInclude((await moving.move()).counts, { stay: 1, goOn: 0 })
  })

  test('a run that a worker holds is not waited for, and is moved as soon as it is free', async ({
    assert,
    cleanup,
  }) => {
    const moving = await movingOf(cleanup, slow(), slow())
    const held = await moving.stands('pause')
    await moving.stands('pause')
    const id = await moving.order()
    const client = await moving.world.pool.connect()
    await client.query('BEGIN')
    await client.query('SELECT FROM runs WHERE id = $1 FOR UPDATE', [held])
    const moved = carryOut(moving.world.pool, id, () => undefined)
    await moving.world.until(
      'the other one is moved meanwhile',
      'SELECT count(*) = 1 AS ok FROM runs WHERE version_id = $1',
      [moving.to],
    )
    await client.query('ROLLBACK')
    client.release()
    await moved
    assert.deepInclude((await moving.migration(id)).counts, { goOn: 2, refused: [] })
  })

  test('a migration that was broken off halfway goes on with everybody whom it had not reached', async ({
    assert,
    cleanup,
  }) => {
    const moving = await movingOf(cleanup, slow(), slow())
    for (let each = 0; each < 3; each += 1) await moving.stands('pause')
    const id = await moving.order()
    const first = await moving.world.one<{ id: string }>('SELECT id FROM runs ORDER BY id LIMIT 1')
    await moving.world.pool.query('UPDATE run_migrations SET reached = $2 WHERE id = $1', [id, first.id])
    await carryOut(moving.world.pool, id, () => undefined)
    assert.deepInclude((await moving.migration(id)).counts, { goOn: 3 })
  })
})

test.group('Texts while runs are moved', (group) => {
  group.each.timeout(60_000)

  const hello = (words: string) => [trigger(), text('hello', words), rest('tail', 'P1D')]

  test('a text that the carrier may have is not sent a second time, wherever its run was to go', async ({
    assert,
    cleanup,
  }) => {
    const moving = await movingOf(cleanup, hello('Hello'), [...hello('Hello again'), text('other', 'Other')])
    const answer = Promise.withResolvers<void>()
    const accept = moving.world.answer
    moving.world.answer = async (out) => {
      await answer.promise
      return accept(out)
    }
    const runId = await moving.stands('hello')
    await moving.world.until('it is being sent', `SELECT status = 'sending' AS ok FROM messages WHERE run_id = $1`, [
      runId,
    ])
    const elsewhere = await moving.move({ hello: { action: 'move', to: 'other' } })
    assert.deepInclude(elsewhere.counts, { enter: 0, refused: [{ reason: 'text_in_flight', runs: 1 }] })
    assert.equal((await moving.run(runId)).version_id, moving.from)
    assert.deepInclude((await moving.move()).counts, { goOn: 1, enter: 0, textsCanceled: 0 })
    answer.resolve()
    await moving.world.until('it rests', `SELECT node_id = 'tail' AS ok FROM runs WHERE id = $1`, [runId])
    assert.equal((await moving.run(runId)).version_id, moving.to)
    assert.lengthOf(moving.world.sent, 1)
  })

  test('a text that is held goes out once, in its new words, and the old one never', async ({ assert, cleanup }) => {
    const moving = await movingOf(cleanup, hello('With a tpyo'), hello('Without'))
    await moving.world.pool.query('UPDATE workspaces SET frozen_at = now()')
    const runId = await moving.stands('hello')
    const held = `SELECT count(*) = 1 AS ok FROM messages WHERE run_id = $1 AND status = 'held'`
    await moving.world.until('it is held', held, [runId])
    assert.deepInclude((await moving.preview()).totals, { enter: 1, textsCanceled: 1 })
    assert.deepInclude((await moving.move()).counts, { enter: 1, textsCanceled: 1 })
    await moving.world.until('the new one is held', held, [runId])
    await moving.world.pool.query('UPDATE workspaces SET frozen_at = NULL')
    await moving.world.until('it rests', `SELECT node_id = 'tail' AS ok FROM runs WHERE id = $1`, [runId])
    assert.deepEqual(
      moving.world.sent.map((sent) => sent.body),
      ['Without'],
    )
    const [old] = await moving.texts(runId)
    assert.deepInclude(old ?? {}, { body: 'With a tpyo', status: 'canceled', reason: 'migrated' })
  })

  test('whoever says STOP while runs are moved gets nothing more, whichever of the two comes first', async ({
    assert,
    cleanup,
  }) => {
    const moving = await movingOf(cleanup, slow(), [trigger(), text('fresh', 'New here')])
    const runs: string[] = []
    for (let each = 0; each < 12; each += 1) runs.push(await moving.stands('pause'))
    await moving.world.stop()
    const people = await moving.db.query<{ id: string; phone: string }>('SELECT id, phone FROM contacts')
    const stop = ({ id, phone }: { id: string; phone: string }) =>
      inTransaction(moving.world.pool, (client) =>
        applyStop(client, {
          workspaceId: moving.world.workspaceId,
          contactId: id,
          phone,
          kind: 'stop',
          source: 'sms',
          text: 'STOP',
        }),
      )
    await Promise.all([moving.move({ pause: { action: 'move', to: 'fresh' } }), ...people.map(stop)])
    await moving.world.start()
    await moving.world.until(
      'everybody has left',
      `SELECT count(*) = 0 AS ok FROM runs WHERE status IN ('ready', 'waiting')`,
    )
    assert.lengthOf(moving.world.sent, 0)
    for (const runId of runs) {
      assert.deepInclude(await moving.run(runId), { status: 'exited', exit_reason: 'opted_out' })
      assert.match(await moving.walk(runId), /canceled opted_out$/)
    }
  })
})
