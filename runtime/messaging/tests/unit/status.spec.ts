import { test } from '@japa/runner'
import fc from 'fast-check'
import { isFinalStatus, isProviderStatus, mergeStatus, statusRank, type ProviderStatus } from '../../src/status.ts'

const ALL: ProviderStatus[] = [
  'scheduled',
  'accepted',
  'queued',
  'sending',
  'sent',
  'canceled',
  'failed',
  'undelivered',
  'partially_delivered',
  'delivered',
  'read',
]
const statuses = fc.array(fc.constantFrom(...ALL), { minLength: 1, maxLength: 12 })

test.group('Status of a message', () => {
  test('whatever order callbacks come in and however often, the message ends in the same status', ({ assert }) => {
    fc.assert(
      fc.property(
        statuses.chain((given) =>
          fc.tuple(
            fc.constant(given),
            fc.shuffledSubarray([...given, ...given], { minLength: given.length * 2, maxLength: given.length * 2 }),
          ),
        ),
        ([given, again]) => {
          assert.equal(again.reduce(mergeStatus), given.reduce(mergeStatus))
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('a message never falls back', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ALL),
        fc.constantFrom(...ALL),
        (a, b) => statusRank(mergeStatus(a, b)) === Math.max(statusRank(a), statusRank(b)),
      ),
    )
  })

  test('delivered wins over every other end', ({ assert }) => {
    for (const other of ['failed', 'undelivered', 'canceled', 'sent'] as const) {
      assert.equal(mergeStatus('delivered', other), 'delivered')
      assert.equal(mergeStatus(other, 'delivered'), 'delivered')
    }
  })

  test('a text that is only sent may still be delivered', ({ assert }) => {
    assert.isFalse(isFinalStatus('sent'))
    assert.isTrue(isFinalStatus('undelivered'))
  })

  test('an unknown word from outside is not taken for a status', ({ assert }) => {
    assert.isTrue(isProviderStatus('queued'))
    for (const word of ['', 'toString', '__proto__', 'QUEUED']) assert.isFalse(isProviderStatus(word))
  })
})
