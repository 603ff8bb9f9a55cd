import { test } from '@japa/runner'
import { Loop } from '../../src/engine/loop.ts'
import { BatchSize } from '../../src/engine/batch_size.ts'
import type { WorkerReport } from '../../src/ports/reporter.ts'
import { systemClock } from '../../src/system_clock.ts'

const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5))

test.group('A loop', () => {
  test('rests when there is nothing, and looks again when it is poked during a look', async ({ assert }) => {
    let looks = 0
    const loop: Loop = new Loop({
      part: 'test',
      clock: systemClock,
      reporter: { report: () => undefined },
      turn: async () => {
        looks += 1
        // Work that comes now may be missed by this very look.
        if (looks === 1) loop.poke()
        return 'idle'
      },
    })
    loop.start()
    await tick()
    assert.equal(looks, 2)
    loop.poke()
    await tick()
    assert.equal(looks, 3)
    await loop.stop()
  })

  test('says a failure once and its end once, however often it fails', async ({ assert }) => {
    const reports: WorkerReport['kind'][] = []
    let turns = 0
    const clock = { ...systemClock, sleep: async () => tick() }
    const loop = new Loop({
      part: 'test',
      clock,
      reporter: { report: ({ kind }) => reports.push(kind) },
      turn: async () => {
        turns += 1
        if (turns < 5) throw new Error('away')
        return 'idle'
      },
    })
    loop.start()
    for (let wait = 0; wait < 50 && turns < 5; wait++) await tick()
    await loop.stop()
    assert.deepEqual(reports, ['problem', 'recovered'])
  })

  test('that is stopped ends its turn first', async ({ assert }) => {
    let ended = false
    const loop = new Loop({
      part: 'test',
      clock: systemClock,
      reporter: { report: () => undefined },
      turn: async () => {
        await tick()
        ended = true
        return 'idle'
      },
    })
    loop.start()
    await loop.stop()
    assert.isTrue(ended)
  })
})

test.group('The size of a batch', () => {
  test('grows while batches are full and quick, shrinks when they are slow, and stays in between', ({ assert }) => {
    const size = new BatchSize(1000)
    assert.equal(size.next, 200)
    size.record(200, 20)
    size.record(400, 20)
    assert.equal(size.next, 800)
    size.record(800, 100)
    assert.equal(size.next, 800)
    size.record(800, 900)
    assert.equal(size.next, 400)
    for (let slow = 0; slow < 10; slow++) size.record(400, 5_000)
    assert.equal(size.next, 100)
  })
})
