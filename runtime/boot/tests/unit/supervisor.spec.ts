import { existsSync } from 'node:fs'

import { test } from '@japa/runner'

import { ownerIn } from '../../migrate.js'
import { parts } from '../../parts.js'
import { fits } from '../../pinned_node.js'
import { waitBeforeRestart } from '../../supervisor.js'

test.group('A part of the product that died', () => {
  test('is back within two seconds after any number of kill -9', ({ assert }) => {
    for (const quickEnds of [1, 5, 50]) {
      assert.isBelow(waitBeforeRestart({ quickEnds, signal: 'SIGKILL' }), 2000)
    }
  })

  test('is given more and more time when it keeps failing by itself, half a minute at most', ({ assert }) => {
    const waits = [1, 2, 4, 5, 6, 7, 20].map((quickEnds) => waitBeforeRestart({ quickEnds, signal: null }))
    assert.deepEqual(waits, [50, 50, 50, 1000, 2000, 4000, 30_000])
  })
})

test.group('The Node that runs the product', () => {
  test('is one that isolated-vm has a binary for', ({ assert }) => {
    assert.isTrue(fits({ node: '24.21.0', modules: '137' }))
    assert.isTrue(fits({ node: '26.3.0', modules: '147' }))
    assert.isFalse(fits({ node: '20.20.2', modules: '115' }))
    assert.isFalse(fits({ node: '25.1.0', modules: '141' }))
    assert.isFalse(fits({ node: '23.11.0', modules: '137' }))
  })
})

test.group('The answer of the migrations', () => {
  test('names the owner only when it was made just now', ({ assert }) => {
    assert.deepEqual(ownerIn('{"owner":{"email":"o@x.y","password":"p"}}\n'), { email: 'o@x.y', password: 'p' })
    assert.isUndefined(ownerIn('{"owner":null}\n'))
    assert.isUndefined(ownerIn(''))
  })
})

test.group('The parts of the product', () => {
  test('are files that are there, so that a renamed one is noticed before a start', ({ assert }) => {
    for (const { script } of Object.values(parts)) {
      const file = script.find((word) => word.endsWith('.ts')) ?? ''
      assert.isTrue(existsSync(file), file)
    }
  })
})
