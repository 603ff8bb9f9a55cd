import { test } from '@japa/runner'
import { faultsOf } from '../../chaos/audit.ts'
import { liveThrough } from '../../chaos/rough_day.ts'

test.group('A day on which everything goes wrong at once', (group) => {
  group.each.timeout(120_000)

  test('no text is sent twice, none is lost, and each that is unknown has its reason', async ({ assert, cleanup }) => {
    const report = await liveThrough(
      {
        contacts: 100,
        textsEach: 4,
        workers: 2,
        pause: 'PT1S',
        grace: 'PT5S',
        mischief: ['kill', 'crash', 'freeze', 'cut', 'kill', 'kill'],
        pauseMs: () => 150 + Math.random() * 500,
        frozenMs: () => 7_000,
        until: 0,
        restMs: 36_000,
      },
      cleanup,
    )
    const { texts, taken, unknown, seconds, done } = report
    console.log(
      `    ${texts} texts, ${taken} taken once, ${unknown.taken + unknown.notTaken} unknown, in ${seconds.toFixed(1)} s: ${JSON.stringify(done)}`,
    )
    assert.deepEqual(faultsOf(report), [])
    assert.equal(texts, 400)
    assert.isAbove(taken, 200)
  })
})
