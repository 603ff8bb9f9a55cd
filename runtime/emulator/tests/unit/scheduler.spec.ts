import { test } from '@japa/runner'
import { Scheduler } from '../../src/state/scheduler.ts'
import { seededRandom } from '../../src/state/random.ts'

test.group('The scheduler', () => {
  test('runs what a moved clock has made due in the order of its time, and equal times in the order they were given', ({
    assert,
  }) => {
    const scheduler = new Scheduler()
    const random = seededRandom(5)
    const ran: number[] = []
    for (let count = 0; count < 500; count += 1) {
      const delay = 1_000 + Math.floor(random() * 50) * 1_000
      scheduler.after(delay, () => void ran.push(delay))
    }
    scheduler.advance(25_500)
    const half = ran.length
    assert.isTrue(ran.every((delay) => delay <= 25_500))
    scheduler.advance(60_000)
    assert.lengthOf(ran, 500)
    assert.isAbove(500, half)
    assert.deepEqual(
      ran,
      ran.toSorted((left, right) => left - right),
    )
    scheduler.close()
  })

  test('what is due at once runs in the next turn, not in the caller’s', async ({ assert }) => {
    const scheduler = new Scheduler()
    let ran = false
    scheduler.after(0, () => {
      ran = true
    })
    assert.isFalse(ran)
    assert.equal(scheduler.pending(0), 1)
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    assert.isTrue(ran)
    assert.equal(scheduler.pending(1_000_000), 0)
  })

  test('counts as pending only what is due within the horizon, and nothing after it is closed', ({ assert }) => {
    const scheduler = new Scheduler()
    scheduler.after(5_000, () => {})
    scheduler.after(500_000, () => {})
    assert.equal(scheduler.pending(60_000), 1)
    scheduler.close()
    scheduler.after(1, () => {})
    assert.equal(scheduler.pending(1_000_000), 0)
  })
})
