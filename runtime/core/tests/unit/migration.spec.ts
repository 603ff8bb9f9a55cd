import { test } from '@japa/runner'
import { fateOf, planMigration, type MigrationChoice, type NodePlan, type Standing } from '../../src/index.ts'
import { chain, node } from '../../../graph/tests/support/build.ts'

const before = chain(
  node('hello', 'send_sms', { body: 'Hello' }),
  node('rest', 'wait', { for: 'P1D' }),
  node('ask', 'branch_on_reply', { timeout: 'P1D', branches: [] }),
  node('look', 'http_request', { method: 'GET', url: 'https://example.com' }),
  node('old', 'wait', { for: 'P2D' }),
)
const after = chain(
  node('hello', 'send_sms', { body: 'Hello again' }),
  node('rest', 'wait', { for: 'P1D', label: 'A day' }),
  node('ask', 'branch_on_reply', { timeout: 'P2D', branches: [] }),
  node('look', 'send_sms', { body: 'Look' }),
  node('paid', 'wait', { untilEvent: 'paid', timeout: 'P1D' }),
  node('bye', 'send_sms', { body: 'Bye' }),
)

const NODES = ['hello', 'rest', 'ask', 'look', 'old']

function plansFor(choices: Record<string, MigrationChoice> = {}) {
  return planMigration({ from: before, to: after }, new Map(Object.entries(choices)), NODES)
}

function planFor(nodeId: string, choice?: MigrationChoice): NodePlan {
  const planned = plansFor(choice ? { [nodeId]: choice } : {}).nodes.get(nodeId)
  if (!planned) throw new Error(`No plan for ${nodeId}`)
  return planned.plan
}

const standing = (facts: Partial<Standing>): Standing => ({
  waitKind: null,
  settled: false,
  text: null,
  call: null,
  ...facts,
})

const atText = (text: Standing['text'], settled = false) => standing({ waitKind: 'message', text, settled })

test.group('Where a migration puts runs', () => {
  test('without a word: to the same node where it is still of its kind, and nobody is lost where it is not', ({
    assert,
  }) => {
    const { nodes, faults } = plansFor()
    assert.deepEqual(faults, [])
    const short = [...nodes].map(([id, { plan, why }]) => [id, plan.action === 'move' ? plan.to : plan.action, why])
    assert.deepEqual(short, [
      ['hello', 'hello', null],
      ['rest', 'rest', null],
      ['ask', 'ask', null],
      ['look', 'stay', 'kind_changed'],
      ['old', 'stay', 'node_missing'],
    ])
  })

  test('a choice that names a node which is not there is refused, with the node, and nothing else is planned for it', ({
    assert,
  }) => {
    const { nodes, faults } = plansFor({ rest: { action: 'move', to: 'nowhere' }, ghost: { action: 'exit' } })
    assert.deepEqual(
      faults.map(({ nodeId, code }) => [nodeId, code]),
      [
        ['rest', 'E_UNKNOWN_TARGET'],
        ['ghost', 'E_UNKNOWN_NODE'],
      ],
    )
    assert.isFalse(nodes.has('rest'))
  })

  test('a wait that only got another name on the canvas keeps its end; one with other settings is timed anew', ({
    assert,
  }) => {
    const waiting = standing({ waitKind: 'time' })
    const kept = fateOf(planFor('rest'), waiting)
    assert.deepEqual(kept, { kind: 'go_on', to: 'rest', wait: { kind: 'time', key: null }, retime: false })
    const timed = fateOf(planFor('ask'), standing({ waitKind: 'reply' }))
    assert.deepEqual(timed, { kind: 'go_on', to: 'ask', wait: { kind: 'reply', key: 'ask' }, retime: true })
  })

  test('a wait goes on at another wait, and then waits for what that one waits for', ({ assert }) => {
    const fate = fateOf(planFor('old', { action: 'move', to: 'paid' }), standing({ waitKind: 'time' }))
    assert.deepEqual(fate, { kind: 'go_on', to: 'paid', wait: { kind: 'event', key: 'paid' }, retime: true })
  })

  test('a reply that has just come is not thrown away by a move elsewhere', ({ assert }) => {
    const replied = standing({ waitKind: 'reply', settled: true })
    assert.equal(fateOf(planFor('ask'), replied).kind, 'go_on')
    assert.deepEqual(fateOf(planFor('ask', { action: 'move', to: 'bye' }), replied), {
      kind: 'refused',
      reason: 'settling',
    })
  })

  test('a run that has not entered its node yet does so in the new version', ({ assert }) => {
    assert.equal(fateOf(planFor('hello'), standing({})).kind, 'go_on')
    assert.equal(fateOf(planFor('hello', { action: 'move', to: 'bye' }), standing({})).kind, 'enter')
  })
})

test.group('A text on its way during a migration', () => {
  test('is never planned a second time once the carrier may have it', ({ assert }) => {
    for (const text of ['sending', 'unknown', 'over'] as const) {
      assert.equal(fateOf(planFor('hello'), atText(text)).kind, 'go_on', text)
      const elsewhere = fateOf(planFor('hello', { action: 'move', to: 'bye' }), atText(text))
      assert.deepEqual(elsewhere, { kind: 'refused', reason: 'text_in_flight' }, text)
    }
    assert.equal(fateOf(planFor('hello'), atText('over', true)).kind, 'go_on')
    assert.equal(fateOf(planFor('hello', { action: 'move', to: 'bye' }), atText('over', true)).kind, 'refused')
  })

  test('is planned anew with its new words while it is only held', ({ assert }) => {
    assert.deepEqual(fateOf(planFor('hello'), atText('held')), { kind: 'enter', to: 'hello' })
  })

  test('keeps a call that is being made until its answer has come', ({ assert }) => {
    const called = standing({ waitKind: 'effect', call: 'running' })
    const plan = planFor('look', { action: 'move', to: 'bye' })
    assert.deepEqual(fateOf(plan, called), { kind: 'refused', reason: 'call_under_way' })
    assert.equal(fateOf(plan, standing({ waitKind: 'effect', call: 'planned' })).kind, 'enter')
  })

  test('does not keep a run from staying or leaving', ({ assert }) => {
    assert.equal(fateOf(planFor('hello', { action: 'stay' }), atText('sending')).kind, 'stay')
    assert.equal(fateOf(planFor('hello', { action: 'exit' }), atText('sending')).kind, 'exit')
  })
})
