import { test } from '@japa/runner'
import { enroll } from '#app/engine/enroll'
import { receiveInbound } from '#app/engine/receive_inbound'
import { startByEvent } from '#app/engine/start_by_event'
import { inTransaction } from '#app/engine/transaction'
import { EngineWorld, text, trigger } from './engine_world.ts'

const ASKED = `FROM messages WHERE purpose = 'opt_in_request'`
let texts = 0

/** A world that asks for consent, with a workflow whose text a pending contact is to get. */
async function asking(cleanup: (callback: () => Promise<void>) => void) {
  const world = await EngineWorld.create(cleanup)
  await world.pool.query(
    `UPDATE workspaces SET settings = '{"quietHours": null, "brandName": "Rose", "optInRequests": {"answerWithin": "P2D"}}'`,
  )
  const workflowId = await world.publish([trigger(), text('first'), { ...text('second'), handle: 'next' }])
  const contactId = await world.contact({ status: 'pending' })
  const sender = await world.one<{ id: string }>('SELECT id FROM senders')
  const begin = () => enroll(world.pool, { workspaceId: world.workspaceId, workflowId }, { contactIds: [contactId] })
  const say = async (body: string) => {
    const { phone } = await world.one<{ phone: string }>('SELECT phone FROM contacts WHERE id = $1', [contactId])
    texts += 1
    const inbound = { from: phone, to: '+15005550006', body, media: [], optOutType: null, messageSid: `SMin${texts}` }
    await inTransaction(world.pool, (client) =>
      receiveInbound(client, { ...inbound, workspaceId: world.workspaceId, senderId: sender.id }),
    )
  }
  const asked = () =>
    world.until('the question has gone out', `SELECT count(*) = 1 AS ok ${ASKED} AND sent_at IS NOT NULL`)
  return { world, workflowId, contactId, begin, say, asked }
}

const bodies = (world: EngineWorld) => world.sent.map((sent) => sent.body)

