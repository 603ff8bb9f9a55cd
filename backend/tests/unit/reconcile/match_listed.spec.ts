import { test } from '@japa/runner'
import { matchListed } from '#app/reconcile/match_listed'

const T0 = 1_750_000_000_000
const MINUTE = 60_000
const text = (attemptId: string, body = 'Hello', startedAt = T0) => ({ attemptId, body, startedAt })
const listed = (sid: string, body = 'Hello', createdAt = T0) => ({ sid, body, createdAt })
const pairs = (found: Map<string, { sid: string }>) =>
  [...found].map(([attempt, { sid }]) => `${attempt}=${sid}`).sort()

test.group('A text in doubt and the provider’s list', () => {
  test('the same words to the same number are the text', ({ assert }) => {
    assert.deepEqual(pairs(matchListed([text('a')], [listed('SM1'), listed('SM2', 'Other')])), ['a=SM1'])
  })

  test('an empty list proves nothing', ({ assert }) => {
    assert.equal(matchListed([text('a')], []).size, 0)
  })

  test('two that could be it are none', ({ assert }) => {
    assert.equal(matchListed([text('a')], [listed('SM1'), listed('SM2', 'Hello', T0 + MINUTE)]).size, 0)
  })

  test('what is older than the attempt, but for two minutes of clocks that differ, is another text', ({ assert }) => {
    assert.equal(matchListed([text('a')], [listed('SM1', 'Hello', T0 - 2 * MINUTE - 1)]).size, 0)
    assert.equal(matchListed([text('a')], [listed('SM1', 'Hello', T0 - 2 * MINUTE)]).size, 1)
  })

  test('look-alikes that the provider replaced, blanks and accents in another form don’t hide it', ({ assert }) => {
    const ours = 'It’s “day 1” – café…'
    const theirs = `It's "day 1" - cafe\u0301...  `
    assert.equal(matchListed([text('a', ours)], [listed('SM1', theirs)]).size, 1)
  })

  test('the same text sent twice on purpose is told apart by its order', ({ assert }) => {
    const twice = [text('b', 'Hello', T0 + 5 * MINUTE), text('a')]
    assert.deepEqual(pairs(matchListed(twice, [listed('SM2', 'Hello', T0 + 5 * MINUTE), listed('SM1')])), [
      'a=SM1',
      'b=SM2',
    ])
  })

  test('one listed text that only the first of two can be is the first', ({ assert }) => {
    const twice = [text('a'), text('b', 'Hello', T0 + 10 * MINUTE)]
    assert.deepEqual(pairs(matchListed(twice, [listed('SM1')])), ['a=SM1'])
    assert.equal(matchListed(twice, [listed('SM1', 'Hello', T0 + 10 * MINUTE)]).size, 0)
  })
})
