import { test } from '@japa/runner'

import { add, closingLine, emptyTally } from '../../tally.ts'

const good = { passed: 3, failed: 0, skipped: [], hasError: false }
const unit = { suite: 'unit', exitCode: 0, narrowed: false }

test.group('The sum of a test run', () => {
  test('closes with the line that a CI reads', ({ assert }) => {
    assert.equal(closingLine(add(emptyTally, { ...unit, report: good })), '3 passed, 0 failed')
    const skipped = add(emptyTally, { ...unit, report: { ...good, skipped: ['one: no browser'] } })
    assert.equal(closingLine(skipped), '3 passed, 0 failed, 1 skipped')
  })

  test('counts a suite that crashed before its end as a failure, also when it exited with 0', ({ assert }) => {
    const tally = add(emptyTally, { ...unit, report: undefined })
    assert.equal(tally.failed, 1)
    assert.deepEqual(tally.faults, ['The unit suite ended before its tests did (exit code 0).'])
  })

  test('counts a suite without a test as a failure, unless the person narrowed the run down', ({ assert }) => {
    const empty = { ...good, passed: 0 }
    assert.equal(add(emptyTally, { ...unit, report: empty }).failed, 1)
    assert.equal(add(emptyTally, { ...unit, report: empty, narrowed: true }).failed, 0)
  })

  test('counts what failed outside of the tests, once', ({ assert }) => {
    assert.equal(add(emptyTally, { ...unit, report: { ...good, hasError: true } }).failed, 1)
    assert.equal(add(emptyTally, { ...unit, exitCode: 1, report: good }).failed, 1)
    assert.equal(add(emptyTally, { ...unit, exitCode: 1, report: { ...good, failed: 2, hasError: true } }).failed, 2)
  })
})
