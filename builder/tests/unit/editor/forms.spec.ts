import { test } from '@japa/runner'
import {
  conditionSchema,
  NODE_KINDS,
  NODE_DEFINITIONS,
  nodeJsonSchema,
  settingsJsonSchema,
  type Condition,
} from '@soniarose/graph'
import fc from 'fast-check'
import {
  operatorsFor,
  readCondition,
  valueKind,
  withField,
  withOperator,
  writeCondition,
} from '../../../src/editor/inspector/condition_model.ts'
import { addWay, MATCH_WAYS, swapWay, waysOf } from '../../../src/editor/inspector/match_model.ts'
import { fieldsOf, isShown } from '../../../src/editor/inspector/read_schema.ts'
import { readSchedule, writeSchedule } from '../../../src/editor/inspector/schedule_model.ts'
import { variablesFor } from '../../../src/editor/inspector/variables.ts'
import { pickDuration, spanInWords, writeDuration } from '../../../src/editor/store/duration.ts'
import { graphOf, node } from './sample_graph.ts'

test.group('Forms drawn from schemas', () => {
  test('every field of every kind of step has a title that people can read', ({ assert }) => {
    for (const kind of NODE_KINDS) {
      for (const field of fieldsOf(nodeJsonSchema(kind))) assert.match(field.title, /^[A-Z]/, `${kind}.${field.name}`)
    }
    assert.isNotEmpty(fieldsOf(settingsJsonSchema()))
  })

  test('a field that belongs to another one’s choice is hidden until that is chosen', ({ assert }) => {
    const tag = fieldsOf(nodeJsonSchema('trigger')).find((field) => field.name === 'tag')
    if (!tag) throw new Error('The trigger has no tag')
    assert.isFalse(isShown(tag, { on: 'manual' }))
    assert.isTrue(isShown(tag, { on: 'tag_added' }))
  })

  test('a plugin’s schema with defaults, choices and references becomes fields', ({ assert }) => {
    const fields = fieldsOf({
      type: 'object',
      required: ['city', 'days'],
      $defs: { Days: { type: 'integer', minimum: 1 } },
      properties: {
        city: { type: 'string' },
        days: { $ref: '#/$defs/Days', default: 1, title: 'Days ahead' },
        mood: { enum: ['happy', 'calm'] },
        words: { type: 'array', items: { type: 'string' } },
        rows: { type: 'array', items: { type: 'object', properties: {} } },
        odd: { anyOf: [{ type: 'string' }, { type: 'number' }] },
      },
    })
    assert.deepEqual(
      fields.map((field) => field.type),
      ['text', 'integer', 'choice', 'words', 'list', 'other'],
    )
    assert.deepEqual(
      fields.map((field) => field.required),
      [true, false, false, false, false, false],
    )
    assert.equal(fields[1]?.title, 'Days ahead')
    assert.deepEqual(fields[2]?.choices[0], { value: 'happy', label: 'Happy' })
  })

  test('a schema that isn’t one gives an empty form', ({ assert }) => {
    assert.deepEqual(fieldsOf({}), [])
    assert.deepEqual(fieldsOf({ properties: { a: 'nonsense', b: { $ref: '#/nowhere' } } }), [])
  })
})

const ruleArbitrary = fc.record({
  field: fc.constantFrom('contact.firstName', 'reply.body'),
  op: fc.constant('equals' as const),
  value: fc.string(),
})
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    ruleArbitrary,
    fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
  ),
}))

/** What a condition answers when each rule is true just when its value isn't empty. */
function answer(value: Condition): boolean {
  if ('all' in value) return value.all.every(answer)
  if ('any' in value) return value.any.some(answer)
  if ('not' in value) return !answer(value.not)
  return value.value !== ''
}

