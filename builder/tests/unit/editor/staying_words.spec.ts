import { test } from '@japa/runner'
import { sayStayed, sayStaying } from '../../../src/editor/top_bar/staying_words.ts'

const on = (number: number, runs: number) => ({ id: `v${number}`, number, runs })

test.group('Whoever publishes is told of the runs that stay behind', () => {
  test('nothing, where nobody is under way', ({ assert }) => {
    assert.isNull(sayStaying([on(2, 0), on(1, 0)]))
    assert.isNull(sayStayed([on(2, 0)]))
  })

  test('how many, and on which versions, so that none of an older one is overlooked', ({ assert }) => {
    assert.equal(sayStaying([on(1, 1)]), '1 run is under way on version 1. It stays on the version that it began with')
    assert.equal(
      sayStaying([on(4, 1200), on(3, 0), on(2, 30), on(1, 4)]),
      '1,234 runs are under way: 1,200 on version 4, 30 on version 2 and 4 on version 1. They stay on the version that they began with',
    )
    assert.equal(sayStayed([on(2, 2), on(1, 1)]), '3 runs go on with the version that they began with.')
    assert.equal(sayStayed([on(1, 1)]), '1 run goes on with the version that it began with.')
  })
})
