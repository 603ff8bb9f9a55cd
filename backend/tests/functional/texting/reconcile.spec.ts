import { test } from '@japa/runner'
import { eventually } from '../../support/processes.ts'
import { addContacts, count, goLive, startTexting, type Texting } from './bulk.ts'

/** `TEXTING_SENDS=5000` for the long form. */
const SENDS = Number(process.env.TEXTING_SENDS ?? 520)
/** How long the texts may take: those that time out take 15 s. */
const PATIENCE_MS = 45_000 + SENDS * 20

/** Every way in which an answer or a callback can go wrong, and a list that lags. */
const FAULTS = [
  ...(['drop_after', 'server_error_after', 'truncated_after', 'bad_gateway_after', 'garbage_after'] as const).map(
    (fault) => ({ fault, probability: 0.05 }),
  ),
  ...(['drop_before', 'rate_limited', 'server_error', 'bad_gateway'] as const).map((fault) => ({
    fault,
    probability: 0.03,
  })),
  ...(['time_out_after', 'time_out_before'] as const).map((fault) => ({ fault, probability: 0.02 })),
]

const OUTBOUND = `messages WHERE direction = 'outbound'`

/** Brings the looks forward that would be due within a day. */
const lookNow = ({ db }: Texting) =>
  db.query(`UPDATE reconciliations SET next_at = clock_timestamp() WHERE attempt_id IN (
    SELECT attempt_id FROM reconciliations WHERE next_at IS NOT NULL FOR UPDATE SKIP LOCKED)`)

async function sendToMany(texting: Texting): Promise<void> {
  const { api, carrier } = texting
  for (const rule of FAULTS) carrier.emulator.control.addRule({ match: { op: 'create' }, ...rule })
  carrier.emulator.control.addRule({ delivery: { callbacks: { lose: 'all' }, listLagMs: 1_500 }, probability: 0.5 })
  carrier.emulator.control.addRule({ delivery: { callbacks: { duplicate: 'all', order: 'shuffled' } } })
  const body = 'Good morning, {{ contact.firstName }}! Reply STOP to opt out.'
  const workflowId = await goLive(api, [
    { id: 'start', type: 'trigger', data: { on: 'manual' } },
    { id: 'text', type: 'send_sms', data: { body } },
  ])
  const contactIds = await addContacts(texting, SENDS)
  await api.expect(202, api.post(`/api/workflows/${workflowId}/enroll`, { contactIds }))
  await eventually(
    'every text has been tried',
    async () =>
      (await count(texting, OUTBOUND)) === SENDS &&
      (await count(texting, `${OUTBOUND} AND status IN ('planned', 'held', 'sending')`)) === 0,
    PATIENCE_MS,
  )
}

/** What the carrier accepted of each text, by its words: they name their one recipient. */
function accepted({ carrier }: Texting): Map<string, string[]> {
  const sids = new Map<string, string[]>()
  for (const { sid, to } of carrier.emulator.control.ledger({ limit: 100_000 })) {
    if (sid !== null && to !== null) sids.set(to, [...(sids.get(to) ?? []), sid])
  }
  return sids
}

