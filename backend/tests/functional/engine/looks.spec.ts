import { test } from '@japa/runner'
import { enroll } from '#app/engine/enroll'
import { TwilioClients } from '#app/engine/twilio_clients'
import { ProviderReader } from '#app/reconcile/provider_reader'
import { reconcileTurn } from '#app/reconcile/reconcile'
import { EngineWorld, text, trigger } from './engine_world.ts'

test.group('Texts in doubt of an account that answers no more', (group) => {
  group.each.timeout(60_000)

  test('are asked for again while that makes sense, and not for ever', async ({ assert, cleanup }) => {
    const world = await EngineWorld.create(cleanup)
    world.answer = () => ({ networkError: 'ECONNRESET', requestWritten: true })
    const workflowId = await world.publish([trigger(), text('only')])
    const contactIds = [await world.contact(), await world.contact()]
    await world.start()
    await enroll(world.pool, { workspaceId: world.workspaceId, workflowId }, { contactIds })
    await world.until('both are in doubt', `SELECT count(*) = 2 AS ok FROM messages WHERE status = 'unknown'`)
    await world.stop()
    // One of them has been so for days.
    await world.pool.query(
      `UPDATE messages SET attempt_id = uuidv7(CASE WHEN contact_id = $1 THEN interval '-3 days' ELSE interval '-1 hour' END)`,
      [contactIds[0]],
    )
    await world.pool.query(
      `INSERT INTO reconciliations (attempt_id, message_id, workspace_id, kind, next_at)
       SELECT attempt_id, id, workspace_id, 'unknown', clock_timestamp() FROM messages`,
    )
    const openSecret = (): string => {
      throw new Error('the account is closed')
    }
    const clients = new TwilioClients({ pool: world.pool, openSecret, apiBaseUrl: null, emulatorUrl: '' })
    const turn = await reconcileTurn(
      { pool: world.pool, provider: new ProviderReader(clients) },
      new AbortController().signal,
    )
    assert.deepEqual(turn, { more: false, applied: [] })
    const { rows } = await world.pool.query<{ contact_id: string; again: boolean }>(
      `SELECT m.contact_id, r.next_at IS NOT NULL AS again FROM reconciliations r JOIN messages m ON m.id = r.message_id`,
    )
    const again = new Map(rows.map((row) => [row.contact_id, row.again]))
    assert.deepEqual(
      contactIds.map((id) => again.get(id)),
      [false, true],
    )
  })
})
