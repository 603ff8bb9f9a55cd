import type { Graph } from '@soniarose/graph'
import { test } from '@japa/runner'
import { checkTexts } from '#app/workflows/check_texts'

const GOOD =
  'Rose & Co: thanks for signing up, {{ contact.firstName }}! Msg & data rates may apply. Reply HELP for help, STOP to cancel.'

const graphOf = (...bodies: string[]): Graph => ({
  schemaVersion: 1,
  name: 'Test',
  settings: {},
  nodes: [
    { id: 'start', type: 'trigger', position: { x: 0, y: 0 }, data: { on: 'manual' } },
    ...bodies.map((body, index) => ({ id: `t${index}`, type: 'send_sms', position: { x: 0, y: 0 }, data: { body } })),
  ],
  edges: bodies.map((_, index) => ({
    id: `e${index}`,
    source: index === 0 ? 'start' : `t${index - 1}`,
    sourceHandle: 'next',
    target: `t${index}`,
  })),
})
const codes = (graph: Graph, brands: string[] = []) =>
  checkTexts(graph, brands).map(({ code, nodeId }) => `${code} ${nodeId}`)

test.group('The texts of a workflow', () => {
  test('a first text that says who, why, where help is and what it costs raises nothing', ({ assert }) => {
    assert.deepEqual(codes(graphOf(GOOD, 'Day 2'), ['Rose & Co']), [])
  })

  test('a first text that lacks some of it has one warning that names all of it; later texts need none', ({
    assert,
  }) => {
    const [issue, ...others] = checkTexts(graphOf('Hi! Reply STOP to opt out.', 'Day 2'), ['Rose & Co'])
    assert.deepEqual(others, [])
    assert.deepInclude(issue, { code: 'W_FIRST_TEXT', nodeId: 't0', field: 'body' })
    for (const words of ['Rose & Co', 'why', 'HELP', 'rates']) assert.include(issue?.message ?? '', words)
  })

  test('what carriers filter is named in any text', ({ assert }) => {
    assert.deepEqual(
      codes(graphOf(GOOD, 'Look: https://bit.ly/x', 'WIN A HUGE PRIZE TODAY FOR FREE', 'Casino night')),
      ['W_RISKY_TEXT t1', 'W_RISKY_TEXT t2', 'W_RISKY_TEXT t3'],
    )
  })

  test('the template’s own signs count as nobody’s words', ({ assert }) => {
    const long = `${GOOD} {% if contact.attributes.thing == 'x' %}{% assign y = '${'z'.repeat(900)}' %}{% endif %}`
    assert.deepEqual(codes(graphOf(long)), [])
  })
})
