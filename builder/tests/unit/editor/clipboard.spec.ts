import { test } from '@japa/runner'
import { apply, fiveDaysOfJoy, validate } from '@soniarose/graph'
import { copySteps, placeClip, readClip } from '../../../src/editor/store/clipboard.ts'
import { pasteClip } from '../../../src/editor/store/gestures.ts'
import { graphOf, node, smallGraph } from './sample_graph.ts'

test.group('Copy and paste', () => {
  test('pasting the whole workflow beside itself keeps both whole', ({ assert }) => {
    const all = new Set(fiveDaysOfJoy.nodes.map((each) => each.id))
    const clip = readClip(copySteps(fiveDaysOfJoy, all) ?? '')
    if (!clip) throw new Error('The clip could not be read')
    const { graph } = apply(fiveDaysOfJoy, pasteClip(fiveDaysOfJoy, clip, { x: 2000, y: 0 }).operation)
    assert.lengthOf(graph.nodes, fiveDaysOfJoy.nodes.length * 2)
    assert.lengthOf(graph.edges, fiveDaysOfJoy.edges.length * 2)
    assert.equal(new Set(graph.nodes.map((each) => each.id)).size, graph.nodes.length)
    assert.equal(new Set(graph.edges.map((each) => each.id)).size, graph.edges.length)
    const codes = validate(graph).errors.map((issue) => issue.code)
    assert.isTrue(codes.every((code) => code === 'E_DUPLICATE_TRIGGER'))
  })

  test('connections to steps that aren’t copied stay behind', ({ assert }) => {
    const clip = readClip(copySteps(smallGraph(), new Set(['hello', 'ask'])) ?? '')
    assert.deepEqual(
      clip?.edges.map((edge) => edge.target),
      ['ask'],
    )
  })

  test('secrets and senders don’t leave the workspace by the clipboard', ({ assert }) => {
    const graph = graphOf([
      node('a', 'send_sms', { body: 'Hi', senderId: 'sender-1' }),
      node('b', 'http_request', {
        method: 'GET',
        url: 'https://x.test',
        headers: { Authorization: 'Bearer abc', Accept: 'text/plain', 'X-Api-Key': 'k' },
      }),
    ])
    const text = copySteps(graph, new Set(['a', 'b'])) ?? ''
    assert.notInclude(text, 'sender-1')
    assert.notInclude(text, 'Bearer abc')
    assert.notInclude(text, '"k"')
    assert.include(text, 'text/plain')
  })

  test('a text that refers to a copied step refers to its copy, and leaves others as they are', ({ assert }) => {
    const graph = graphOf([
      node('quote', 'plugin', { plugin: 'joy-quotes', node: 'pick_quote', input: {} }),
      node('tell', 'send_sms', { body: '{{ steps.quote.text }} and {{ steps.other.text }}' }),
    ])
    const clip = readClip(copySteps(graph, new Set(['quote', 'tell'])) ?? '')
    if (!clip) throw new Error('The clip could not be read')
    const placed = placeClip(clip, graph, { x: 0, y: 0 })
    const [quote, tell] = placed.nodes
    assert.equal(tell?.data['body'], `{{ steps.${quote?.id}.text }} and {{ steps.other.text }}`)
    assert.notEqual(quote?.id, 'quote')
  })

  test('any other text on the clipboard is left alone', ({ assert }) => {
    for (const text of [
      '',
      'hello',
      '{"nodes":[]}',
      '{"soniarose":"soniarose/steps@1"',
      '{"soniarose":"soniarose/steps@1","nodes":"x","edges":[]}',
      'see soniarose/steps@1',
    ]) {
      assert.isNull(readClip(text))
    }
  })
})
