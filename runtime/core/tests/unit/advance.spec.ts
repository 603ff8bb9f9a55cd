import { test } from '@japa/runner'
import { chain, graph, node } from '../../../graph/tests/support/build.ts'
import { advance, checkExits, compile, exitRun, STEP_BUDGET, STEPS_WITHOUT_WAIT } from '../../src/index.ts'
import { DAY, end, MONDAY, runEvent, stepOf, Walked } from '../support/play.ts'

test.group('Advancing a run', () => {
  test('a run walks from its trigger to its exit in one go, with one step for each visit', ({ assert }) => {
    const { last, run } = new Walked(chain(node('tag', 'add_tag', { tag: 'a' }), end), {}, { from: 'form' })
    assert.deepEqual(
      last.steps.map(({ seq, nodeId, nodeType, outcome }) => `${seq} ${nodeId} ${nodeType} ${outcome}`),
      ['1 start trigger next', '2 tag add_tag next', '3 end exit exit'],
    )
    assert.deepEqual(last.steps[0]?.detail, { on: 'manual', data: { from: 'form' } })
    assert.containSubset(run, { status: 'completed', exitReason: null, nodeId: 'end', wait: null })
  })

  test('a handle without an edge completes the run there', ({ assert }) => {
    const { run } = new Walked(chain(node('tag', 'add_tag', { tag: 'a' })))
    assert.containSubset(run, { status: 'completed', nodeId: 'tag' })
  })

  test('what is given is never changed, and a run that has ended stays as it is', ({ assert }) => {
    const walked = new Walked(chain(node('rest', 'wait', { for: 'P1D' }), end))
    const frozen = JSON.stringify(walked.run)
    const event = runEvent({ now: MONDAY + DAY })
    Object.freeze(walked.run)
    Object.freeze(walked.run.vars)
    const { run } = advance(walked.graph, walked.run, event)
    assert.equal(JSON.stringify(walked.run), frozen)
    assert.deepEqual(advance(walked.graph, run, event), { run, steps: [], effects: [], pendingReplyTaken: false })
  })

  test('a loop that waits may go on until the budget of a run is used up', ({ assert }) => {
    const rest = node('rest', 'wait', { for: 'PT1H' })
    const tag = node('tag', 'add_tag', { tag: 'a' })
    const walked = new Walked(graph([rest, tag], ['start>rest', 'rest>tag', 'tag>rest']))
    for (let turn = 0; turn < STEP_BUDGET && walked.run.status === 'waiting'; turn++) walked.wake()
    assert.containSubset(walked.run, { status: 'failed', exitReason: 'step_budget', stepsUsed: STEP_BUDGET + 1 })
    assert.match(String(walked.last.steps.at(-1)?.detail['error']), /1000 steps/)
  })

  test('a loop that never waits is stopped long before', ({ assert }) => {
    const past = node('past', 'wait', { untilDate: '2020-01-01' })
    const { run, last } = new Walked(graph([past], ['start>past', 'past>past']))
    assert.containSubset(run, { status: 'failed', exitReason: 'step_budget' })
    assert.lengthOf(last.steps, STEPS_WITHOUT_WAIT + 1)
  })

  test('a node that cannot be run ends the run with the reason, instead of throwing', ({ assert }) => {
    const broken = new Walked(chain(node('bad', 'send_sms', { body: '{{ contact.firstName | shout }}' })))
    assert.containSubset(broken.run, { status: 'failed', exitReason: 'invalid_node' })
    assert.include(String(broken.last.steps.at(-1)?.detail['error']), '"shout" is not a filter')
    assert.equal(new Walked(chain(node('odd', 'teleport'))).run.exitReason, 'invalid_node')
    const lost = { ...broken.run, nodeId: 'gone', status: 'ready' as const }
    assert.equal(advance(broken.graph, lost, runEvent()).run.exitReason, 'node_missing')
  })
})

test.group('Leaving from outside', () => {
  const waiting = chain(node('rest', 'wait', { for: 'P9D' }), end)

  test('an opt-out ends the run wherever it stands, and the visit is recorded as cut short', ({ assert }) => {
    const { graph: compiled, run } = new Walked(waiting)
    const left = exitRun(compiled, run, { now: MONDAY + 5, reason: 'opted_out', detail: { text: 'STOP' } })
    assert.containSubset(left.run, { status: 'exited', exitReason: 'opted_out', wait: null })
    assert.containSubset(left.steps[0], { seq: 2, nodeId: 'rest', status: 'canceled', outcome: 'opted_out' })
    assert.deepEqual(exitRun(compiled, left.run, { now: MONDAY, reason: 'again' }).steps, [])
  })

  test('a goal on the way ends the run as reached', ({ assert }) => {
    const { run, last } = new Walked(chain(node('bought', 'goal', { name: 'Bought' })))
    assert.containSubset(run, { status: 'exited', exitReason: 'goal' })
    assert.containSubset(last.effects, [{ type: 'timeline', kind: 'goal_reached' }])
  })

  test('a goal by event or condition ends the run wherever it stands', ({ assert }) => {
    const rest = node('rest', 'wait', { for: 'P9D' })
    const byEvent = node('paid', 'goal', { name: 'Paid', event: 'order.paid' })
    const walked = new Walked(graph([rest, byEvent], ['start>rest']))
    assert.isNull(checkExits(walked.graph, walked.run, runEvent({ signal: { kind: 'event', key: 'other' } })))
    const reached = checkExits(walked.graph, walked.run, runEvent({ signal: { kind: 'event', key: 'order.paid' } }))
    assert.containSubset(reached?.run, { status: 'exited', exitReason: 'goal' })
    assert.containSubset(reached?.steps[0], { nodeId: 'rest', status: 'canceled', outcome: 'goal' })

    const when = { field: 'contact.tags', op: 'has_tag', value: 'customer' }
    const tagging = graph(
      [
        node('tag', 'add_tag', { tag: 'customer' }),
        node('text', 'send_sms', { body: 'Buy!' }),
        node('g', 'goal', { when }),
      ],
      ['start>tag', 'tag>text'],
    )
    const bought = new Walked(tagging)
    assert.containSubset(bought.run, { status: 'exited', exitReason: 'goal', nodeId: 'tag' })
    assert.notInclude(
      bought.last.effects.map(({ type }) => type),
      'plan_message',
    )
  })

  test('an exit rule ends the run with the values that decided', ({ assert }) => {
    const rule = {
      id: 'moved',
      label: 'Moved away',
      when: { field: 'contact.attributes.city', op: 'not_equals', value: 'Lyon' },
    }
    const walked = new Walked({ ...waiting, settings: { reentry: 'never', exitRules: [rule] } })
    assert.equal(walked.run.status, 'waiting')
    walked.facts = { ...walked.facts, attributes: { city: 'Nice' } }
    walked.on()
    assert.containSubset(walked.run, { status: 'exited', exitReason: 'exit_rule' })
    assert.containSubset(stepOf(walked.last, 'rest').detail, { values: { 'contact.attributes.city': 'Nice' } })
  })

  test('compiling never throws, whatever the graph holds', ({ assert }) => {
    const compiled = compile(graph([node('a', 'wait', { for: 7 }), node('a', 'exit')], ['start>a', 'a>start']))
    assert.equal(compiled.nodes.size, 2)
  })
})
