import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { eventually } from '../../support/processes.ts'
import { enrolMany, isAtRest, readLedgers, startBulk } from './crash_support.ts'

const RUNS = 200

test.group('A worker that freezes and thaws', (group) => {
  group.each.timeout(180_000)

  test('holds nobody up, and writes and sends nothing that another has taken over', async ({ assert, cleanup }) => {
    const bulk = await startBulk(cleanup, { workers: 2 })
    const [frozen] = bulk.stack.workers
    await eventually('both workers are up', () =>
      bulk.stack.workers.every((worker) => worker.output.includes('Working.')),
    )
    await enrolMany(bulk, RUNS)
    for (const pause of [7_000, 22_000]) {
      await sleep(100 + Math.random() * 300)
      frozen?.child.kill('SIGSTOP')
      await sleep(pause)
      frozen?.child.kill('SIGCONT')
    }
    // 20 s until a frozen claim is given up, and 15 s to go on.
    await eventually('every run goes on', () => isAtRest(bulk), 36_000)
    const { accepted, statuses, runs } = await readLedgers(bulk)
    assert.equal(Math.max(...accepted.values()), 1, 'a text reached the carrier twice')
    const unknown = statuses.get('unknown') ?? 0
    assert.equal((runs.get('completed') ?? 0) + unknown, RUNS)
    assert.equal(frozen?.ended, false)
  })
})
