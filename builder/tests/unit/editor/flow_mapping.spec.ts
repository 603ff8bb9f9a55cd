import { test } from '@japa/runner'
import { apply, fiveDaysOfJoy, type Graph } from '@soniarose/graph'
import { FlowMapper, type CanvasState } from '../../../src/editor/canvas/flow_mapping.ts'
import { initialViewport } from '../../../src/editor/canvas/initial_viewport.ts'
import { nearestEdge } from '../../../src/editor/canvas/nearest_edge.ts'
import { graphOf, node, smallGraph } from './sample_graph.ts'

const NONE: ReadonlySet<string> = new Set()
const NO_PLUGINS = {}
const stateOf = (graph: Graph, more: Partial<CanvasState> = {}): CanvasState => ({
  graph,
  context: NO_PLUGINS,
  selectedNodes: NONE,
  selectedEdges: NONE,
  moving: null,
  ...more,
})

test.group('Drawing a graph', () => {
  test('every step carries its size and handles, so that nothing has to be measured', ({ assert }) => {
    for (const drawn of new FlowMapper().mapNodes(stateOf(fiveDaysOfJoy))) {
      assert.isAbove(drawn.width ?? 0, 100)
      assert.isAbove(drawn.measured?.height ?? 0, 50)
      assert.isNotEmpty(drawn.handles)
    }
  })

  test('moving one step draws only that step again', ({ assert }) => {
    const mapper = new FlowMapper()
    const before = mapper.mapNodes(stateOf(fiveDaysOfJoy))
    const moved = fiveDaysOfJoy.nodes[3]?.id ?? ''
    const { graph } = apply(fiveDaysOfJoy, {
      type: 'move_nodes',
      moves: [{ nodeId: moved, position: { x: 800, y: 80 } }],
    })
    const after = mapper.mapNodes(stateOf(graph))
    assert.deepEqual(
      after.filter((drawn, index) => drawn !== before[index]).map((drawn) => drawn.id),
      [moved],
    )
  })

  test('dragging keeps the card’s content, so that only its place is drawn', ({ assert }) => {
    const mapper = new FlowMapper()
    const before = mapper.mapNodes(stateOf(smallGraph()))
    const graph = smallGraph()
    const first = new FlowMapper()
    first.mapNodes(stateOf(graph))
    const during = first.mapNodes(stateOf(graph, { moving: new Map([['hello', { x: 99, y: 99 }]]) }))
    assert.deepEqual(during[1]?.position, { x: 99, y: 99 })
    assert.deepEqual(during[1]?.data, before[1]?.data)
  })

  test('frame by frame only the dragged step is drawn again, and let go it is back in its place', ({ assert }) => {
    const mapper = new FlowMapper()
    const graph = smallGraph()
    const at = (x: number) => stateOf(graph, { moving: new Map([['hello', { x, y: 9 }]]) })
    const before = mapper.mapNodes(stateOf(graph))
    const first = mapper.mapNodes(at(10))
    const second = mapper.mapNodes(at(20))
    const changed = (a: typeof before, b: typeof before) =>
      b.filter((drawn, index) => drawn !== a[index]).map(({ id }) => id)
    assert.deepEqual(changed(before, first), ['hello'])
    assert.deepEqual(changed(first, second), ['hello'])
    const after = mapper.mapNodes(stateOf(graph))
    assert.deepEqual(
      after.map(({ position }) => position),
      before.map(({ position }) => position),
    )
  })

  test('choosing a step draws it and the former one, no other', ({ assert }) => {
    const mapper = new FlowMapper()
    const graph = smallGraph()
    const before = mapper.mapNodes(stateOf(graph, { selectedNodes: new Set(['hello']) }))
    const after = mapper.mapNodes(stateOf(graph, { selectedNodes: new Set(['ask']) }))
    assert.deepEqual(
      after.filter((drawn, index) => drawn !== before[index]).map((drawn) => drawn.id),
      ['hello', 'ask'],
    )
  })

  test('a handle that leads nowhere shows its “+”, and loses it once connected', ({ assert }) => {
    const mapper = new FlowMapper()
    const [, , ask] = mapper.mapNodes(stateOf(smallGraph()))
    assert.deepEqual(ask?.data.free, ['other', 'timeout'])
    const { graph } = apply(smallGraph(), {
      type: 'connect',
      edge: { id: 'x', source: 'ask', sourceHandle: 'timeout', target: 'end' },
    })
    assert.deepEqual(mapper.mapNodes(stateOf(graph))[2]?.data.free, ['other'])
  })

  test('the Tab key stops at one step only: the chosen one, else the first', ({ assert }) => {
    const mapper = new FlowMapper()
    const stops = (state: CanvasState) =>
      mapper
        .mapNodes(state)
        .filter((drawn) => drawn.focusable)
        .map((drawn) => drawn.id)
    assert.deepEqual(stops(stateOf(smallGraph())), ['start'])
    assert.deepEqual(stops(stateOf(smallGraph(), { selectedNodes: new Set(['ask']) })), ['ask'])
  })

  test('connections whose ends are gone are not drawn, and steps of unknown kinds are', ({ assert }) => {
    const graph = graphOf([node('a', 'from_the_future', {}), node('b', 'exit')], ['a.way>b', 'a.next>gone'])
    const mapper = new FlowMapper()
    assert.lengthOf(mapper.mapNodes(stateOf(graph)), 2)
    assert.isFalse(mapper.mapNodes(stateOf(graph))[0]?.data.isKnown)
    assert.deepEqual(
      mapper.mapEdges(stateOf(graph)).map((drawn) => drawn.target),
      ['b'],
    )
  })

  test('screen readers hear what a connection joins and by which way out', ({ assert }) => {
    const [, , yes] = new FlowMapper().mapEdges(stateOf(smallGraph()))
    assert.equal(yes?.ariaLabel, 'Connection from Branch on reply, Yes, to Exit')
  })
})

test.group('Places on the canvas', () => {
  test('a step dropped near a connection finds it, one dropped elsewhere doesn’t', ({ assert }) => {
    assert.equal(nearestEdge({ graph: smallGraph(), context: NO_PLUGINS }, { x: 132, y: 105 }), 'start-next-hello')
    assert.isNull(nearestEdge({ graph: smallGraph(), context: NO_PLUGINS }, { x: 900, y: 105 }))
  })

  test('a short workflow opens whole and in the middle, a long one at its trigger and readable', ({ assert }) => {
    const box = { width: 1000, height: 800 }
    const short = initialViewport({ graph: smallGraph(), context: {} }, box)
    assert.equal(short.zoom, 1)
    const long = initialViewport({ graph: fiveDaysOfJoy, context: {} }, box)
    assert.isAtLeast(long.zoom, 0.8)
    const trigger = fiveDaysOfJoy.nodes.find((each) => each.type === 'trigger')
    assert.isAbove((trigger?.position.y ?? 0) * long.zoom + long.y, 0)
  })
})