test.group('Rule builder', () => {
  test('showing a condition and saving it again never changes what it means', ({ assert }) => {
    fc.assert(
      fc.property(condition, (value) => {
        const written = writeCondition(readCondition(value))
        if (written === undefined) throw new Error('The condition is gone')
        assert.equal(answer(written), answer(value))
        assert.isTrue(conditionSchema.safeParse(written).success)
      }),
    )
  })

  test('what is no condition at all opens as an empty group', ({ assert }) => {
    for (const value of [null, 'x', 3, {}, { all: 'x' }, { field: 'a', op: 'nonsense' }]) {
      assert.isUndefined(writeCondition(readCondition(value)))
    }
  })

  test('another question keeps the value only where it still makes sense', ({ assert }) => {
    const rule = { field: 'contact.firstName', op: 'equals' as const, value: 'Ana' }
    assert.equal(withOperator(rule, 'contains').value, 'Ana')
    assert.deepEqual(withOperator(rule, 'in').value, ['Ana'])
    assert.isUndefined(withOperator(rule, 'is_set').value)
    assert.equal(valueKind(withOperator(rule, 'within_last').op), 'duration')
  })

  test('another field keeps the question and the value only where they make sense of it', ({ assert }) => {
    const known = variablesFor({ graph: graphOf([]), context: {} }, '')
    const rule = { field: 'contact.firstName', op: 'equals' as const, value: 'Ana' }
    assert.deepEqual(withField(rule, 'contact.lastName', known), { ...rule, field: 'contact.lastName' })
    assert.deepEqual(withField(rule, 'contact.optInStatus', known), {
      ...rule,
      field: 'contact.optInStatus',
      value: '',
    })
    assert.deepEqual(withField(rule, 'contact.tags', known), { field: 'contact.tags', op: 'has_tag', value: 'Ana' })
    const asked = { field: 'contact.firstName', op: 'is_set' as const }
    assert.deepEqual(withField(asked, 'contact.createdAt', known), { ...asked, field: 'contact.createdAt' })
  })

  test('the question that is already asked is always among the choices', ({ assert }) => {
    assert.include(operatorsFor('list', 'starts_with'), 'starts_with')
  })
})

test.group('Ways to recognise a reply', () => {
  test('each way, as it is first added, is shown again, and flags are valid at once', ({ assert }) => {
    for (const way of MATCH_WAYS) assert.deepEqual(waysOf(addWay({}, way)), [way])
    const branches = [{ id: 'a', label: 'A', match: addWay({}, 'affirmative') }]
    assert.isTrue(NODE_DEFINITIONS.branch_on_reply.schema.safeParse({ timeout: 'P1D', branches }).success)
  })

  test('changing “has the word” to “contains” keeps the words', ({ assert }) => {
    assert.deepEqual(swapWay({ anyWord: ['yes'] }, 'anyWord', 'contains'), { contains: ['yes'] })
    assert.deepEqual(swapWay({ anyWord: ['yes'] }, 'anyWord', 'affirmative'), { affirmative: true })
  })
})

test.group('Times', () => {
  test('a picked duration reads back as it was picked', ({ assert }) => {
    for (const unit of ['minutes', 'hours', 'days', 'weeks'] as const) {
      assert.deepEqual(pickDuration(writeDuration({ amount: 3, unit })), { amount: 3, unit })
    }
    for (const iso of ['P1DT6H', 'P1M', '', 'soon']) assert.isNull(pickDuration(iso))
  })

  test('a picked schedule reads back as it was picked, and a stranger one is left as written', ({ assert }) => {
    for (const every of ['day', 'week', 'month'] as const) {
      const picked = {
        every,
        days: every === 'week' ? (['mon', 'fri'] as const).slice() : [],
        monthDay: every === 'month' ? 15 : 1,
        time: '09:30',
      }
      assert.deepEqual(readSchedule(writeSchedule(picked)), picked)
    }
    for (const rule of ['FREQ=YEARLY;BYHOUR=9', 'FREQ=WEEKLY;INTERVAL=2;BYHOUR=9', 'FREQ=WEEKLY', 'nonsense'])
      assert.isNull(readSchedule(rule))
  })

  test('spans are said coarsely', ({ assert }) => {
    assert.deepEqual([0, 999, 93_000, 86_400_000, 90_000_000].map(spanInWords), [
      '0 ms',
      '999 ms',
      '1 min 33 s',
      '1 d',
      '1 d 1 h',
    ])
  })
})

test.group('Variables', () => {
  test('only steps before this one are offered, with what their plugin gives back', ({ assert }) => {
    const graph = graphOf(
      [
        node('start', 'trigger'),
        node('quote', 'plugin', { plugin: 'p', node: 'n' }),
        node('tell', 'send_sms'),
        node('later', 'http_request'),
      ],
      ['start.next>quote', 'quote.done>tell', 'tell.next>later'],
    )
    const plugins = [
      {
        name: 'p',
        version: '1.0.0',
        title: 'P',
        nodes: [
          {
            name: 'n',
            title: 'N',
            input: {},
            output: { properties: { text: { type: 'string' } } },
            outcomes: ['done'],
          },
        ],
      },
    ]
    const paths = variablesFor({ graph, context: { plugins } }, 'tell', ['city', 'bad name']).map(
      (variable) => variable.path,
    )
    assert.includeMembers(paths, ['contact.firstName', 'contact.attributes.city', 'steps.quote.text'])
    assert.notInclude(paths, 'steps.later.status')
    assert.notInclude(paths, 'contact.attributes.bad name')
  })
})
