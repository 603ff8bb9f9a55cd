import { test } from '@japa/runner'
import fc from 'fast-check'
import { classifyOutcome, type PostOutcome } from '../../src/classify_outcome.ts'

const outcomeOf = (outcome: Partial<PostOutcome>): string =>
  classifyOutcome({ requestWritten: true, ...outcome }).outcome

test.group('Outcome of a post', () => {
  test('a 201 with its SID is accepted; a 2xx that nobody could read may have been sent', ({ assert }) => {
    assert.equal(outcomeOf({ httpStatus: 201, sid: 'SM1' }), 'accepted')
    assert.equal(outcomeOf({ httpStatus: 201 }), 'unknown')
  })

  test('what never connected is safe to post again', ({ assert }) => {
    for (const networkError of ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']) {
      assert.equal(outcomeOf({ networkError }), 'retry', networkError)
    }
    assert.equal(outcomeOf({ networkError: 'ECONNRESET', requestWritten: false }), 'retry')
  })

  test('a time-out or reset after writing is never posted again by itself', ({ assert }) => {
    for (const networkError of ['ECONNRESET', 'ETIMEDOUT', 'ECONNABORTED', 'EPIPE', null]) {
      assert.equal(outcomeOf({ networkError }), 'unknown', String(networkError))
    }
  })

  test('429 was never processed, with or without its code', ({ assert }) => {
    assert.equal(outcomeOf({ httpStatus: 429, code: 20429 }), 'retry')
    assert.equal(outcomeOf({ httpStatus: 429 }), 'retry')
  })

  test('a 4xx with Twilio’s code is refused; one without is a proxy’s, and proves nothing', ({ assert }) => {
    assert.deepEqual(classifyOutcome({ httpStatus: 400, code: 21610, requestWritten: true }), {
      outcome: 'refused',
      reason: 'Twilio error 21610',
    })
    assert.equal(outcomeOf({ httpStatus: 408 }), 'unknown')
  })

  test('a 5xx may have been sent, even with a code', ({ assert }) => {
    for (const httpStatus of [500, 502, 503, 504]) assert.equal(outcomeOf({ httpStatus }), 'unknown')
    assert.equal(outcomeOf({ httpStatus: 500, code: 20500 }), 'unknown')
    assert.equal(outcomeOf({ httpStatus: 302 }), 'unknown')
  })

  test('nothing that was written is posted again unless Twilio said 429 or the connection never stood', () => {
    fc.assert(
      fc.property(
        fc.option(fc.integer({ min: 100, max: 599 })),
        fc.option(fc.integer()),
        fc.constantFrom('ECONNRESET', 'ETIMEDOUT', 'EPIPE', null),
        (httpStatus, code, networkError) => {
          const { outcome } = classifyOutcome({ httpStatus, code, networkError, requestWritten: true })
          return outcome !== 'retry' || httpStatus === 429
        },
      ),
    )
  })
})
