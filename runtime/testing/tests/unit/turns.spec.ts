import { test } from '@japa/runner'

import { takeTurns } from '../../turns.ts'

test.group('Suites that run side by side', () => {
  test('read one after the other: who looks for a failure finds it under its suite', ({ assert }) => {
    const heard: string[] = []
    const next = takeTurns((text) => heard.push(text))
    const [first, second] = [next(), next()]
    first.say('a1')
    second.say('b1')
    first.say('a2')
    assert.deepEqual(heard, ['a1', 'a2'])
    first.end()
    second.say('b2')
    assert.deepEqual(heard, ['a1', 'a2', 'b1', 'b2'])
  })

  test('lose nothing of one that ended before its turn, nor of one that came later', ({ assert }) => {
    const heard: string[] = []
    const next = takeTurns((text) => heard.push(text))
    const [first, second] = [next(), next()]
    second.say('b')
    second.end()
    const third = next()
    third.say('c1')
    first.end()
    assert.deepEqual(heard, ['b', 'c1'])
    third.say('c2')
    third.end()
    next().say('d')
    assert.deepEqual(heard, ['b', 'c1', 'c2', 'd'])
  })
})
