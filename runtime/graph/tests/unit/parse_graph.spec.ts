import { test } from '@japa/runner'
import fc from 'fast-check'
import { fiveDaysOfJoy, GRAPH_LIMITS, parseGraph } from '../../src/index.ts'
import { utf8Length } from '../../src/inspect_json.ts'
import { graph, node } from '../support/build.ts'

/** The code that keeps a graph from being read. */
function refusal(json: unknown): string | undefined {
  const parsed = parseGraph(json)
  return parsed.ok ? undefined : parsed.error[0]?.code
}

test.group('Reading a graph', () => {
  test('a saved workflow comes back as it was, from text and from parsed JSON', ({ assert }) => {
    for (const json of [JSON.stringify(fiveDaysOfJoy), fiveDaysOfJoy])
      assert.deepEqual(parseGraph(json), { ok: true, value: fiveDaysOfJoy })
  })

  test('an unfinished draft is read: data may be missing or wrong, the structure not', ({ assert }) => {
    const draft = graph([node('a', 'send_sms', {}), node('b', 'from_the_future', { x: 1 })], ['a>nowhere'])
    assert.deepEqual(parseGraph(draft), { ok: true, value: draft })
    assert.equal(refusal({ ...draft, nodes: [{ type: 'wait' }] }), 'E_GRAPH_SHAPE')
    assert.equal(refusal({ ...draft, nodes: 'none' }), 'E_GRAPH_SHAPE')
    assert.equal(refusal({ ...draft, edges: [{ id: 'e', source: 'a' }] }), 'E_GRAPH_SHAPE')
    assert.equal(
      refusal({ ...draft, nodes: [{ ...node('a', 'wait'), position: { x: 'left', y: 0 } }] }),
      'E_GRAPH_SHAPE',
    )
  })

  test("what React Flow adds to nodes and edges isn't kept, and its null handle is the one way out", ({ assert }) => {
    const parsed = parseGraph({
      schemaVersion: 1,
      name: 'Drawn',
      nodes: [{ ...node('a', 'wait'), selected: true, measured: { width: 1 }, dragging: false }],
      edges: [{ id: 'e', source: 'a', target: 'a', sourceHandle: null, targetHandle: null, animated: true }],
      viewport: { x: 0, y: 0, zoom: 1 },
    })
    assert.isTrue(parsed.ok)
    if (!parsed.ok) return
    assert.deepEqual(parsed.value.nodes, [node('a', 'wait')])
    assert.deepEqual(parsed.value.edges, [{ id: 'e', source: 'a', sourceHandle: 'next', target: 'a' }])
    assert.notProperty(parsed.value, 'viewport')
  })

  test('a file of a newer version is refused with a code of its own', ({ assert }) => {
    assert.equal(refusal({ ...fiveDaysOfJoy, schemaVersion: 2 }), 'E_SCHEMA_TOO_NEW')
    assert.equal(refusal({ ...fiveDaysOfJoy, schemaVersion: 0 }), 'E_SCHEMA_VERSION')
    assert.equal(refusal({ ...fiveDaysOfJoy, schemaVersion: '1' }), 'E_SCHEMA_VERSION')
  })

  test('too many nodes, edges, bytes and levels are refused', ({ assert }) => {
    const many = Array.from({ length: GRAPH_LIMITS.nodes + 1 }, (_, index) => node(`n${index}`, 'exit'))
    assert.equal(refusal({ ...graph([], []), nodes: many }), 'E_GRAPH_SHAPE')
    const edges = Array.from({ length: GRAPH_LIMITS.edges + 1 }, (_, index) => `start>n${index}`)
    assert.equal(refusal(graph([], edges)), 'E_GRAPH_SHAPE')
    const large = graph([node('a', 'send_sms', { body: 'é'.repeat(GRAPH_LIMITS.bytes / 2) })], [])
    assert.equal(refusal(large), 'E_GRAPH_TOO_LARGE')
    assert.equal(refusal(JSON.stringify(large)), 'E_GRAPH_TOO_LARGE')
    const deep = JSON.parse(`${'['.repeat(50)}${']'.repeat(50)}`)
    assert.equal(refusal(graph([node('a', 'plugin', { input: { deep } })], [])), 'E_GRAPH_TOO_DEEP')
  })

  test('keys that reach a prototype are refused wherever they stand', ({ assert }) => {
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const text = `{"schemaVersion":1,"nodes":[{"id":"a","type":"plugin","data":{"input":{"${key}":{"polluted":true}}}}],"edges":[]}`
      assert.equal(refusal(text), 'E_HOSTILE_KEY')
      assert.equal(refusal({ ...graph([], []), nodes: [node(key, 'exit')] }), 'E_GRAPH_SHAPE')
    }
    assert.notProperty({}, 'polluted')
  })

  test('nothing that anybody sends makes the reader throw', ({ assert }) => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.json(), fc.string()), (value) => {
        assert.isBoolean(parseGraph(value).ok)
      }),
      { numRuns: 500 },
    )
    const circle: Record<string, unknown> = { schemaVersion: 1 }
    circle['nodes'] = circle
    assert.equal(refusal(circle), 'E_GRAPH_TOO_DEEP')
  })

  test('bytes are counted as UTF-8 counts them', ({ assert }) => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        assert.equal(utf8Length(text), Buffer.byteLength(text))
      }),
    )
  })
})
