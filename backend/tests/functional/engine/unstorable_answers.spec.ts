import { test } from '@japa/runner'
import { enroll } from '#app/engine/enroll'
import { EngineWorld, text, trigger } from './engine_world.ts'

test.group('An answer from outside', (group) => {
  group.each.timeout(40_000)

  test('with characters that the database refuses is kept without them, instead of being asked for again and again', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    const workflowId = await world.publish([
      trigger(),
      { id: 'ask', type: 'plugin', data: { plugin: 'any', node: 'go', input: {} }, handle: 'done' },
      text('after', 'It said {{ steps.ask.word }}'),
    ])
    const contactId = await world.contact({ firstName: 'Ada' })
    let asked = 0
    world.ask = async () => {
      asked += 1
      const contactPatch = { firstName: 'Ro\0sa', attributes: { flower: 'r\0ed' } }
      return { ok: true, outcome: 'done', output: { word: 'ro\0se', 'k\0': ['\ud800'] }, contactPatch }
    }
    await world.start()
    await enroll(world.pool, { workspaceId: world.workspaceId, workflowId }, { contactIds: [contactId] })
    await world.until('the run is done', `SELECT count(*) = 1 AS ok FROM runs WHERE status = 'completed'`)
    assert.equal(world.sent[0]?.body, 'It said rose')
    assert.equal(asked, 1)
    const ada = await world.one<{ first_name: string }>('SELECT first_name FROM contacts WHERE id = $1', [contactId])
    assert.equal(ada.first_name, 'Rosa')
  })
})
