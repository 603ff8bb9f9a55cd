import { test } from '@japa/runner'
import { canonicalJson, fiveDaysOfJoy, NODE_KINDS, type Graph } from '@soniarose/graph'
import fc from 'fast-check'
import { createEditorStore } from '../../../src/editor/store/editor_store.ts'
import {
  addStep,
  connectSteps,
  editData,
  moveSteps,
  pasteClip,
  removeAndHeal,
  removeParts,
  type Gesture,
} from '../../../src/editor/store/gestures.ts'
import { editSettings, renameWorkflow, replaceGraph } from '../../../src/editor/store/gestures_of_graph.ts'
import { copySteps, readClip } from '../../../src/editor/store/clipboard.ts'
import { smallGraph } from './sample_graph.ts'

type Choice = [kind: number, a: number, b: number, c: number]

const pick = <T>(list: readonly T[], at: number): T | undefined => list[at % Math.max(1, list.length)]

/** Any thing that a person could do to a graph, chosen by a few numbers. */
function gestureFor(graph: Graph, [kind, a, b, c]: Choice): Gesture | null {
  const sheet = { graph, context: {} }
  const [first, second] = [pick(graph.nodes, a)?.id ?? 'none', pick(graph.nodes, b)?.id ?? 'none']
  const step = { kind: pick(NODE_KINDS, c) ?? 'wait' }
  const chosen = new Set([first, second])
  const edgeId = pick(graph.edges, a)?.id ?? 'none'
  const sourceHandle = pick(['next', 'yes', 'other', 'timeout', 'failed'], c) ?? 'next'
  const acts: (() => Gesture | null)[] = [
    () => addStep(sheet, step, { kind: 'free', at: { x: b * 8, y: c * 8 } }),
    () => addStep(sheet, step, { kind: 'handle', source: first, sourceHandle: 'next' }),
    () => addStep(sheet, step, { kind: 'edge', edgeId }),
    () => connectSteps(graph, { source: first, sourceHandle }, second),
    () => removeParts(graph, chosen, new Set([edgeId])),
    () => removeAndHeal(sheet, first),
    () =>
      moveSteps(graph, [
        { nodeId: first, position: { x: a, y: b } },
        { nodeId: second, position: { x: c, y: a } },
      ]),
    () => editData(graph, first, { data: { body: `text ${c}` }, field: 'body' }),
    () => {
      const clip = readClip(copySteps(graph, chosen) ?? '')
      return clip ? pasteClip(graph, clip, { x: a, y: b }) : null
    },
    () => renameWorkflow(graph, `Name ${a}`),
    () => editSettings(graph, { reentry: a % 2 === 0 ? 'always' : 'never' }, 'reentry'),
  ]
  return pick(acts, kind)?.() ?? null
}

test.group('Editor store', () => {
  test('taking everything back gives the very graph that was opened, and redoing it the very graph that was left', ({
    assert,
  }) => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(60), fc.nat(60), fc.nat(60), fc.nat(60)), { maxLength: 40 }), (numbers) => {
        let clock = 0
        const store = createEditorStore({ graph: fiveDaysOfJoy, now: () => (clock += 400) })
        for (const choice of numbers) store.getState().run(gestureFor(store.getState().graph, choice))
        const left = canonicalJson(store.getState().graph)
        while (store.getState().undo() !== null);
        assert.equal(canonicalJson(store.getState().graph), canonicalJson(fiveDaysOfJoy))
        while (store.getState().redo() !== null);
        assert.equal(canonicalJson(store.getState().graph), left)
      }),
      { numRuns: 150 },
    )
  })

  test('typing a sentence is one undo, also when it took longer than a second in all', ({ assert }) => {
    let clock = 0
    const store = createEditorStore({ graph: smallGraph(), now: () => (clock += 300) })
    for (const body of ['H', 'He', 'Hel', 'Hell', 'Hello', 'Hello!']) {
      store.getState().run(editData(store.getState().graph, 'hello', { data: { body }, field: 'body' }))
    }
    assert.lengthOf(store.getState().history.past, 1)
    assert.lengthOf(store.getState().history.past[0]?.redo ?? [], 1)
    store.getState().undo()
    assert.equal(store.getState().graph.nodes[1]?.data['body'], 'Hi. Reply STOP to opt out.')
    store.getState().redo()
    assert.equal(store.getState().graph.nodes[1]?.data['body'], 'Hello!')
  })

  test('deleting a step with its connections is one entry that brings back all of them', ({ assert }) => {
    const store = createEditorStore({ graph: smallGraph() })
    store.getState().run(removeParts(store.getState().graph, new Set(['hello']), new Set()))
    assert.lengthOf(store.getState().graph.edges, 1)
    store.getState().undo()
    assert.deepEqual(store.getState().graph, smallGraph())
  })

  test('choosing and dragging leave no trace in the history or the graph', ({ assert }) => {
    const store = createEditorStore({ graph: smallGraph() })
    const { graph } = store.getState()
    store.getState().select(['hello'])
    store.getState().setMoving(new Map([['hello', { x: 5, y: 5 }]]))
    assert.strictEqual(store.getState().graph, graph)
    assert.lengthOf(store.getState().history.past, 0)
  })

  test('a gesture that changes nothing makes no entry', ({ assert }) => {
    const store = createEditorStore({ graph: smallGraph() })
    assert.isFalse(
      store.getState().run(moveSteps(store.getState().graph, [{ nodeId: 'hello', position: { x: 0, y: 136 } }])),
    )
    assert.isFalse(
      store.getState().run(connectSteps(store.getState().graph, { source: 'start', sourceHandle: 'next' }, 'hello')),
    )
    assert.lengthOf(store.getState().history.past, 0)
  })

  test('a deleted step is no longer chosen, and is again once it is back', ({ assert }) => {
    const store = createEditorStore({ graph: smallGraph() })
    store.getState().select(['hello'])
    store.getState().run(removeParts(store.getState().graph, new Set(['hello']), new Set()))
    assert.equal(store.getState().selectedNodes.size, 0)
    store.getState().undo()
    assert.deepEqual([...store.getState().selectedNodes], ['hello'])
  })

  test('a version that is only looked at takes no edit', ({ assert }) => {
    const store = createEditorStore({ graph: smallGraph(), readOnly: true })
    assert.isFalse(store.getState().run(renameWorkflow(store.getState().graph, 'Other')))
    assert.equal(store.getState().graph.name, 'Test')
  })

  test('loading another graph over the draft can be undone', ({ assert }) => {
    const store = createEditorStore({ graph: smallGraph() })
    store.getState().run(replaceGraph(store.getState().graph, fiveDaysOfJoy, 'Import'))
    assert.equal(canonicalJson(sorted(store.getState().graph)), canonicalJson(sorted(fiveDaysOfJoy)))
    store.getState().undo()
    assert.deepEqual(store.getState().graph, smallGraph())
  })
})

/** The order of nodes says nothing. */
function sorted(graph: Graph): Graph {
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
  return { ...graph, nodes: graph.nodes.toSorted(byId), edges: graph.edges.toSorted(byId) }
}
