import { test } from '@japa/runner'
import { apply, fiveDaysOfJoy } from '@soniarose/graph'
import { changesBetween } from '../../../src/editor/store/changes.ts'
import { neighbour } from '../../../src/editor/store/neighbours.ts'
import { outlineOf, type OutlineBlock } from '../../../src/editor/store/outline.ts'
import { graphOf, node, smallGraph } from './sample_graph.ts'

const idsIn = (block: OutlineBlock): string[] =>
  block.steps.flatMap((step) => [step.node.id, ...step.branches.flatMap((branch) => idsIn(branch.block))])

test.group('Outline', () => {
  test('it shows every step exactly once, however the branches join', ({ assert }) => {
    const ids = outlineOf(fiveDaysOfJoy).roots.flatMap(idsIn)
    assert.sameMembers(
      ids,
      fiveDaysOfJoy.nodes.map((each) => each.id),
    )
    assert.equal(new Set(ids).size, ids.length)
  })

  test('what follows straight on stays on one level, branches are nested', ({ assert }) => {
    const [root] = outlineOf(smallGraph()).roots
    assert.deepEqual(
      root?.steps.map((step) => step.node.id),
      ['start', 'hello', 'ask'],
    )
    const yes = root?.steps[2]?.branches.find((branch) => branch.handle.id === 'yes')
    assert.deepEqual(
      yes?.block.steps.map((step) => step.node.id),
      ['end'],
    )
  })

  test('a loop says where it goes on instead of never ending', ({ assert }) => {
    const graph = graphOf(
      [node('start', 'trigger'), node('a', 'wait'), node('b', 'wait')],
      ['start.next>a', 'a.next>b', 'b.next>a'],
    )
    const [root] = outlineOf(graph).roots
    assert.equal(root?.end?.kind, 'goes_to')
    const alone = graphOf([node('a', 'wait'), node('b', 'wait')], ['a.next>b', 'b.next>a'])
    assert.sameMembers(outlineOf(alone).roots.flatMap(idsIn), ['a', 'b'])
  })

  test('triggers come first, steps that nobody comes to after them', ({ assert }) => {
    const graph = graphOf([node('lost', 'wait', { at: [0, -500] }), node('start', 'trigger', { at: [0, 0] })])
    assert.deepEqual(
      outlineOf(graph).roots.map((root) => root.steps[0]?.node.id),
      ['start', 'lost'],
    )
  })
})

test.group('Going from step to step by arrows', () => {
  test('down and up follow the connections', ({ assert }) => {
    assert.equal(neighbour(smallGraph(), 'start', 'down')?.id, 'hello')
    assert.equal(neighbour(smallGraph(), 'ask', 'up')?.id, 'hello')
  })

  test('left and right go to what lies nearest there', ({ assert }) => {
    const graph = graphOf([
      node('a', 'wait', { at: [0, 0] }),
      node('b', 'wait', { at: [300, 8] }),
      node('c', 'wait', { at: [600, 0] }),
    ])
    assert.equal(neighbour(graph, 'a', 'right')?.id, 'b')
    assert.equal(neighbour(graph, 'c', 'left')?.id, 'b')
    assert.isNull(neighbour(graph, 'a', 'left'))
  })

  test('with nothing chosen any arrow begins at the first step', ({ assert }) => {
    assert.equal(neighbour(smallGraph(), null, 'left')?.id, 'start')
  })
})

test.group('What publishing changes', () => {
  test('a graph against itself has no changes, also when steps only moved', ({ assert }) => {
    const { graph } = apply(smallGraph(), {
      type: 'move_nodes',
      moves: [{ nodeId: 'hello', position: { x: 8, y: 8 } }],
    })
    assert.deepEqual(changesBetween(smallGraph(), smallGraph()), { changes: [], moved: 0 })
    assert.deepEqual(changesBetween(smallGraph(), graph), { changes: [], moved: 1 })
  })

  test('new, gone and changed steps and rewired ways are each named', ({ assert }) => {
    const before = smallGraph()
    const after = apply(before, {
      type: 'batch',
      operations: [
        { type: 'update_data', nodeId: 'hello', data: { body: 'Other' } },
        { type: 'remove_nodes', nodeIds: ['end'] },
        { type: 'add_node', node: node('bye', 'exit', { label: 'Bye' }) },
        { type: 'connect', edge: { id: 'new', source: 'ask', sourceHandle: 'timeout', target: 'bye' } },
      ],
    }).graph
    const kinds = changesBetween(before, after).changes.map((change) => change.kind)
    assert.sameMembers(kinds, ['changed', 'removed', 'added', 'connection'])
  })

  test('the first publishing lists all steps as new', ({ assert }) => {
    assert.lengthOf(changesBetween(null, smallGraph()).changes, 4)
  })

  test('the order of keys in a step’s settings is no change', ({ assert }) => {
    const a = graphOf([node('a', 'send_sms', { body: 'x', senderId: 's' })])
    const b = graphOf([node('a', 'send_sms', { senderId: 's', body: 'x' })])
    assert.lengthOf(changesBetween(a, b).changes, 0)
  })
})
