import { test } from '@japa/runner'
import {
  advance,
  compile,
  compileVersion,
  CURRENT_BEHAVIOURS,
  NewerVersion,
  readBehaviours,
  simulate,
  startRun,
} from '../../src/index.ts'
import { graph, node } from '../../../graph/tests/support/build.ts'
import { runEvent } from '../support/play.ts'

/** The last step makes the contact a customer, which is the goal; nothing follows it. */
const sale = graph(
  [
    node('sold', 'add_tag', { tag: 'customer' }),
    node('goal', 'goal', { name: 'Bought', when: { field: 'contact.tags', op: 'has_tag', value: 'customer' } }),
  ],
  ['start>sold'],
)

const endOf = (behaviours: string[]) => {
  const compiled = compileVersion(sale, behaviours)
  if (compiled instanceof Error) throw compiled
  const event = runEvent()
  const { run, steps } = advance(compiled, startRun({ id: 'run-1', nodeId: 'start', now: event.now }), event)
  return { status: run.status, exitReason: run.exitReason, steps: steps.map((step) => step.outcome) }
}

test.group('Behaviours that a version keeps', () => {
  test('let runs of an old version end as they always did, and those of a new one reach their goal with the last step', ({
    assert,
  }) => {
    assert.deepEqual(endOf([]), { status: 'completed', exitReason: null, steps: ['next', 'next'] })
    assert.deepEqual(endOf(['goal_at_end']), { status: 'exited', exitReason: 'goal', steps: ['next', 'next'] })
  })

  test('are all of today’s for who plays a draft before publishing it', ({ assert }) => {
    assert.equal(simulate(sale).run.exitReason, 'goal')
    assert.deepEqual([...compile(sale).behaviours], [])
  })

  test('that this release does not know are a reason to refuse, not to guess', ({ assert }) => {
    const read = readBehaviours([...CURRENT_BEHAVIOURS, 'of_tomorrow'])
    assert.instanceOf(read, NewerVersion)
    assert.include(read instanceof Error ? read.message : '', '"of_tomorrow" is not known here')
    assert.instanceOf(compileVersion(sale, ['of_tomorrow']), NewerVersion)
  })

  test('are never taken from the list again: versions in the field carry their names for life', ({ assert }) => {
    assert.includeMembers([...CURRENT_BEHAVIOURS], ['goal_at_end'])
    assert.equal(new Set(CURRENT_BEHAVIOURS).size, CURRENT_BEHAVIOURS.length)
  })
})
