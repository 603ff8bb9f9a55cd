import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { Redis } from 'ioredis'
import { eventually } from '../../support/processes.ts'
import { enrolMany, isAtRest, readLedgers, startBulk, type Bulk } from './crash_support.ts'

const RUNS = 200

async function allWell(bulk: Bulk): Promise<string> {
  const { accepted, statuses, runs } = await readLedgers(bulk)
  return `${Math.max(...accepted.values())} ${statuses.get('unknown') ?? 0} ${runs.get('completed') ?? 0}`
}

test.group('When what a worker stands on goes away for a moment', (group) => {
  group.each.timeout(120_000)

  test('cut database connections cost nothing: no text is lost, doubled or in doubt for long', async ({
    assert,
    cleanup,
  }) => {
    const bulk = await startBulk(cleanup)
    await enrolMany(bulk, RUNS)
    for (let cut = 0; cut < 8; cut++) {
      await sleep(200)
      await bulk.db.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
           AND application_name LIKE 'soniarose%'`,
      )
    }
    await eventually('every run goes on', () => isAtRest(bulk), 30_000)
    assert.equal(await allWell(bulk), `1 0 ${RUNS}`)
    assert.isFalse(bulk.stack.workers[0]?.ended)
  })

  test('an emptied queue costs nothing', async ({ assert, cleanup }) => {
    const bulk = await startBulk(cleanup, { redis: true })
    const redis = new Redis(process.env.TEST_REDIS_URL ?? '')
    cleanup(async () => redis.disconnect())
    await eventually('a worker is up', () => bulk.stack.workers[0]?.output.includes('Working.') ?? false)
    await enrolMany(bulk, RUNS)
    for (let flush = 0; flush < 10; flush++) {
      await sleep(100)
      await redis.flushall()
    }
    await eventually('every run goes on', () => isAtRest(bulk), 30_000)
    assert.equal(await allWell(bulk), `1 0 ${RUNS}`)
  }).skip(!process.env.TEST_REDIS_URL, 'no Redis here')
})
