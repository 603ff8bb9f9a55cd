import { test } from '@japa/runner'
import { applyStatus } from '#app/engine/apply_status'
import { enroll } from '#app/engine/enroll'
import { receiveInbound } from '#app/engine/receive_inbound'
import { inTransaction } from '#app/engine/transaction'
import { EngineWorld, text, trigger } from './engine_world.ts'

async function begun(
  cleanup: (callback: () => Promise<void>) => void,
  prepare: (world: EngineWorld) => unknown,
): Promise<EngineWorld> {
  const world = await EngineWorld.create(cleanup)
  await prepare(world)
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

  test('an opt-out that the provider knows of a toll-free number is lifted by START to that number alone, and the log says so', async ({
    assert,
    cleanup,
  }) => {
    const [tollFree, other] = ['+18335550100', '+15005550007']
    const world = await EngineWorld.create(cleanup)
    await world.pool.query('UPDATE senders SET phone = $1', [tollFree])
    world.answer = () => ({ httpStatus: 400, code: 21610, requestWritten: true })
    const workflowId = await world.publish([trigger(), text('only')])
    const contactId = await world.contact()
    await enroll(world.pool, { workspaceId: world.workspaceId, workflowId }, { contactIds: [contactId] })
    await world.start()
    await world.until('the run ends', ENDED)
    const told = await world.one<{ source: string; text: string; is_own: boolean }>(
      `SELECT e.source, e.text, e.message_id = m.id AS is_own FROM compliance_events e, messages m WHERE e.kind = 'suppressed'`,
    )
    assert.deepInclude(told, { source: 'twilio-21610', is_own: true })
    assert.include(told.text, `only START or UNSTOP, texted to ${tollFree}, lifts the block`)

    const sender = await world.one<{ id: string }>('SELECT id FROM senders')
    const { phone } = await world.one<{ phone: string }>('SELECT phone FROM contacts')
    let sids = 0
    const afterSaying = async (body: string, to: string): Promise<string> => {
      const from = { workspaceId: world.workspaceId, senderId: sender.id, from: phone, optOutType: null, media: [] }
      const messageSid = `SM${String((sids += 1)).padStart(32, '0')}`
      await inTransaction(world.pool, (client) => receiveInbound(client, { ...from, messageSid, to, body }))
      return (await world.one<{ opt_in_status: string }>('SELECT opt_in_status FROM contacts')).opt_in_status
    }
    assert.equal(await afterSaying('START', other), 'opted_out', 'the network still drops what this number sends')
    assert.equal(await afterSaying('YES', tollFree), 'opted_out', 'the network knows no YES')
    const reasons = await world.pool.query<{ text: string }>(
      `SELECT text FROM compliance_events WHERE kind = 'suppressed' AND text LIKE 'still opted out after%' ORDER BY id`,
    )
    assert.deepEqual(
      reasons.rows.map((row) => row.text.slice(0, 29)),
      ['still opted out after “START”', 'still opted out after “YES”: '],
    )
    assert.equal(await afterSaying('UNSTOP', tollFree), 'opted_in')
    assert.lengthOf((await world.pool.query('SELECT FROM suppressions')).rows, 0)
  })

  test('what it says of a number is said of the one that was texted, though the contact had another when the text was planned', async ({
    assert,
    cleanup,
  }) => {
    const [before, after] = ['+14155550001', '+14155550177']
    const world = await begun(cleanup, (made) => made.pool.query('UPDATE workspaces SET frozen_at = now()'))
    await world.until('the text is held', `SELECT count(*) = 1 AS ok FROM messages WHERE status = 'held'`)
    assert.equal((await world.one<{ to: string }>('SELECT to_address AS to FROM messages')).to, before)
    await world.pool.query('UPDATE contacts SET phone = $1', [after])
    await world.pool.query('UPDATE workspaces SET frozen_at = NULL')
    await world.until('the run ends', ENDED)
    const text = await world.one<{ to: string; sid: string }>(
      'SELECT to_address AS to, provider_sid AS sid FROM messages',
    )
    assert.equal(text.to, after)
    await inTransaction(world.pool, (client) =>
      applyStatus(client, {
        workspaceIds: [world.workspaceId],
        messageSid: text.sid,
        attemptId: null,
        status: 'undelivered',
        errorCode: 21610,
      }),
    )
    assert.equal((await world.one<{ phone: string }>('SELECT phone FROM suppressions')).phone, after)
    assert.equal(
      (await world.one<{ status: string }>('SELECT opt_in_status AS status FROM contacts')).status,
      'opted_out',
    )
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
