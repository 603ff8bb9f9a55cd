import { test } from '@japa/runner'
import { estimateText, renderFor, SAMPLE, withShortLinks } from '../../../src/editor/inspector/message_text.ts'
import { sayInForm } from '../../../src/editor/inspector/say_in_form.ts'
import { sayPrice, textPrice } from '../../../src/editor/inspector/text_price.ts'

const plain = { workflow: 'Joy', shortLinks: null }
const person = (firstName: string | null, id = String(firstName)) => ({ ...SAMPLE, id, firstName })

test.group('A text in the editor', () => {
  test('is as long as the longest that somebody may get, not as its template', ({ assert }) => {
    const body = `${'x'.repeat(155)} {{ contact.firstName | default: 'friend' }}`
    const estimate = estimateText(body, [person('Al'), person('Maximiliane')], plain)
    assert.equal(estimate?.shortest.segments, 1)
    assert.equal(estimate?.longest.segments, 2)
    assert.include(estimate?.longestText, 'Maximiliane')
  })

  test('counts a name that forces the dear alphabet', ({ assert }) => {
    const estimate = estimateText('Hi {{ contact.firstName }}', [person('Al'), person('Żaneta')], plain)
    assert.equal(estimate?.shortest.encoding, 'GSM-7')
    assert.equal(estimate?.longest.encoding, 'UCS-2')
  })

  test('counts short links as long as they will be', ({ assert }) => {
    const address = `https://example.com/${'way/'.repeat(40)}`
    const short = { workflow: 'Joy', shortLinks: 'https://go.example' }
    assert.isBelow(
      estimateText(`See ${address}.`, [], short)?.longest.units ?? 0,
      estimateText(`See ${address}.`, [], plain)?.longest.units ?? 0,
    )
    assert.equal(
      withShortLinks('See https://a.example/b. Now', 'https://go.example').length,
      'See https://go.example/l/1234567890. Now'.length,
    )
  })

  test('with a fault in it says which, and has no length', ({ assert }) => {
    const rendered = renderFor('Hi {{ contact.', SAMPLE, plain)
    assert.isFalse(rendered.ok)
    assert.isNull(estimateText('Hi {{ contact.', [], plain))
  })

  test('costs by the segment, but as one when a file goes with it', ({ assert }) => {
    assert.equal(sayPrice(textPrice(2, false)), '$0.0166')
    assert.equal(textPrice(5, true), textPrice(1, true))
  })

  test('problems name the field as the form does', ({ assert }) => {
    const node = { id: 'n', type: 'notify_team', position: { x: 0, y: 0 }, data: {} }
    const issue = {
      code: 'E_NODE_DATA' as const,
      nodeId: 'n',
      field: 'message',
      message: 'Notify team: fill in "message"',
    }
    assert.equal(sayInForm(issue, node), 'Fill in “Note to the team”')
  })
})
