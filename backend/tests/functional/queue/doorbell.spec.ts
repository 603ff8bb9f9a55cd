import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { BullDoorbell, migrateQueue } from '@soniarose/worker/queue'
import pg from 'pg'
import { eventually, Program } from '../../support/processes.ts'
import { TcpProxy } from '../../support/tcp_proxy.ts'

const databaseUrl = process.env.DATABASE_URL ?? ''
const redisUrl = process.env.TEST_REDIS_URL ?? ''

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !holds(); i += 1) await sleep(20)
}

/** Rings in one process reach a worker in another; here two doorbells with connections of their own stand for both. */
function pair(target: string | null, cleanup: (callback: () => Promise<void>) => void) {
  const states: (string | null)[] = []
  const web = new BullDoorbell({ databaseUrl, redisUrl: target, onHealth: (problem) => states.push(problem) })
  const worker = new BullDoorbell({ databaseUrl, redisUrl: target, onHealth: () => undefined })
  cleanup(async () => {
    await Promise.all([web.stop(), worker.stop()])
  })
  return { web, worker, states }
}

/** More than a pool of connections holds. */
const REFUSALS = 6

const BACKENDS: [string, string | null][] = [
  ['Postgres', null],
  ['Redis', redisUrl],
]

test.group('A webhook rings for a worker', (group) => {
  group.setup(async () => {
    const client = new pg.Client({ connectionString: databaseUrl })
    await client.connect()
    await migrateQueue(client)
    await client.end()
  })
  group.each.timeout(20_000)

  for (const [name, target] of BACKENDS) {
    test(`over ${name}, and the worker hears each bell after the last ring`, async ({ assert, cleanup }) => {
      const { web, worker } = pair(target, cleanup)
      const heard: string[] = []
      await worker.listen((bell) => heard.push(bell))
      for (let i = 0; i < 100; i += 1) web.ring('runs')
      web.ring('messages')
      await until(() => heard.includes('runs') && heard.includes('messages'))
      assert.includeMembers(heard, ['runs', 'messages'])
      // A hundred rings at once are few jobs: those that come while one is on its way are one.
      assert.isBelow(heard.length, 20)
      web.ring('effects')
      await until(() => heard.includes('effects'))
      assert.include(heard, 'effects')
    }).skip(name === 'Redis' && redisUrl === '', 'no Redis here')

    test(`over ${name}, and rings that nobody answers don't pile up`, async ({ assert, cleanup }) => {
      const { web, worker } = pair(target, cleanup)
      for (let i = 0; i < 50; i += 1) web.ring('runs')
      await sleep(300)
      let heard = 0
      await worker.listen(() => (heard += 1))
      await until(() => heard > 0)
      await sleep(200)
      assert.isBelow(heard, 20)
    }).skip(name === 'Redis' && redisUrl === '', 'no Redis here')

    test(`over ${name}, also when the first connections of both were cut`, async ({ assert, cleanup }) => {
      const wire = await TcpProxy.before(Number(new URL(target ?? databaseUrl).port))
      cleanup(() => wire.close())
      const [database, redis] = target === null ? [wire.through(databaseUrl), ''] : [databaseUrl, wire.through(target)]
      wire.refusals = REFUSALS
      const worker = new Program('tests/functional/queue/listening_process.ts', [database, redis], {})
      cleanup(() => worker.stop())
      await eventually('its first connections were cut', () => wire.refusals === 0)
      wire.refusals = REFUSALS
      const web = new BullDoorbell({ databaseUrl: database, redisUrl: redis || null, onHealth: () => undefined })
      cleanup(() => web.stop())
      await eventually('a ring is heard', () => {
        web.ring('runs')
        return worker.output.includes('heard runs')
      })
      assert.equal(wire.refusals, 0)
    }).skip(name === 'Redis' && redisUrl === '', 'no Redis here')
  }

  test('and a queue that is away is said once, and stops nobody', async ({ assert, cleanup }) => {
    const { web, states } = pair('redis://127.0.0.1:1', cleanup)
    for (let i = 0; i < 5; i += 1) {
      web.ring('runs')
      await sleep(100)
    }
    assert.lengthOf(states, 1)
    assert.isString(states[0])
  })
})
