import { test } from '@japa/runner'
import fc from 'fast-check'
import { apply, canonicalGraph, freshNodeId, type Graph, type GraphOperation } from '../../src/index.ts'
import { arbitraryData, arbitraryGraph } from '../support/arbitrary_graph.ts'
import { chain, edge, graph, node } from '../support/build.ts'

const nodeId = fc.constantFrom('n0', 'n1', 'n2', 'n3', 'n7', 'new1', 'gone')
const newNode = fc.constantFrom('wait', 'send_sms', 'exit', 'trigger').chain((type) =>
  fc.record({
    id: nodeId,
    type: fc.constant(type),
    position: fc.constant({ x: 1, y: 2 }),
    data: arbitraryData(type),
  }),
)
const handle = fc.constantFrom('next', 'failed', 'a', 'b', 'other', 'else')
const newEdge = fc.record({
  id: fc.constantFrom('e0', 'e1', 'x1'),
  source: nodeId,
  sourceHandle: handle,
  target: nodeId,
})

/** Every kind of edit, on ids that are sometimes there and sometimes not. */
const operation: fc.Arbitrary<GraphOperation> = fc.letrec<{ operation: GraphOperation }>((tie) => ({
  operation: fc.oneof(
    { depthSize: 'small' },
    fc.record({ type: fc.constant('add_node' as const), node: newNode }),
    fc.record({ type: fc.constant('take_node' as const), nodeId }),
    fc.record({ type: fc.constant('add_edge' as const), edge: newEdge, at: fc.nat(3) }),
    fc.record({ type: fc.constant('take_edge' as const), edgeId: fc.constantFrom('e0', 'e2', 'x1') }),
    fc.record({
      type: fc.constant('move_nodes' as const),
      moves: fc.array(fc.record({ nodeId, position: fc.record({ x: fc.nat(9), y: fc.nat(9) }) }), { maxLength: 3 }),
    }),
    fc.record({ type: fc.constant('set_data' as const), nodeId, data: arbitraryData('split') }),
    fc.record({ type: fc.constant('set_name' as const), name: fc.string() }),
    fc.record({ type: fc.constant('update_settings' as const), settings: fc.constant({ reentry: 'always' }) }),
    fc.record({ type: fc.constant('remove_nodes' as const), nodeIds: fc.uniqueArray(nodeId, { maxLength: 4 }) }),
    fc.record({ type: fc.constant('connect' as const), edge: newEdge }),
    fc.record({ type: fc.constant('disconnect' as const), edgeIds: fc.uniqueArray(fc.constantFrom('e0', 'e1', 'e3')) }),
    fc.record({ type: fc.constant('update_data' as const), nodeId, data: arbitraryData('condition') }),
    fc.record({ type: fc.constant('rename' as const), nodeId: fc.option(nodeId), name: fc.constantFrom('', 'Ask') }),
    fc.record({
      type: fc.constant('insert_on_edge' as const),
      edgeId: fc.constantFrom('e0', 'e1', 'zz'),
      node: newNode,
    }),
    fc.record({
      type: fc.constant('paste' as const),
      nodes: fc.array(newNode, { maxLength: 3 }),
      edges: fc.array(newEdge, { maxLength: 3 }),
    }),
    fc.record({
      type: fc.constant('duplicate' as const),
      ids: fc.constant([
        { from: 'n0', to: 'copy0' },
        { from: 'n1', to: 'copy1' },
      ]),
      offset: fc.constant({ x: 20, y: 20 }),
    }),
    fc.record({ type: fc.constant('batch' as const), operations: fc.array(tie('operation'), { maxLength: 4 }) }),
  ),
})).operation

