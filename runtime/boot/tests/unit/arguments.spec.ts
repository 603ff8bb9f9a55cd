import { test } from '@japa/runner'

import { nearest, readArguments } from '../../arguments.js'

const known = [
  { name: 'email', value: 'E-MAIL', help: '' },
  { name: 'scope', value: 'SCOPE', many: true, help: '' },
  { name: 'json', help: '' },
]

function messageOf(argv: string[]): string {
  const reading = readArguments(known, argv)
  return reading.ok ? '' : reading.message
}

test.group('The arguments of a command', () => {
  test('words and options may stand in any order, with a space or an equals sign', ({ assert }) => {
    const reading = readArguments(known, ['a', '--email', 'x@y.z', '--json', 'b', '--scope=read', '--scope', 'write'])
    assert.deepEqual(reading, {
      ok: true,
      arguments: { words: ['a', 'b'], options: { email: ['x@y.z'], json: [], scope: ['read', 'write'] } },
    })
  })

  test('after two dashes everything is a word', ({ assert }) => {
    const reading = readArguments(known, ['--', '--email'])
    assert.deepEqual(reading, { ok: true, arguments: { words: ['--email'], options: {} } })
  })

  test('a mistyped option is refused rather than taken for a word', ({ assert }) => {
    assert.equal(messageOf(['--emial', 'x']), 'There is no option --emial here.')
  })

  test('an option without its value says what it needs', ({ assert }) => {
    assert.equal(messageOf(['--email']), '--email needs E-MAIL.')
    assert.equal(messageOf(['--email=']), '--email needs E-MAIL.')
  })

  test('a switch with a value, and a single option given twice, are refused', ({ assert }) => {
    assert.equal(messageOf(['--json=1']), '--json takes no value.')
    assert.equal(messageOf(['--email', 'a', '--email', 'b']), '--email was given twice.')
  })
})

test.group('A mistyped command', () => {
  test('finds the one that was meant when it is near enough', ({ assert }) => {
    assert.equal(nearest('strat', ['start', 'test', 'serve']), 'start')
    assert.equal(nearest('server', ['start', 'test', 'serve']), 'serve')
    assert.isUndefined(nearest('deploy', ['start', 'test', 'serve']))
  })
})
