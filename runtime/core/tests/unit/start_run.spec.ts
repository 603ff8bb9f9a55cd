import { test } from '@japa/runner'
import { graph, node } from '../../../graph/tests/support/build.ts'
import { compile, decideEntry, enrolTrigger } from '../../src/index.ts'
import { DAY, MONDAY } from '../support/play.ts'

test.group('Coming in', () => {
  const ended = { status: 'completed' as const, startedAt: MONDAY - 3 * DAY }
  const open = { status: 'waiting' as const, startedAt: MONDAY - DAY }
  const decide = (
    rule: 'never' | 'after_exit' | 'always' | 'every_n_days',
    runs: (typeof ended | typeof open)[],
    days = 0,
  ) => {
    const decision = decideEntry({ rule, days }, { runs, now: MONDAY })
    return decision.enter ? 'enter' : decision.reason
  }

  test('everybody may come in once', ({ assert }) => {
    for (const rule of ['never', 'after_exit', 'always', 'every_n_days'] as const)
      assert.equal(decide(rule, []), 'enter')
  })

  test('again only as the workflow allows', ({ assert }) => {
    assert.equal(decide('never', [ended]), 'already_entered')
    assert.equal(decide('after_exit', [ended]), 'enter')
    assert.equal(decide('after_exit', [ended, open]), 'under_way')
    assert.equal(decide('always', [ended, open]), 'enter')
    assert.equal(decide('every_n_days', [ended], 3), 'enter')
    assert.equal(decide('every_n_days', [ended], 4), 'too_soon')
    assert.equal(decide('every_n_days', [open], 1), 'under_way')
  })

  test('enrolling by hand begins at the manual trigger, else at the first', ({ assert }) => {
    const event = node('event', 'trigger', { on: 'event', name: 'x' })
    assert.equal(enrolTrigger(compile(graph([event], [])))?.nodeId, 'start')
    assert.equal(enrolTrigger(compile({ ...graph([], []), nodes: [event] }))?.nodeId, 'event')
    assert.isUndefined(enrolTrigger(compile({ ...graph([], []), nodes: [] })))
  })
})
