import { test } from '@japa/runner'
import { fiveDaysOfJoy } from '@soniarose/graph'
import { pathOf } from '../../../src/editor/simulation/path_of.ts'
import { play, type Decision, type TestSetup } from '../../../src/editor/simulation/play.ts'
import { sampleReplies } from '../../../src/editor/simulation/sample_replies.ts'
import { graphOf, node, smallGraph } from './sample_graph.ts'

const setup: TestSetup = {
  contact: { firstName: 'Ana', optInStatus: 'opted_in' },
  startAt: '2026-11-22T12:00:00Z',
  outcomes: {},
  context: {},
}
const reply = (body: string): Decision => ({ kind: 'reply', body })

test.group('Testing a workflow in the browser', () => {
  test('it stops at the first question and tells what went out before', ({ assert }) => {
    const played = play(smallGraph(), setup, [])
    assert.equal(played.asks?.nodeId, 'ask')
    assert.equal(played.asks?.kind, 'reply')
    assert.deepEqual(
      played.steps.map((step) => step.nodeId),
      ['start', 'hello'],
    )
    assert.equal(played.run.status, 'waiting')
  })

  test('a reply takes its branch, any other one “other”, silence the timeout', ({ assert }) => {
    const outcome = (decision: Decision) =>
      play(smallGraph(), setup, [decision]).steps.find((step) => step.nodeId === 'ask')?.outcome
    assert.equal(outcome(reply('Yes please')), 'yes')
    assert.equal(outcome(reply('hm')), 'other')
    assert.equal(outcome({ kind: 'silence' }), 'timeout')
  })

  test('STOP ends the run at once', ({ assert }) => {
    const played = play(smallGraph(), setup, [reply('STOP')])
    assert.isNull(played.asks)
    assert.equal(played.run.status, 'exited')
    assert.equal(played.run.exitReason, 'opted_out')
  })

  test('each round of a loop asks anew, and each answer goes to its own round', ({ assert }) => {
    const loop = graphOf(
      [
        node('start', 'trigger', { on: 'manual' }),
        node('ask', 'branch_on_reply', {
          timeout: 'P1D',
          branches: [{ id: 'done', label: 'Done', match: { anyWord: ['done'] } }],
        }),
        node('end', 'exit'),
      ],
      ['start.next>ask', 'ask.other>ask', 'ask.timeout>ask', 'ask.done>end'],
    )
    const played = play(loop, setup, [reply('what'), { kind: 'silence' }, reply('done')])
    assert.deepEqual(
      played.steps.filter((step) => step.nodeId === 'ask').map((step) => step.outcome),
      ['other', 'timeout', 'done'],
    )
    assert.equal(played.run.status, 'completed')
  })

  test('days of waiting pass at once, and the demo comes to its end', ({ assert }) => {
    const played = play(fiveDaysOfJoy, setup, [reply('yes')])
    assert.isNull(played.asks)
    assert.equal(played.run.status, 'completed')
    assert.isAbove(played.now - Date.parse(setup.startAt), 3 * 86_400_000)
  })

  test('a text that is refused goes by its own way where there is one', ({ assert }) => {
    const graph = graphOf(
      [...smallGraph().nodes, node('sorry', 'exit')],
      ['start.next>hello', 'hello.next>ask', 'hello.failed>sorry'],
    )
    const played = play(graph, { ...setup, outcomes: { hello: 'failed' } }, [])
    assert.equal(played.steps.at(-1)?.nodeId, 'sorry')
  })

  test('the path marks what was done and lights up just the connections that were taken', ({ assert }) => {
    const graph = smallGraph()
    const played = play(graph, setup, [])
    const path = pathOf(graph, played.steps, { nodeId: 'ask', waiting: true, failed: false })
    assert.deepEqual([...path.edges], ['start-next-hello', 'hello-next-ask'])
    assert.equal(path.steps.get('hello'), 'done')
    assert.equal(path.steps.get('ask'), 'waiting')
    assert.isUndefined(path.steps.get('end'))
  })

  test('each branch offers a reply that really takes it', ({ assert }) => {
    const ask = smallGraph().nodes[2]
    const [first = ''] = sampleReplies(ask)
    assert.equal(play(smallGraph(), setup, [reply(first)]).steps.find((step) => step.nodeId === 'ask')?.outcome, 'yes')
    assert.deepEqual(sampleReplies(undefined), [])
  })
})
