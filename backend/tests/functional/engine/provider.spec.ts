import { test } from '@japa/runner'
import { enroll } from '#app/engine/enroll'
import { EngineWorld, text, trigger } from './engine_world.ts'

async function begun(
  cleanup: (callback: () => Promise<void>) => void,
  prepare: (world: EngineWorld) => void,
): Promise<EngineWorld> {
  const world = await EngineWorld.create(cleanup)
  prepare(world)
  const workflowId = await world.publish([trigger(), text('only'), { id: 'end', type: 'exit', data: {} }])
  await enroll(world.pool, { workspaceId: world.workspaceId, workflowId }, { contactIds: [await world.contact()] })
  await world.start()
  return world
}

const ENDED = `SELECT count(*) = 1 AS ok FROM runs WHERE finished_at IS NOT NULL`

test.group('What the provider answers', (group) => {
  group.each.timeout(60_000)

  test('a refusal for now is repeated, with a pause, until it is taken', async ({ assert, cleanup }) => {
    let tries = 0
    const world = await begun(cleanup, (made) => {
      const accept = made.answer
      made.answer = (sent) => (++tries < 3 ? { httpStatus: 429, code: 20429, requestWritten: true } : accept(sent))
    })
    await world.until('the run ends', ENDED)
    assert.equal(tries, 3)
    const outcomes = await world.pool.query<{ outcome: string }>('SELECT outcome FROM attempts ORDER BY number')
    assert.deepEqual(
      outcomes.rows.map((row) => row.outcome),
      ['retry', 'retry', 'accepted'],
    )
  })

  test('a final refusal is not repeated; the text has its code, and the run goes on', async ({ assert, cleanup }) => {
    const world = await begun(cleanup, (made) => {
      made.answer = () => ({ httpStatus: 400, code: 21211, requestWritten: true })
    })
    await world.until('the run ends', ENDED)
    assert.lengthOf(world.sent, 1)
    const message = await world.one<{ status: string; error_code: number }>('SELECT status, error_code FROM messages')
    assert.deepEqual(message, { status: 'failed', error_code: 21211 })
  })

  test('an opt-out that the provider knows of is one here: the contact, the number, the runs', async ({
    assert,
    cleanup,
  }) => {
    const world = await begun(cleanup, (made) => {
      made.answer = () => ({ httpStatus: 400, code: 21610, requestWritten: true })
    })
    await world.until('the run ends', ENDED)
    const contact = await world.one<{ opt_in_status: string }>('SELECT opt_in_status FROM contacts')
    assert.equal(contact.opt_in_status, 'opted_out')
    const suppression = await world.one<{ source: string }>('SELECT source FROM suppressions')
    assert.equal(suppression.source, 'twilio-21610')
    const run = await world.one<{ exit_reason: string }>('SELECT exit_reason FROM runs')
    assert.equal(run.exit_reason, 'opted_out')
  })

  test('no answer leaves the text unknown and the run where it is; after the grace the run goes on without', async ({
    assert,
    cleanup,
  }) => {
    const world = await begun(cleanup, (made) => {
      made.answer = () => ({ networkError: 'ECONNRESET', requestWritten: true })
    })
    await world.until(
      'the text is unknown',
      `SELECT count(*) = 1 AS ok FROM messages WHERE status = 'unknown' AND reason IS NOT NULL`,
    )
    const waiting = await world.one<{ status: string }>('SELECT status FROM runs')
    assert.equal(waiting.status, 'waiting')
    await world.advance(1.01)
    await world.until('the run ends', ENDED)
    assert.lengthOf(world.sent, 1)
    const message = await world.one<{ status: string; reason: string }>('SELECT status, reason FROM messages')
    assert.deepEqual(message, { status: 'unknown', reason: 'unknown_expired' })
  })
})
