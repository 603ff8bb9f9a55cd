import { test } from '@japa/runner'
import fc from 'fast-check'
import { RULE_OPERATORS, type Condition, type Rule } from '@soniarose/graph'
import { evaluate, type ScopeSource } from '../../src/index.ts'
import { MONDAY } from '../support/play.ts'

/** What conditions read, with `contact.x` as the field that is asked. */
function source(x: unknown): ScopeSource {
  const contact = { x, tags: ['VIP', 'new'] }
  return { zone: 'America/New_York', now: MONDAY, root: (name) => (name === 'contact' ? contact : undefined) }
}

function ask(x: unknown, op: Rule['op'], value?: Rule['value']): boolean {
  return evaluate({ field: 'contact.x', op, value }, source(x)).holds
}

test.group('Conditions', () => {
  test('texts are equal whatever their case and outer spaces, numbers whatever their spelling', ({ assert }) => {
    assert.isTrue(ask(' Lyon', 'equals', 'lyon'))
    assert.isTrue(ask('7.0', 'equals', 7))
    assert.isTrue(ask(true, 'equals', 'true'))
    assert.isFalse(ask('07x', 'equals', 7))
    assert.isTrue(ask('Lyon', 'not_equals', 'Nice'))
  })

  test('parts of texts and members of lists are found', ({ assert }) => {
    assert.isTrue(ask('Rue de Lyon', 'contains', 'LYON'))
    assert.isTrue(ask(['a', 'b'], 'contains', 'B'))
    assert.isTrue(ask('Lyon', 'starts_with', 'ly'))
    assert.isTrue(ask('Lyon', 'ends_with', 'ON'))
    assert.isTrue(ask('b', 'in', ['a', 'b']))
    assert.isTrue(ask('c', 'not_in', ['a', 'b']))
  })

  test('numbers are compared as numbers, also when they are texts', ({ assert }) => {
    assert.isTrue(ask('10', 'gt', 9))
    assert.isTrue(ask(10, 'gte', '10'))
    assert.isFalse(ask('ten', 'gt', 9))
    assert.isTrue(ask(-1, 'lt', 0))
    assert.isTrue(ask(0, 'lte', 0))
  })

  test("dates are compared in the contact's zone", ({ assert }) => {
    assert.isTrue(
      ask('2026-01-05', 'before', '2026-01-05T06:00:00Z'),
      'midnight in New York is five in the morning UTC',
    )
    assert.isTrue(ask('2026-01-05T12:00:00+02:00', 'after', '2026-01-05T09:00:00Z'))
    assert.isTrue(ask('2026-01-03', 'within_last', 'P3D'))
    assert.isFalse(ask('2026-01-01', 'within_last', 'P3D'))
    assert.isFalse(ask('2026-01-07', 'within_last', 'P3D'), 'the future is not the last three days')
    assert.isTrue(ask('2026-01-01', 'not_within_last', 'P3D'))
    assert.isTrue(ask('2026-01-07', 'within_next', 'P3D'))
  })

  test('tags are asked for by name, yes and no by value', ({ assert }) => {
    const holds = (op: Rule['op'], value: string) => evaluate({ field: 'contact.tags', op, value }, source(null)).holds
    assert.isTrue(holds('has_tag', 'vip'))
    assert.isTrue(holds('not_has_tag', 'old'))
    assert.isTrue(ask(true, 'is_true'))
    assert.isTrue(ask('false', 'is_false'))
    assert.isFalse(ask(undefined, 'is_false'))
  })

  test('a missing field answers no, and so yes to every negative question', ({ assert }) => {
    for (const missing of [undefined, null, '', []])
      for (const op of RULE_OPERATORS)
        assert.equal(
          ask(missing, op, 'x'),
          op === 'is_not_set' || op.startsWith('not_'),
          `${op} of ${JSON.stringify(missing)}`,
        )
  })

  test('every negative question is the exact opposite of its twin, and none throws', ({ assert }) => {
    const values = fc.oneof(fc.jsonValue(), fc.constantFrom('2026-01-01', '7', 'P3D', undefined))
    const plain = fc.oneof(
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constant('P1D'),
      fc.array(fc.string(), { maxLength: 2 }),
    )
    fc.assert(
      fc.property(values, plain, (field, value) => {
        for (const op of RULE_OPERATORS) {
          const holds = ask(field, op, value)
          const twin = RULE_OPERATORS.find((other) => `not_${other}` === op)
          if (twin) assert.equal(holds, !ask(field, twin, value))
        }
        assert.equal(ask(field, 'is_set'), !ask(field, 'is_not_set'))
      }),
      { numRuns: 200 },
    )
  })

  test('an object that pretends to have a text form of its own is no text, and breaks nothing', ({ assert }) => {
    for (const op of RULE_OPERATORS) assert.isBoolean(ask({ toString: 0 }, op, 'x'))
    assert.isFalse(ask({ toString: 0 }, 'is_true'))
  })

  test('all, any and not combine as in logic', ({ assert }) => {
    const yes: Condition = { field: 'contact.tags', op: 'is_set' }
    const no: Condition = { field: 'contact.nothing', op: 'is_set' }
    const holds = (condition: Condition) => evaluate(condition, source(1)).holds
    assert.isTrue(holds({ all: [yes, { any: [no, yes] }, { not: no }] }))
    assert.isFalse(holds({ all: [yes, no] }))
    assert.isFalse(holds({ any: [no, { not: yes }] }))
  })

  test('the values that were looked at are kept, shortened', ({ assert }) => {
    const { values } = evaluate({ field: 'contact.x', op: 'contains', value: 'y' }, source('y'.repeat(5000)))
    assert.isBelow(String(values['contact.x']).length, 250)
  })

  test('no path reaches what is not data', ({ assert }) => {
    for (const field of ['contact.__proto__.x', 'contact.constructor.name', 'contact.tags.length', 'contact.x.length'])
      assert.isFalse(evaluate({ field, op: 'is_set' }, source('text')).holds, field)
  })
})
