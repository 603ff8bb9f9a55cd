import { test } from '@japa/runner'
import { fiveDaysOfJoy, type Graph } from '@soniarose/graph'
import type { Run, RunStep } from '../../../src/api/types.ts'
import { play } from '../../../src/editor/simulation/play.ts'
import { explainStep } from '../../../src/runs/explain_step.ts'
import { reasonInWords } from '../../../src/runs/reasons.ts'
import { pathOfRun } from '../../../src/runs/run_path.ts'
import { graphOf, node, smallGraph } from '../editor/sample_graph.ts'

const step = (more: Partial<RunStep>): RunStep => ({
  seq: 1,
  nodeId: 'ask',
  nodeType: 'branch_on_reply',
  status: 'completed',
  outcome: 'yes',
  startedAt: '2026-11-22T12:00:00.000Z',
  finishedAt: '2026-11-22T12:01:00.000Z',
  detail: {},
  ...more,
})
const words = (more: Partial<RunStep>, graph: Graph = smallGraph()) => {
  const { what, why } = explainStep(step(more), graph)
  return [what, ...why].join(' ')
}

test.group('Why a step came out as it did', () => {
  test('a reply branch tells the reply, the rule and the way taken', ({ assert }) => {
    const text = words({ detail: { reply: 'Yes!', rule: 'affirmative: yes', branch: 'yes' } })
    assert.include(text, 'Took “Yes”')
    assert.include(text, '“Yes!”')
    assert.include(text, 'It says yes.')
  })

  test('a reply that fits nothing and a reply that never came are told apart', ({ assert }) => {
    assert.include(words({ outcome: 'other', detail: { reply: 'hm', rule: null } }), 'None of the branches fits')
    assert.include(words({ outcome: 'timeout', detail: { waited: 'P1D' } }), 'within 1 day')
  })

  test('a held text says what holds it and until when', ({ assert }) => {
    const text = words({
      nodeId: 'hello',
      nodeType: 'send_sms',
      status: 'waiting',
      outcome: 'quiet_hours',
      finishedAt: null,
      detail: {
        waitsFor: 'message',
        message: { status: 'held', reason: 'quiet_hours', sendAfter: '2026-11-23T09:00:00.000Z' },
      },
    })
    assert.include(text, 'quiet hours')
    assert.include(text, '23 Nov')
  })

  test('a blocked text names the reason and the provider’s code', ({ assert }) => {
    const text = words({
      nodeId: 'hello',
      nodeType: 'send_sms',
      status: 'failed',
      outcome: 'blocked',
      detail: { reason: 'suppressed', errorCode: 21610 },
    })
    assert.include(text, 'suppression list')
    assert.include(text, '21610')
  })

  test('a condition shows the values that it saw and the rule that held', ({ assert }) => {
    const graph = graphOf([
      node('c', 'condition', {
        branches: [{ id: 'vip', label: 'VIP', when: { field: 'contact.attributes.plan', op: 'equals', value: 'pro' } }],
      }),
    ])
    const text = words(
      {
        nodeId: 'c',
        nodeType: 'condition',
        outcome: 'vip',
        detail: { branch: 'vip', values: { 'contact.attributes.plan': 'pro' } },
      },
      graph,
    )
    assert.include(text, 'Took “VIP”')
    assert.include(text, 'contact.attributes.plan was “pro”')
    assert.include(text, 'contact.attributes.plan is “pro”')
  })

  test('a run cut short by STOP says what they wrote', ({ assert }) => {
    assert.include(words({ status: 'canceled', outcome: 'opted_out', detail: { text: 'STOP' } }), '“STOP”')
  })

  test('a step that the graph no longer has, of a kind nobody knows, still has words', ({ assert }) => {
    assert.equal(words({ nodeId: 'gone', nodeType: 'from_the_future', outcome: 'next', detail: null }), 'Done')
  })

  test('every step of a played demo gets an explanation', ({ assert }) => {
    const played = play(
      fiveDaysOfJoy,
      { contact: { optInStatus: 'opted_in' }, startAt: '2026-11-22T12:00:00Z', outcomes: {}, context: {} },
      [{ kind: 'reply', body: 'yes' }],
    )
    for (const each of played.steps) {
      const { what } = explainStep(
        {
          ...each,
          startedAt: new Date(each.startedAt).toISOString(),
          finishedAt: new Date(each.finishedAt).toISOString(),
        },
        fiveDaysOfJoy,
      )
      assert.isNotEmpty(what)
    }
  })

  test('an unknown reason is shown as words rather than hidden', ({ assert }) => {
    assert.equal(reasonInWords('moon_phase'), 'Moon phase.')
    assert.equal(reasonInWords('The number can’t be reached today.'), 'The number can’t be reached today.')
  })
})

test.group('The way of a run', () => {
  const run: Run = {
    id: 'r',
    workflowId: 'w',
    versionId: 'v',
    contactId: 'c',
    status: 'waiting',
    exitReason: null,
    currentNodeId: 'ask',
    wakeAt: null,
    startedAt: '2026-11-22T12:00:00.000Z',
    finishedAt: null,
    steps: [
      step({ seq: 1, nodeId: 'start', nodeType: 'trigger', outcome: 'next' }),
      step({ seq: 2, nodeId: 'hello', nodeType: 'send_sms', outcome: 'blocked', status: 'failed' }),
      step({ seq: 3, nodeId: 'ask', status: 'waiting', outcome: null, finishedAt: null }),
    ],
  }

  test('a refused text that went on as usual still lights the connection that was taken', ({ assert }) => {
    const path = pathOfRun(smallGraph(), run, null)
    assert.isTrue(path.edges.has('hello-next-ask'))
    assert.equal(path.steps.get('hello'), 'failed')
  })

  test('the run’s place is marked while it is under way, and not once it has ended', ({ assert }) => {
    assert.equal(pathOfRun(smallGraph(), run, null).steps.get('ask'), 'waiting')
    const ended: Run = {
      ...run,
      status: 'exited',
      currentNodeId: null,
      finishedAt: '2026-11-22T13:00:00.000Z',
      steps: run.steps?.slice(0, 2) ?? [],
    }
    assert.isUndefined(pathOfRun(smallGraph(), ended, null).steps.get('ask'))
  })

  test('the step that is looked at wins over the run’s own place', ({ assert }) => {
    assert.equal(pathOfRun(smallGraph(), run, 'hello').current, 'hello')
  })
})
