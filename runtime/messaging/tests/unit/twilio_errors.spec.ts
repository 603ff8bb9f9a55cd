import { test } from '@japa/runner'
import { TWILIO_ERROR_CODES, twilioError } from '../../src/twilio_errors.ts'

test.group('Twilio errors', () => {
  test('every code that the facts list has a row', ({ assert }) => {
    const listed = [
      20003, 20404, 20429, 20500, 20503, 21211, 21212, 21606, 21408, 21602, 21603, 21604, 21617, 21619, 21620, 21623,
      21609, 21654, 21655, 21608, 21219, 21610, 21611, 21612, 21614, 21635, 21701, 21703, 21704, 21705, 14107, 30001,
      30002, 30003, 30004, 30005, 30006, 30007, 30008, 30010, 30011, 30019, 30017, 30018, 30022, 30023, 30027, 30024,
      30032, 30033, 30034, 30035, 30036, 30409, 30410, 30450, 30610, 30640, 11200, 11205, 12100, 12200, 12300,
    ]
    assert.deepEqual(
      listed.filter((code) => !TWILIO_ERROR_CODES.includes(code)),
      [],
    )
    assert.lengthOf(new Set(TWILIO_ERROR_CODES), TWILIO_ERROR_CODES.length)
  })

  test('an unsubscribed recipient is never retried and becomes an opt-out', ({ assert }) => {
    assert.deepInclude(twilioError(21610), { retry: 'never', effect: 'opt_out', retryAfterMs: null })
  })

  test('only "too many requests" is safe to post again at once, and only server faults are ambiguous', ({ assert }) => {
    const rows = TWILIO_ERROR_CODES.map(twilioError)
    assert.deepEqual(
      rows.filter((row) => row.retry === 'safe').map((row) => row.code),
      [20429],
    )
    assert.deepEqual(
      rows.filter((row) => row.retry === 'ambiguous').map((row) => row.code),
      [20500, 20503],
    )
  })

  test('what is retried later says when, and everything says in plain words what to do', ({ assert }) => {
    for (const row of TWILIO_ERROR_CODES.map(twilioError)) {
      assert.equal(row.retry === 'later', row.retryAfterMs !== null, String(row.code))
      assert.isAbove(row.explanation.length, 15, String(row.code))
      assert.isAbove(row.mend.length, 8, String(row.code))
    }
  })

  test('a code from next year is never resent by itself and leads to its page', ({ assert }) => {
    const row = twilioError(39999)
    assert.deepInclude(row, { retry: 'never', effect: 'none' })
    assert.include(row.mend, '39999')
  })
})