test.group('A workflow’s text to somebody who has not consented, where the workspace asks', (group) => {
  group.each.timeout(40_000)

  test('waits while they are asked once, and the run goes on at their yes, as if nothing had been', async ({
    assert,
    cleanup,
  }) => {
    const { world, workflowId, contactId, begin, say, asked } = await asking(cleanup)
    await world.start()
    await begin()
    await asked()
    assert.match(bodies(world)[0] ?? '', /^Rose: reply YES .*STOP/)
    const held = await world.one<{ status: string; reason: string }>(
      `SELECT status, reason FROM messages WHERE purpose = 'workflow'`,
    )
    assert.deepEqual(held, { status: 'held', reason: 'pending_consent' })
    await say('what is this?')
    assert.lengthOf(world.sent, 1)
    await say('Yes!')
    await world.until('the run is done', `SELECT count(*) = 1 AS ok FROM runs WHERE status = 'completed'`)
    assert.deepEqual(bodies(world).slice(1), ['Text first', 'Text second'])
    const proof = await world.one<{ source: string; wording: string }>(
      `SELECT source, wording FROM consents WHERE contact_id = $1 AND status = 'opted_in'`,
      [contactId],
    )
    assert.deepEqual(proof, { source: 'double opt-in', wording: bodies(world)[0] ?? '' })
    assert.isString(workflowId)
  })

  test('is asked for in the workspace’s own words, though its public form asks nobody', async ({ assert, cleanup }) => {
    const { world, begin, asked } = await asking(cleanup)
    const words = 'Roses by text? Reply YES. Msg & data rates may apply. HELP for help, STOP to end.'
    await world.pool.query(`UPDATE workspaces SET settings = settings || jsonb_build_object('optInText', $1::text)`, [
      words,
    ])
    await world.start()
    await begin()
    await asked()
    assert.deepEqual(bodies(world), [words])
  })

  test('asks no second time, however many workflows want to text them at the same moment', async ({
    assert,
    cleanup,
  }) => {
    const { world, contactId, begin, asked } = await asking(cleanup)
    const others = await Promise.all(['a', 'b', 'c', 'd'].map((id) => world.publish([trigger(), text(id)])))
    await world.start()
    await Promise.all([
      begin(),
      ...others.map((workflowId) =>
        enroll(world.pool, { workspaceId: world.workspaceId, workflowId }, { contactIds: [contactId] }),
      ),
    ])
    await asked()
    await world.until(
      'all wait',
      `SELECT count(*) = 5 AS ok FROM messages WHERE status = 'held' AND reason = 'pending_consent'`,
    )
    await world.advance(1)
    assert.lengthOf(world.sent, 1)
  })

  test('is given up with its reason when no answer comes, and nobody is asked again later', async ({
    assert,
    cleanup,
  }) => {
    const { world, contactId, begin, asked } = await asking(cleanup)
    await world.start()
    await begin()
    await asked()
    await world.advance(3)
    const message = await world.one<{ status: string; reason: string }>(
      `SELECT status, reason FROM messages WHERE node_id = 'first'`,
    )
    assert.deepEqual(message, { status: 'skipped', reason: 'opt_in_unanswered' })
    const later = await world.publish([trigger(), text('later')])
    await enroll(world.pool, { workspaceId: world.workspaceId, workflowId: later }, { contactIds: [contactId] })
    await world.until(
      'the later one is given up at once',
      `SELECT count(*) = 1 AS ok FROM messages WHERE node_id = 'later' AND status = 'skipped' AND reason = 'opt_in_unanswered'`,
    )
    assert.lengthOf(world.sent, 1)
    await world.until('its run goes on', `SELECT count(*) = 1 AS ok FROM steps WHERE node_id = 'later'`)
    const step = await world.one<{ detail: object }>(`SELECT detail FROM steps WHERE node_id = 'later'`)
    assert.include(JSON.stringify(step.detail), 'opt_in_unanswered')
  })

  test('ends with the run at a STOP, and never goes out', async ({ assert, cleanup }) => {
    const { world, begin, say, asked } = await asking(cleanup)
    await world.start()
    await begin()
    await asked()
    await say('STOP')
    const run = await world.one<{ status: string; exit_reason: string }>('SELECT status, exit_reason FROM runs')
    assert.deepEqual(run, { status: 'exited', exit_reason: 'opted_out' })
    await world.advance(3)
    assert.lengthOf(world.sent, 1)
  })

  test('goes out at consent by any other way too, once', async ({ assert, cleanup }) => {
    const { world, contactId, begin, asked } = await asking(cleanup)
    await world.start()
    await begin()
    await asked()
    await world.pool.query(`UPDATE contacts SET opt_in_status = 'opted_in' WHERE id = $1`, [contactId])
    await world.until('the run is done', `SELECT count(*) = 1 AS ok FROM runs WHERE status = 'completed'`)
    assert.lengthOf(world.sent, 3)
  })

  test('of a workflow for new contacts goes out once after the yes, also where people may come in again', async ({
    assert,
    cleanup,
  }) => {
    const { world, contactId, say, asked } = await asking(cleanup)
    await world.publish([trigger({ on: 'contact_created' }), text('welcome')], { reentry: 'always' })
    await inTransaction(world.pool, (client) =>
      startByEvent(client, [
        { workspaceId: world.workspaceId, contactId, kind: 'contact_created', key: '', data: {}, triggerKey: null },
      ]),
    )
    await world.start()
    await asked()
    await say('yes')
    await world.until('the run is done', `SELECT count(*) = 1 AS ok FROM runs WHERE status = 'completed'`)
    assert.deepEqual(bodies(world).slice(1), ['Text welcome'])
    assert.equal((await world.one<{ n: number }>('SELECT count(*)::integer AS n FROM runs')).n, 1)
  })
})
