import { test } from '@japa/runner'
import { judgeAnswer, MAX_ATTEMPTS } from '../../src/sender/judge_answer.ts'

test.group('The answer to a post', () => {
  test('that was certainly not processed is repeated after one, two, four, eight seconds', ({ assert }) => {
    const pauses = [1, 2, 3, 4].map(
      (attempt) => judgeAnswer({ httpStatus: 429, code: 20429, requestWritten: true }, attempt, 0).retryInMs,
    )
    assert.deepEqual(pauses, [1000, 2000, 4000, 8000])
  })

  test('is not repeated for ever', ({ assert }) => {
    const last = judgeAnswer({ networkError: 'ECONNREFUSED', requestWritten: true }, MAX_ATTEMPTS, 0)
    assert.equal(last.class.outcome, 'refused')
    assert.isNull(last.retryInMs)
  })

  for (const ambiguous of [
    { networkError: 'ECONNABORTED', requestWritten: true },
    { networkError: 'ECONNRESET', requestWritten: true },
    { httpStatus: 500, code: 20500, requestWritten: true },
    { httpStatus: 502, requestWritten: true },
    { httpStatus: 201, sid: null, requestWritten: true },
    { httpStatus: 404, requestWritten: true },
  ]) {
    test(`that proves nothing is never repeated by itself: ${JSON.stringify(ambiguous)}`, ({ assert }) => {
      const judged = judgeAnswer(ambiguous, 1, 0)
      assert.equal(judged.class.outcome, 'unknown')
      assert.isNull(judged.retryInMs)
    })
  }

  test('that names an opt-out asks for one', ({ assert }) => {
    assert.equal(judgeAnswer({ httpStatus: 400, code: 21610, requestWritten: true }, 1, 0).effect, 'opt_out')
  })

  test('that blames the account pauses the sender and keeps the text', ({ assert }) => {
    const judged = judgeAnswer({ httpStatus: 401, code: 20003, requestWritten: true }, 1, 0)
    assert.equal(judged.effect, 'pause_sender')
    assert.equal(judged.class.outcome, 'retry')
  })
})
