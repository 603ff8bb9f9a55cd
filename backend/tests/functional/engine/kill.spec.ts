import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { eventually } from '../../support/processes.ts'
import { enrolMany, isAtRest, readLedgers, startBulk } from './crash_support.ts'

const RUNS = 200
const KILLS = 6

for (const [name, redis] of [
  ['Postgres', false],
  ['Redis', true],
] as const) {
  test.group(`A worker killed at random moments, with BullMQ on ${name}`, (group) => {
    group.each.timeout(180_000)

    test('loses no run, doubles no text, and says of each text in doubt that it is', async ({ assert, cleanup }) => {
      const bulk = await startBulk(cleanup, { redis })
      await eventually('a worker is up', () => bulk.stack.workers[0]?.output.includes('Working.') ?? false)
      await enrolMany(bulk, RUNS)
      let inFlight = 0
      for (let kill = 0; kill < KILLS; kill++) {
        await sleep(150 + Math.random() * 700)
        await bulk.stack.workers.at(-1)?.kill()
        const { rows } = await bulk.db.query<{ n: number }>(
          `SELECT count(*)::integer AS n FROM messages WHERE status = 'sending'`,
        )
        inFlight += rows[0]?.n ?? 0
        const next = bulk.stack.addWorker()
        await eventually('the next worker is up', () => next.output.includes('Working.'))
      }
      await eventually('every run goes on', () => isAtRest(bulk), 15_000)
      const { accepted, statuses, runs } = await readLedgers(bulk)
      assert.equal(Math.max(...accepted.values()), 1, 'a text reached the carrier twice')
      const unknown = statuses.get('unknown') ?? 0
      assert.isAtMost(unknown, inFlight, 'more in doubt than were in flight')
      assert.equal((runs.get('completed') ?? 0) + unknown, RUNS)
      assert.equal(statuses.get('failed') ?? 0, 0)
      const silent = [...accepted.values()].filter((times) => times === 0).length
      assert.isAtMost(silent, unknown, 'a text is missing silently')
    }).skip(redis && !process.env.TEST_REDIS_URL, 'no Redis here')
  })
}
