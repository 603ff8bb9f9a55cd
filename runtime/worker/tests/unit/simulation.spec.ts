import { availableParallelism } from 'node:os'
import { test } from '@japa/runner'
import { liveThroughInThreads, report, reportMany, simulate } from '../../src/simulation/index.ts'

const SEEDS = 2_000
const WITHIN_MS = 60_000
const THREADS = Math.min(2, availableParallelism())

test.group('The engine in simulated trouble', (group) => {
  group.each.timeout(120_000)

  test(`keeps every promise in ${SEEDS} seeds, or as many as a minute allows`, async ({ assert }) => {
    const begun = performance.now()
    const range = { from: 1, count: SEEDS, withinMs: WITHIN_MS, mostBroken: 3 }
    const total = await liveThroughInThreads(range, THREADS)
    console.log(`    ${reportMany(total, performance.now() - begun)}`)
    assert.deepEqual(total.broken.map(report), [])
    assert.isAbove(total.accepted, total.seeds, 'the seeds are too quiet to prove anything')
    assert.isAbove(total.killed, 0)
    assert.isAbove(total.frozen, 0)
  })

  test('is the same for the same seed, step by step', async ({ assert }) => {
    for (let seed = 1; seed <= 25; seed++) {
      const [one, other] = [await simulate({ seed }), await simulate({ seed })]
      assert.equal(one.digest, other.digest, `seed ${seed} went two ways`)
      assert.equal(one.steps, other.steps)
    }
  })

  test('is another for another seed', async ({ assert }) => {
    const digests = new Set<string>()
    for (let seed = 1; seed <= 25; seed++) digests.add((await simulate({ seed })).digest)
    assert.equal(digests.size, 25)
  })

  test('tells of a broken promise how to see it again', async ({ assert }) => {
    const result = await simulate({ seed: 1 })
    const text = report({ ...result, broken: { invariant: 'no text is accepted twice', message: 'message 1' } })
    assert.include(text, 'BROKEN: no text is accepted twice: message 1')
    assert.include(text, 'node ace.js prove simulation --seed 1 --verbose')
  })
})
