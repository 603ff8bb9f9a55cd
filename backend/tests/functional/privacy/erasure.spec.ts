import { test } from '@japa/runner'
import { ACCOUNT_SID, AUTH_TOKEN } from '../../support/carrier.ts'
import { eventually } from '../../support/processes.ts'
import { enroll } from '#app/engine/enroll'
import { EngineWorld, text, trigger } from '../engine/engine_world.ts'
import { count, goLive, startTexting, type Texting } from '../texting/bulk.ts'

interface Erasures {
  left: number
  failed: number
  oldestAt: string | null
  lastErrors: string[]
  reasons: { error: string; tried: number; failed: number }[]
}

const REFUSAL = 'server_error'

test.group('A person who is erased', (group) => {
  let texting: Texting
  let workflowId = ''
  const undo: (() => Promise<void>)[] = []

  group.each.timeout(60_000)
  group.setup(async () => {
    texting = await startTexting((callback) => void undo.unshift(callback))
    workflowId = await goLive(texting.api, [
      { id: 'start', type: 'trigger', data: { on: 'manual' } },
      { id: 'text', type: 'send_sms', data: { body: 'For your eyes only' } },
    ])
    return async () => {
      for (const callback of undo) await callback()
    }
  })

  const erasures = () => texting.api.expect<Erasures>(200, texting.api.get('/api/compliance/erasures'))
  const kept = (phone: string) => texting.carrier.emulator.control.thread(phone).length

  /** Somebody who has had a text of ours and has answered it. */
  async function somebody(phone: string): Promise<string> {
    const { api, carrier } = texting
    const consent = { source: 'paper', wording: 'Yes', at: new Date().toISOString() }
    const { id } = await api.expect<{ id: string }>(201, api.post('/api/contacts', { phone, consent }))
    await api.expect(202, api.post(`/api/workflows/${workflowId}/enroll`, { contactIds: [id] }))
    await eventually(
      'the text is delivered',
      async () => (await count(texting, `messages WHERE to_address = $1 AND status = 'delivered'`, [phone])) === 1,
    )
    await carrier.receive(phone, 'Something private')
    return id
  }

  test('is erased at the carrier too, also when it refuses at first, and nobody learns there who it was', async ({
    assert,
  }) => {
    const { api, carrier, db } = texting
    const phone = '+14155553101'
    const id = await somebody(phone)
    carrier.emulator.control.addRule({ id: 'refuse', match: { op: 'delete' }, fault: REFUSAL, times: 2 })
    assert.equal(kept(phone), 2)
    const found = {
      findings: [
        { kind: 'ghost', to: phone },
        { kind: 'ghost', to: '+14155550000' },
      ],
    }
    await db.query(`INSERT INTO ledger_reports (workspace_id, day, report) VALUES ($1, '2020-01-01', $2)`, [
      texting.workspaceId,
      found,
    ])
    await api.expect(204, api.delete(`/api/contacts/${id}`))
    const reports = await db.query<{ report: object }>('SELECT report FROM ledger_reports')
    assert.deepEqual(reports.rows, [{ report: { findings: [{ kind: 'ghost', to: '+14155550000' }] } }])
    const ledger = await api.expect(200, api.get('/api/compliance/ledger'))
    assert.notInclude(JSON.stringify(ledger), phone, 'while the carrier still has it')
    const { rows } = await db.query('SELECT to_jsonb(e)::text AS row FROM provider_erasures e')
    assert.lengthOf(rows, 2)
    assert.notInclude(JSON.stringify(rows), phone.slice(1))
    assert.notInclude(JSON.stringify(rows), id)
    assert.deepInclude(await erasures(), { left: 2, failed: 0 })
    await eventually('it is tried', async () => (await erasures()).lastErrors.length > 0, 15_000)
    await eventually('nothing is left there', async () => (await erasures()).left === 0, 30_000)
    assert.equal(kept(phone), 0)
    assert.equal(await count(texting, `webhook_events WHERE params::text LIKE '%' || $1 || '%'`, [phone.slice(1)]), 0)
  })

  test('stays on the list of what the carrier still has while it takes no orders, until somebody sees it and mends that', async ({
    assert,
  }) => {
    const { api, carrier, db } = texting
    const phone = '+14155553102'
    const id = await somebody(phone)
    carrier.emulator.control.setAccount(ACCOUNT_SID, 'changed at the carrier')
    await api.expect(204, api.delete(`/api/contacts/${id}`))
    await eventually('the refusal is shown', async () => (await erasures()).lastErrors.includes('20003'), 15_000)
    await db.query(`UPDATE provider_erasures SET last_error = '20003', next_at = NULL
       WHERE message_sid = (SELECT min(message_sid) FROM provider_erasures)`)
    await db.query(
      `UPDATE provider_erasures SET last_error = '20003', next_at = now() + interval '1 hour' WHERE next_at IS NOT NULL`,
    )
    const half = await erasures()
    assert.deepInclude(half, { left: 2, failed: 1 })
    assert.deepEqual(half.reasons, [{ error: '20003', tried: 1, failed: 1 }])
    await db.query('UPDATE provider_erasures SET next_at = NULL')
    const given = await erasures()
    assert.deepInclude(given, { left: 2, failed: 2 })
    assert.deepEqual(given.reasons, [{ error: '20003', tried: 0, failed: 2 }])
    assert.isNotNull(given.oldestAt)
    carrier.emulator.control.setAccount(ACCOUNT_SID, AUTH_TOKEN)
    await api.expect(200, api.post('/api/compliance/erasures/retry'))
    await eventually('nothing is left there', async () => (await erasures()).left === 0, 30_000)
    assert.equal(kept(phone), 0)
  })

  test('as a text to them was on its way is not forgotten there: the text is to be deleted once the carrier has taken it', async ({
    assert,
    cleanup,
  }) => {
    const world = await EngineWorld.create(cleanup)
    const asked = Promise.withResolvers<void>()
    const erased = Promise.withResolvers<void>()
    world.answer = async () => {
      asked.resolve()
      await erased.promise
      return { httpStatus: 201, sid: 'SM1', requestWritten: true }
    }
    const own = await world.publish([trigger(), text('only')])
    const contactId = await world.contact()
    await world.start()
    await enroll(world.pool, { workspaceId: world.workspaceId, workflowId: own }, { contactIds: [contactId] })
    await asked.promise
    await world.pool.query('DELETE FROM contacts')
    erased.resolve()
    await world.until(
      'it is noted',
      `SELECT count(*) = 1 AS ok FROM provider_erasures WHERE message_sid = 'SM1' AND account_sid LIKE 'AC%'`,
    )
    assert.equal((await world.one<{ n: number }>('SELECT count(*)::integer AS n FROM messages')).n, 0)
  })
})