test.group('Reconciliation with the carrier', (group) => {
  group.each.timeout(120_000 + PATIENCE_MS)

  test(`of ${SENDS} texts amid every fault none is doubled, none lost, and each unknown resolved once the carrier tells`, async ({
    assert,
    cleanup,
  }) => {
    const texting = await startTexting(cleanup)
    await sendToMany(texting)
    await texting.carrier.emulator.control.idle()
    const inDoubt = await count(texting, `messages WHERE status = 'unknown'`)
    assert.isAbove(inDoubt, 10, 'the faults left nothing in doubt: this proves nothing')
    await eventually(
      'each text in doubt is noted',
      async () => (await count(texting, `reconciliations WHERE kind = 'unknown'`)) >= inDoubt,
    )
    const truth = accepted(texting)
    const hidden = SENDS - truth.size
    await eventually(
      'what the carrier has is found',
      async () => {
        await lookNow(texting)
        return (await count(texting, `messages WHERE status = 'unknown'`)) === hidden
      },
      PATIENCE_MS,
    )

    assert.equal(Math.max(...[...truth.values()].map((sids) => sids.length)), 1, 'a text was sent twice')
    const { rows } = await texting.db.query<{ to_address: string; provider_sid: string | null; status: string }>(
      `SELECT to_address, provider_sid, status FROM messages WHERE direction = 'outbound'`,
    )
    assert.lengthOf(rows, SENDS)
    for (const row of rows) {
      const [sid = null] = truth.get(row.to_address) ?? []
      assert.equal(row.provider_sid, sid, row.to_address)
      // What the carrier never had stays in doubt: that it lists nothing proves nothing.
      if (sid === null) assert.equal(row.status, 'unknown')
    }
    await eventually(
      'the runs of what was found go on',
      async () => (await count(texting, `runs WHERE status = 'completed'`)) === truth.size,
    )
    assert.equal(await count(texting, `runs WHERE status = 'waiting'`), hidden)
    await nothingStaysStuck(texting)
    console.log(
      `  ${SENDS} sends, ${inDoubt} in doubt, ${inDoubt - hidden} found on the list, ${hidden} that the carrier never had`,
    )
  })

  test('the comparison on demand names ghosts, doubles, what is missing and what has drifted, and changes nothing', async ({
    assert,
    cleanup,
  }) => {
    const texting = await startTexting(cleanup)
    const { api, carrier, db } = texting
    await goLive(api, [
      { id: 'start', type: 'trigger', data: { on: 'contact_created' } },
      { id: 'text', type: 'send_sms', data: { body: 'Hello {{ contact.phone }}. Reply STOP to opt out.' } },
    ])
    const consent = { source: 'form', wording: 'Yes', at: new Date().toISOString() }
    for (const last of [1, 2, 3, 4])
      await api.expect(201, api.post('/api/contacts', { phone: `+1500555100${last}`, consent }))
    await eventually(
      'all four are delivered',
      async () => (await count(texting, `messages WHERE status = 'delivered'`)) === 4,
    )
    const clean = await api.expect<Ledger>(200, api.get('/api/compliance/ledger'))
    assert.deepEqual(clean.findings, [])
    assert.equal(clean.ours, 4)

    // Ours is changed behind its own back: a ghost's twin, a status that lags, a SID that the carrier never gave.
    await db.query(`UPDATE messages SET status = 'sent', status_rank = 40 WHERE to_address = '+15005551001'`)
    await db.query(`UPDATE messages SET provider_sid = 'SM' || repeat('0', 32) WHERE to_address = '+15005551002'`)
    await db.query(`UPDATE messages SET segments = 3 WHERE to_address = '+15005551003'`)
    await db.query(`DELETE FROM messages WHERE to_address = '+15005551004'`)
    const dirty = await api.expect<Ledger>(200, api.get('/api/compliance/ledger'))
    assert.deepInclude(dirty.counts, { ghost: 1, duplicate: 1, missing: 1, status_drift: 1, segment_drift: 1 })
    assert.equal(await count(texting, `messages WHERE status = 'sent'`), 1)
    assert.equal(
      (await api.get('/api/compliance/ledger?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z')).status,
      422,
    )

    carrier.emulator.control.addRule({ match: { op: 'list' }, fault: 'unavailable' })
    assert.equal((await api.get('/api/compliance/ledger')).status, 503)
  })
})

interface Ledger {
  ours: number
  findings: unknown[]
  counts: Record<string, number>
}

/** Texts whose callbacks were lost come to their end by their SIDs, once their attempts are old enough. */
async function nothingStaysStuck(texting: Texting): Promise<void> {
  await texting.db.query(`
    WITH aged AS (
      UPDATE attempts a SET id = uuidv7(interval '-11 minutes') FROM messages m
      WHERE m.attempt_id = a.id AND m.status IN ('queued', 'sent') RETURNING a.id, a.message_id
    ), looked AS (DELETE FROM reconciliations)
    UPDATE messages m SET attempt_id = aged.id FROM aged WHERE m.id = aged.message_id`)
  await texting.db.query(`UPDATE reconcile_progress SET attempts_until = '00000000-0000-7000-8000-000000000000'`)
  await eventually(
    'every text has come to its end',
    async () => (await count(texting, `messages WHERE status IN ('queued', 'sent')`)) === 0,
    PATIENCE_MS,
  )
}
