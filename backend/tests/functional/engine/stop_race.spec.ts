import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { eventually } from '../../support/processes.ts'
import { enrolMany, startBulk } from './crash_support.ts'

const RUNS = 60

test.group('STOP against texts on their way out', (group) => {
  group.each.timeout(120_000)

  test('no claim is committed after the opt-out, and every run of that contact ends with its reason', async ({
    assert,
    cleanup,
  }) => {
    const bulk = await startBulk(cleanup, { workers: 2 })
    const { carrier, db } = bulk
    await eventually('the workers are up', () =>
      bulk.stack.workers.every((worker) => worker.output.includes('Working.')),
    )
    await enrolMany(bulk, RUNS)
    const { rows: people } = await db.query<{ phone: string }>('SELECT phone FROM contacts ORDER BY id')
    await Promise.all(
      people.map(async ({ phone }) => {
        await sleep(Math.random() * 1_500)
        await carrier.receive(phone, 'STOP')
      }),
    )
    await eventually('nothing is under way', async () => {
      // A text whose request was under way at the STOP still has its answer to come.
      const { rows } = await db.query<{ n: number }>(
        `SELECT (SELECT count(*) FROM runs WHERE status IN ('ready', 'waiting'))::integer
           + (SELECT count(*) FROM messages WHERE status IN ('planned', 'held', 'sending'))::integer AS n`,
      )
      return rows[0]?.n === 0
    })
    // started_at of an attempt is the moment of its claim; consents are recorded in the STOP's own transaction.
    const late = await db.query(
      `SELECT m.id FROM messages m JOIN attempts a ON a.message_id = m.id
         JOIN consents k ON k.contact_id = m.contact_id AND k.status = 'opted_out' AND k.source = 'sms'
       WHERE a.started_at > k.recorded_at + interval '1 second'`,
    )
    assert.lengthOf(late.rows, 0)
    const ends = await db.query<{ end: string; n: number }>(
      `SELECT r.status || ' ' || coalesce(r.exit_reason, '') AS end, count(*)::integer AS n FROM runs r GROUP BY 1`,
    )
    for (const { end } of ends.rows) assert.include(['exited opted_out', 'completed '], end)
    const cut = await db.query<{ n: number }>(
      `SELECT count(*)::integer AS n FROM runs r WHERE r.exit_reason = 'opted_out'
         AND NOT EXISTS (SELECT FROM steps s WHERE s.run_id = r.id AND s.seq = r.seq AND s.status = 'canceled' AND s.outcome = 'opted_out')`,
    )
    assert.equal(cut.rows[0]?.n, 0)
  })
})
