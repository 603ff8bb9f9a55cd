import { test } from '@japa/runner'
import fc from 'fast-check'
import { graph, node } from '../../../../graph/tests/support/build.ts'
import { end, stepOf, Walked } from '../../support/play.ts'

test.group('STOP check', () => {
  const whole = graph(
    [node('check', 'stop_check'), end, node('gone', 'exit')],
    ['start>check', 'check.subscribed>end', 'check.opted_out>gone'],
  )

  test('only an opt-out counts as gone', ({ assert }) => {
    assert.equal(new Walked(whole, { optInStatus: 'opted_in' }).run.nodeId, 'end')
    assert.equal(new Walked(whole, { optInStatus: 'pending' }).run.nodeId, 'end')
    const { run, last } = new Walked(whole, { optInStatus: 'opted_out' })
    assert.equal(run.nodeId, 'gone')
    assert.deepEqual(stepOf(last, 'check').detail, { optInStatus: 'opted_out' })
  })
})

test.group('Condition', () => {
  const choose = node('choose', 'condition', {
    branches: [
      { id: 'vip', label: 'VIP', when: { field: 'contact.tags', op: 'has_tag', value: 'VIP' } },
      { id: 'lyon', label: 'Lyon', when: { field: 'contact.attributes.city', op: 'equals', value: 'lyon' } },
    ],
  })
  const whole = graph([choose, end], ['start>choose', 'choose.lyon>end', 'choose.else>end'])

  test('takes the first branch that holds and keeps every value that was looked at', ({ assert }) => {
    const { last } = new Walked(whole)
    assert.containSubset(stepOf(last, 'choose'), {
      outcome: 'lyon',
      detail: { branch: 'lyon', values: { 'contact.tags': ['new'], 'contact.attributes.city': 'Lyon' } },
    })
  })

  test('none holding, it leaves by else; a branch without an edge completes the run', ({ assert }) => {
    assert.equal(new Walked(whole, { attributes: {} }).last.steps.at(-2)?.outcome, 'else')
    const { run } = new Walked(whole, { tags: ['vip'] })
    assert.equal(run.status, 'completed')
    assert.equal(run.nodeId, 'choose')
  })

  test('sees what earlier nodes of the same walk have changed', ({ assert }) => {
    const tagged = graph([node('tag', 'add_tag', { tag: 'vip' }), choose], ['start>tag', 'tag>choose'])
    assert.equal(new Walked(tagged).outcome, 'choose:vip')
  })
})

test.group('Split', () => {
  const weights = [1, 0, 3]
  const branches = weights.map((weight, index) => ({ id: `b${index}`, label: '', weight }))
  const whole = graph([node('split', 'split', { branches })], ['start>split'])
  const sideOf = (id: string) => new Walked(whole, { id }).outcome

  test('a contact always takes the same side', ({ assert }) => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        assert.equal(sideOf(id), sideOf(id))
      }),
      { numRuns: 50 },
    )
  })

  test('people divide by the weights, and a weight of nothing gets nobody', ({ assert }) => {
    const counts = new Map<string, number>()
    for (let index = 0; index < 4000; index++) {
      const side = sideOf(`contact-${index}`)
      counts.set(side, (counts.get(side) ?? 0) + 1)
    }
    assert.isUndefined(counts.get('split:b1'))
    assert.approximately((counts.get('split:b0') ?? 0) / 4000, 0.25, 0.03)
  })
})
