import { test } from '@japa/runner'
import { CURRENT_BEHAVIOURS } from '@soniarose/core'
import { enroll } from '#app/engine/enroll'
import { EngineWorld, text, trigger } from './engine_world.ts'

/** Gives a workflow's version the behaviours of another release, as if that had published it. */
async function publishedBy(world: EngineWorld, workflowId: string, behaviours: readonly string[]): Promise<void> {
  await world.pool.query(
    `WITH other AS (
       INSERT INTO workflow_versions (workspace_id, workflow_id, number, graph, content_hash, behaviours)
       SELECT workspace_id, workflow_id, 2, graph, '', $2 FROM workflow_versions WHERE workflow_id = $1 RETURNING id
     ) UPDATE workflows SET published_version_id = other.id FROM other WHERE workflows.id = $1`,
    [workflowId, behaviours],
  )
}

test.group('A version of a newer release', (group) => {
  group.each.timeout(60_000)

  test('is left alone by an older worker: its run neither fails nor goes on by guess, and others are not kept waiting', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    const newer = await world.publish([trigger(), text('newer', 'From tomorrow')])
    await publishedBy(world, newer, [...CURRENT_BEHAVIOURS, 'of_tomorrow'])
    const today = await world.publish([trigger(), text('today', 'From today')])
    const at = (workflowId: string) => ({ workspaceId: world.workspaceId, workflowId })
    for (let each = 0; each < 3; each += 1) {
      const contactIds = [await world.contact()]
      await enroll(world.pool, at(newer), { contactIds })
      await enroll(world.pool, at(today), { contactIds })
    }
    await world.start()
    const done = `SELECT count(*) = 3 AS ok FROM runs WHERE workflow_id = $1 AND status = 'completed'`
    await world.until('today’s runs are done', done, [today])
    await world.until(
      'the others are put off',
      `SELECT count(*) = 3 AS ok FROM runs WHERE workflow_id = $1 AND status = 'ready' AND seq = 1 AND epoch = 0
         AND wake_at > workspace_now(workspace_id)`,
      [newer],
    )
    assert.deepEqual(new Set(world.sent.map((sent) => sent.body)), new Set(['From today']))
    const said = world.reports.filter((report) => report.kind === 'left')
    assert.lengthOf(said, 1)
    assert.match(said[0]?.reason ?? '', /newer release: "of_tomorrow" is not known here/)
  })

  test('is gone on with by a worker that knows it, from where its runs were left', async ({ assert, cleanup }) => {
    const world = await EngineWorld.create(cleanup)
    const workflowId = await world.publish([trigger(), text('only', 'At last')])
    await publishedBy(world, workflowId, CURRENT_BEHAVIOURS)
    const contactId = await world.contact()
    await enroll(world.pool, { workspaceId: world.workspaceId, workflowId }, { contactIds: [contactId] })
    // As an older worker has left it.
    await world.pool.query(`UPDATE runs SET wait_until = wake_at, wake_at = wake_at + interval '1 second'`)
    await world.start()
    await world.until('the run is done', `SELECT status = 'completed' AS ok FROM runs`)
    assert.lengthOf(world.sent, 1)
  })
})
