import { test } from '@japa/runner'
import { apply, validate, type Graph } from '@soniarose/graph'
import { overlaps } from '../../../src/editor/store/geometry.ts'
import {
  addStep,
  connectionFault,
  connectSteps,
  moveIntoEdge,
  removeAndHeal,
  type Gesture,
} from '../../../src/editor/store/gestures.ts'
import { graphOf, node, smallGraph } from './sample_graph.ts'

function done(graph: Graph, gesture: Gesture | null): Graph {
  if (!gesture) throw new Error('There was nothing to do')
  return apply(graph, gesture.operation).graph
}

const sheet = (graph: Graph) => ({ graph, context: {} })

const leadsTo = (graph: Graph, source: string, handle = 'next') =>
  graph.edges.find((edge) => edge.source === source && edge.sourceHandle === handle)?.target

test.group('Adding steps', () => {
  test('a step added at a free way out is connected to it and stands below it', ({ assert }) => {
    const graph = smallGraph()
    const gesture = addStep(sheet(graph), { kind: 'wait' }, { kind: 'handle', source: 'ask', sourceHandle: 'timeout' })
    const after = done(graph, gesture)
    const id = gesture?.select?.[0] ?? ''
    assert.equal(leadsTo(after, 'ask', 'timeout'), id)
    assert.isAbove(after.nodes.find((each) => each.id === id)?.position.y ?? 0, 296)
  })

  test('a new step never lies on another one', ({ assert }) => {
    const graph = smallGraph()
    const gesture = addStep(sheet(graph), { kind: 'wait' }, { kind: 'free', at: { x: 0, y: 140 } })
    const placed = done(graph, gesture).nodes.at(-1)
    const rect = { ...(placed?.position ?? { x: 0, y: 0 }), width: 264, height: 76 }
    assert.isFalse(graph.nodes.some((each) => overlaps(rect, { ...each.position, width: 264, height: 104 })))
  })

  test('a step put into a connection keeps the way whole and makes room', ({ assert }) => {
    const graph = smallGraph()
    const gesture = addStep(sheet(graph), { kind: 'wait' }, { kind: 'edge', edgeId: 'start-next-hello' })
    const after = done(graph, gesture)
    const id = gesture?.select?.[0] ?? ''
    assert.equal(leadsTo(after, 'start'), id)
    assert.equal(leadsTo(after, id), 'hello')
    const [inserted, next] = [id, 'hello'].map((each) => after.nodes.find((step) => step.id === each))
    assert.isAtLeast((next?.position.y ?? 0) - (inserted?.position.y ?? 0), 76)
  })

  test('a trigger can’t be put into a connection, since nothing may lead to it', ({ assert }) => {
    assert.isNull(addStep(sheet(smallGraph()), { kind: 'trigger' }, { kind: 'edge', edgeId: 'start-next-hello' }))
  })

  test('two steps of a kind get ids that templates can tell apart', ({ assert }) => {
    let graph = smallGraph()
    for (const _ of [1, 2])
      graph = done(graph, addStep(sheet(graph), { kind: 'send_sms' }, { kind: 'free', at: { x: 900, y: 0 } }))
    assert.includeMembers(
      graph.nodes.map((each) => each.id),
      ['text', 'text_2'],
    )
  })

  test('changing one new step’s settings leaves the defaults of the next one alone', ({ assert }) => {
    const graph = smallGraph()
    const first = addStep(sheet(graph), { kind: 'split' }, { kind: 'free', at: { x: 900, y: 0 } })
    const branches = done(graph, first).nodes.at(-1)?.data['branches']
    if (Array.isArray(branches)) branches.length = 0
    const second = done(
      graph,
      addStep(sheet(graph), { kind: 'split' }, { kind: 'free', at: { x: 900, y: 0 } }),
    ).nodes.at(-1)
    assert.equal(Array.isArray(second?.data['branches']) && second.data['branches'].length, 2)
  })
})

test.group('Connecting steps', () => {
  test('a way out leads to one step only: drawing it anew takes the old connection away', ({ assert }) => {
    const after = done(smallGraph(), connectSteps(smallGraph(), { source: 'start', sourceHandle: 'next' }, 'ask'))
    assert.lengthOf(
      after.edges.filter((edge) => edge.source === 'start'),
      1,
    )
    assert.equal(leadsTo(after, 'start'), 'ask')
  })

  test('a step can’t lead to itself, to a trigger or to what is gone', ({ assert }) => {
    assert.isString(connectionFault(smallGraph(), 'hello', 'hello'))
    assert.isString(connectionFault(smallGraph(), 'hello', 'start'))
    assert.isString(connectionFault(smallGraph(), 'hello', 'nowhere'))
    assert.isNull(connectionFault(smallGraph(), 'hello', 'end'))
  })

  test('a loose step dropped on a connection goes into it', ({ assert }) => {
    const graph = graphOf(
      [...smallGraph().nodes, node('rest', 'wait', { for: 'P1D' })],
      ['start.next>hello', 'hello.next>ask', 'ask.yes>end'],
    )
    const after = done(graph, moveIntoEdge(sheet(graph), 'rest', 'hello-next-ask'))
    assert.equal(leadsTo(after, 'hello'), 'rest')
    assert.equal(leadsTo(after, 'rest'), 'ask')
  })
})

test.group('Deleting steps', () => {
  test('deleting a step in the middle joins what was around it', ({ assert }) => {
    const after = done(smallGraph(), removeAndHeal(sheet(smallGraph()), 'hello'))
    assert.equal(leadsTo(after, 'start'), 'ask')
    assert.isEmpty(validate(after).errors.filter((issue) => issue.code === 'E_DANGLING_EDGE'))
  })

  test('joining never makes a step lead to itself', ({ assert }) => {
    const graph = graphOf(
      [node('a', 'wait', { for: 'P1D' }), node('b', 'wait', { for: 'P1D' })],
      ['a.next>b', 'b.next>a'],
    )
    assert.lengthOf(done(graph, removeAndHeal(sheet(graph), 'b')).edges, 0)
  })
})