test.group('Editing a graph', () => {
  test('every edit, undone, gives back exactly the graph before it, and redone the one after', ({ assert }) => {
    fc.assert(
      fc.property(arbitraryGraph, fc.array(operation, { minLength: 1, maxLength: 6 }), (before, edits) => {
        const frozen = JSON.stringify(before)
        for (const edit of edits) {
          const done = apply(before, edit)
          const undone = apply(done.graph, done.inverse)
          assert.deepEqual(undone.graph, before)
          assert.deepEqual(apply(undone.graph, undone.inverse).graph, done.graph)
          assert.equal(JSON.stringify(before), frozen)
        }
        const all = apply(before, { type: 'batch', operations: edits })
        assert.deepEqual(apply(all.graph, all.inverse).graph, before)
      }),
      { numRuns: 300 },
    )
  })

  test('an edit is plain data: sent as JSON it does the same', ({ assert }) => {
    fc.assert(
      fc.property(arbitraryGraph, operation, (before, edit) => {
        assert.deepEqual(apply(before, JSON.parse(JSON.stringify(edit))).graph, apply(before, edit).graph)
      }),
      { numRuns: 100 },
    )
  })

  test('removing a node takes its edges along', ({ assert }) => {
    const before = chain(node('a', 'wait', { for: 'P1D' }), node('b', 'exit'))
    const { graph: after } = apply(before, { type: 'remove_nodes', nodeIds: ['a'] })
    assert.deepEqual(
      after.nodes.map(({ id }) => id),
      ['start', 'b'],
    )
    assert.deepEqual(after.edges, [])
  })

  test('connecting a handle again moves its edge', ({ assert }) => {
    const before = graph([node('a', 'exit'), node('b', 'exit')], ['start>a'])
    const { graph: after } = apply(before, { type: 'connect', edge: edge('start>b') })
    assert.deepEqual(after.edges, [edge('start>b')])
  })

  test('removing a branch takes its edge along and leaves the others', ({ assert }) => {
    const branches = [
      { id: 'a', weight: 1 },
      { id: 'b', weight: 1 },
    ]
    const before = graph([node('s', 'split', { branches }), node('x', 'exit')], ['start>s', 's.a>x', 's.b>x'])
    const { graph: after } = apply(before, {
      type: 'update_data',
      nodeId: 's',
      data: { branches: branches.slice(0, 1) },
    })
    assert.deepEqual(
      after.edges.map(({ id }) => id),
      ['start>s', 's.a>x'],
    )
  })

  test('a node put into an edge is connected on both sides', ({ assert }) => {
    const before = chain(node('x', 'exit'))
    const { graph: after } = apply(before, {
      type: 'insert_on_edge',
      edgeId: 'start>x',
      node: node('w', 'wait', { for: 'P1D' }),
    })
    assert.deepEqual(
      after.edges.map(({ source, sourceHandle, target }) => `${source}.${sourceHandle}>${target}`),
      ['start.next>w', 'w.next>x'],
    )
  })

  test('a copy keeps the edges inside it and shares nothing with the original', ({ assert }) => {
    const before = chain(node('a', 'plugin', { input: { list: [1] } }), node('b', 'exit'))
    const ids = [
      { from: 'a', to: 'a_2' },
      { from: 'b', to: 'b_2' },
    ]
    const connected = apply(before, { type: 'connect', edge: edge('a.done>b') }).graph
    const { graph: after } = apply(connected, { type: 'duplicate', ids, offset: { x: 10, y: 0 } })
    const copy = after.nodes.find(({ id }) => id === 'a_2')
    assert.equal(copy?.position.x, 10)
    assert.notStrictEqual(copy?.data['input'], after.nodes.find(({ id }) => id === 'a')?.data['input'])
    assert.isTrue(after.edges.some(({ source, target }) => source === 'a_2' && target === 'b_2'))
  })

  test('renaming gives a node a label and takes it away again', ({ assert }) => {
    const before = chain(node('a', 'exit', { reason: 'done' }))
    const named = apply(before, { type: 'rename', nodeId: 'a', name: 'Farewell' }).graph
    assert.deepEqual(named.nodes[1]?.data, { reason: 'done', label: 'Farewell' })
    assert.deepEqual(apply(named, { type: 'rename', nodeId: 'a', name: ' ' }).graph, before)
    assert.equal(apply(before, { type: 'rename', nodeId: null, name: 'Joy' }).graph.name, 'Joy')
  })

  test('a fresh id is one that nobody has', ({ assert }) => {
    assert.equal(freshNodeId(chain(node('wait', 'wait'), node('wait_2', 'wait')), 'wait'), 'wait_3')
  })
})

test.group('The text that a content hash is made over', () => {
  test('does not depend on the order of keys, nodes and edges', ({ assert }) => {
    fc.assert(
      fc.property(arbitraryGraph, (whole) => {
        const turned: Graph = { ...whole, nodes: whole.nodes.toReversed(), edges: whole.edges.toReversed() }
        const shuffled = JSON.parse(JSON.stringify(turned, Object.keys(flatKeys(turned)).toSorted().toReversed()))
        assert.equal(canonicalGraph(shuffled), canonicalGraph(whole))
      }),
      { numRuns: 50 },
    )
  })

  test('changes with every change that matters, and with positions only when asked', ({ assert }) => {
    const before = chain(node('a', 'wait', { for: 'P1D' }))
    const moved = apply(before, { type: 'move_nodes', moves: [{ nodeId: 'a', position: { x: 5, y: 5 } }] }).graph
    const changed = apply(before, { type: 'update_data', nodeId: 'a', data: { for: 'P2D' } }).graph
    assert.notEqual(canonicalGraph(moved), canonicalGraph(before))
    assert.equal(canonicalGraph(moved, { positions: false }), canonicalGraph(before, { positions: false }))
    assert.notEqual(canonicalGraph(changed, { positions: false }), canonicalGraph(before, { positions: false }))
  })
})

/** Every key anywhere in a value. */
function flatKeys(value: unknown, found: Record<string, true> = {}): Record<string, true> {
  if (typeof value !== 'object' || value === null) return found
  for (const [key, item] of Object.entries(value)) {
    found[key] = true
    flatKeys(item, found)
  }
  return found
}
