import { test } from '@japa/runner'
import type { Graph, GraphIssue, GraphNode } from '@soniarose/graph'
import { onItsClock } from '../../../src/crm/phone/on_the_phone.ts'
import { nameInWords } from '../../../src/editor/inspector/read_schema.ts'
import { isSaidAtField } from '../../../src/editor/inspector/say_in_form.ts'
import { changesBetween } from '../../../src/editor/store/changes.ts'

const node = (type: string, data: Record<string, unknown>): GraphNode => ({
  id: 'one',
  type,
  position: { x: 0, y: 0 },
  data,
})
const graph = (data: Record<string, unknown>): Graph => ({
  schemaVersion: 1,
  name: 'Words',
  settings: { reentry: 'never' },
  nodes: [node('send_sms', data)],
  edges: [],
})
const issue = (field: string | undefined): GraphIssue => ({
  code: 'E_NODE_DATA',
  nodeId: 'one',
  message: 'Name the tag',
  ...(field === undefined ? {} : { field }),
})

test.group('What the editor calls things', () => {
  test('who publishes reads which field changed as its form calls it', ({ assert }) => {
    const { changes } = changesBetween(graph({ body: 'Hi' }), graph({ body: 'Hello', label: 'Greeting' }))
    assert.deepEqual(
      changes.map((change) => change.text),
      ['Greeting: text, name on the canvas changed'],
    )
  })

  test('a fault is said above the form only where no field of it says it already', ({ assert }) => {
    const tagged = node('trigger', { on: 'tag_added' })
    assert.isTrue(isSaidAtField(issue('tag'), tagged))
    assert.isFalse(isSaidAtField(issue(undefined), tagged), 'of the whole step')
    assert.isFalse(isSaidAtField(issue('rrule'), tagged), 'of a field that is hidden')
    assert.isFalse(isSaidAtField(issue('branches.0.match'), node('branch_on_reply', {})), 'of a part of a field')
    assert.isFalse(isSaidAtField(issue('body'), node('mystery', {})), 'of a kind without a form')
  })

  test('methods of requests stay as they are written; other keys become words', ({ assert }) => {
    assert.equal(nameInWords('POST'), 'POST')
    assert.equal(nameInWords('pick_quote'), 'Pick quote')
  })

  test('a phone shows its own day, also where the operator’s has changed', ({ assert }) => {
    assert.equal(onItsClock('2026-11-23T02:16:00.000Z', 'America/New_York'), '2026-11-22 21:16:00')
  })
})
