import * as dagre from '@dagrejs/dagre'
import { test } from '@japa/runner'
import { apply, fiveDaysOfJoy, measureNode, type Graph } from '@soniarose/graph'
import { arrange } from '../../../src/editor/store/arrange.ts'
import { overlaps } from '../../../src/editor/store/geometry.ts'
import { graphOf, node } from './sample_graph.ts'

function arranged(graph: Graph): Graph {
  return apply(graph, { type: 'move_nodes', moves: arrange(graph, dagre) }).graph
}

test.group('Arranging', () => {
  test('no step lies on another one, and each connection leads down', ({ assert }) => {
    const graph = arranged({
      ...fiveDaysOfJoy,
      nodes: fiveDaysOfJoy.nodes.map((each) => ({ ...each, position: { x: 0, y: 0 } })),
    })
    const rects = graph.nodes.map((each) => ({ id: each.id, ...each.position, ...measureNode(each) }))
    for (const a of rects)
      for (const b of rects) if (a.id < b.id) assert.isFalse(overlaps(a, b), `${a.id} lies on ${b.id}`)
    const top = new Map(graph.nodes.map((each) => [each.id, each.position.y]))
    for (const edge of graph.edges) assert.isBelow(top.get(edge.source) ?? 0, top.get(edge.target) ?? 0)
  })

  test('branches stand from left to right in the order of their handles', ({ assert }) => {
    const branches = ['a', 'b', 'c', 'd'].map((id) => ({ id, label: id, weight: 1 }))
    const graph = arranged(
      graphOf(
        [
          node('start', 'trigger'),
          node('split', 'split', { branches }),
          ...['four', 'three', 'two', 'one'].map((id) => node(id, 'exit')),
        ],
        ['start.next>split', 'split.a>one', 'split.b>two', 'split.c>three', 'split.d>four'],
      ),
    )
    const left = ['one', 'two', 'three', 'four'].map(
      (id) => graph.nodes.find((each) => each.id === id)?.position.x ?? 0,
    )
    assert.deepEqual(
      left,
      left.toSorted((a, b) => a - b),
    )
  })

  test('branches that cross each other’s order are still arranged', ({ assert }) => {
    const branches = ['a', 'b'].map((id) => ({ id, label: id, weight: 1 }))
    const graph = graphOf(
      [
        node('start', 'trigger'),
        node('p', 'split', { branches }),
        node('q', 'split', { branches }),
        node('x', 'exit'),
        node('y', 'exit'),
      ],
      ['start.next>p', 'p.a>x', 'p.b>y', 'q.a>y', 'q.b>x'],
    )
    assert.lengthOf(arranged(graph).nodes, 5)
  })

  test('everything lies on the grid, and arranging twice moves nothing more', ({ assert }) => {
    const once = arranged(fiveDaysOfJoy)
    assert.isTrue(once.nodes.every(({ position }) => position.x % 8 === 0 && position.y % 8 === 0))
    assert.lengthOf(arrange(once, dagre), 0)
  })

  test('loops, steps without connections and an empty canvas are no obstacle', ({ assert }) => {
    assert.deepEqual(arrange(graphOf([]), dagre), [])
    const loop = graphOf(
      [node('a', 'wait'), node('b', 'wait'), node('c', 'exit')],
      ['a.next>b', 'b.next>a', 'a.next>a'],
    )
    assert.lengthOf(arranged(loop).nodes, 3)
  })
})
