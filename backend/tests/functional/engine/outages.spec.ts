import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { StoreUnavailable } from '@soniarose/worker'
import { Redis } from 'ioredis'
import { PgMessageStore } from '#app/engine/pg_message_store'
import { createEnginePool } from '#app/engine/pool'
import { cutConnections } from '../../chaos/monkey.ts'
import { createDatabase } from '../../support/database.ts'
import { OwnRedis } from '../../support/own_redis.ts'
import { eventually } from '../../support/processes.ts'
import { TcpProxy } from '../../support/tcp_proxy.ts'
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
    const bulk = await startBulk(cleanup, { workers: 0 })
    const wire = await TcpProxy.before(Number(new URL(bulk.stack.databaseUrl).port))
    cleanup(() => wire.close())
    const worker = bulk.stack.addWorker({ DATABASE_URL: wire.through(bulk.stack.databaseUrl) })
    await enrolMany(bulk, RUNS)
    for (let cut = 0; cut < 8; cut++) {
      await sleep(200)
      if (cut % 2 === 0) wire.cut()
      else await cutConnections(bulk.db)
    }
    // Longer than the database bears with a silent client: what was open is gone, and the wire says so only then.
    wire.swallow()
    await sleep(6_500)
    wire.cut()
    // A connection that the wire has swallowed for good is given up after 32 s.
    await eventually('every run goes on', () => isAtRest(bulk), 45_000)
    assert.equal(await allWell(bulk), `1 0 ${RUNS}`)
    assert.isFalse(worker.ended)
  })

  test('a wire that swallows everything is given up, and the next connection does the work', async ({
    assert,
    cleanup,
  }) => {
    const database = await createDatabase()
    const wire = await TcpProxy.before(Number(new URL(database.url).port))
    const pool = createEnginePool({
      databaseUrl: wire.through(database.url),
      name: 'half open',
      max: 1,
      onError: () => undefined,
      silenceMs: 700,
    })
    cleanup(async () => {
      await pool.end()
      await wire.close()
      await database.drop()
    })
    const messages = new PgMessageStore(pool)
    assert.deepEqual(await messages.dueWorkspaces(1), [])
    wire.swallow()
    const begun = performance.now()
    await assert.rejects(() => messages.takeBack(['00000000-0000-7000-8000-000000000001']), StoreUnavailable)
    assert.equal(await messages.takeBack(['00000000-0000-7000-8000-000000000001']), 0)
    wire.swallow()
    await assert.rejects(() => messages.dueWorkspaces(1), StoreUnavailable)
    assert.deepEqual(await messages.dueWorkspaces(1), [])
    assert.isBelow(performance.now() - begun, 10_000)
  })

  test('a queue that is emptied, killed and started again costs nothing', async ({ assert, cleanup }) => {
    const own = await OwnRedis.start()
    cleanup(() => own.stop())
    const bulk = await startBulk(cleanup, { redis: true, redisUrl: own.url })
    const redis = new Redis(own.url)
    redis.on('error', () => undefined)
    cleanup(async () => redis.disconnect())
    await eventually('a worker is up', () => bulk.stack.workers[0]?.output.includes('Working.') ?? false)
    await enrolMany(bulk, RUNS)
    for (let flush = 0; flush < 10; flush++) {
      await sleep(100)
      await redis.flushall()
      if (flush !== 4) continue
      await own.kill()
      await sleep(1_000)
      await own.start()
    }
    await eventually('every run goes on', () => isAtRest(bulk), 30_000)
    assert.equal(await allWell(bulk), `1 0 ${RUNS}`)
  }).skip(!process.env.TEST_REDIS_URL, 'no Redis here')
})
