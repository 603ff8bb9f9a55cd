import { test } from '@japa/runner'
import fc from 'fast-check'
import {
  definitionOf,
  durationInWords,
  handlesOf,
  measureNode,
  NODE_KINDS,
  nodeJsonSchema,
  settingsJsonSchema,
  summaryOf,
  titleOf,
  type NodeData,
} from '../../src/index.ts'
import { arbitraryData } from '../support/arbitrary_graph.ts'
import { graph, node } from '../support/build.ts'

const contractKinds =
  'trigger send_sms wait branch_on_reply stop_check condition split update_contact add_tag remove_tag http_request notify_team handoff start_workflow goal exit plugin'

test.group('Kinds of nodes', () => {
  test('every kind that workflows may use is there', ({ assert }) => {
    assert.sameMembers([...NODE_KINDS], contractKinds.split(' '))
  })

  test('finished data of every kind is accepted', ({ assert }) => {
    for (const kind of NODE_KINDS)
      fc.assert(
        fc.property(arbitraryData(kind), (data) => {
          const parsed = definitionOf(kind)?.schema.safeParse(data)
          assert.isTrue(parsed?.success, `${kind}: ${JSON.stringify(data)}`)
        }),
        { numRuns: 30 },
      )
  })

  test('a draft with anything at all in its data can be drawn', ({ assert }) => {
    const data = fc.dictionary(
      fc.constantFrom(
        'branches',
        'for',
        'untilTime',
        'days',
        'body',
        'on',
        'set',
        'timeout',
        'plugin',
        'label',
        'when',
      ),
      fc.jsonValue(),
    )
    fc.assert(
      fc.property(fc.constantFrom(...NODE_KINDS, 'unheard_of'), data, (type, draft: NodeData) => {
        const drawn = node('n', type, draft)
        const handles = handlesOf(drawn)
        assert.equal(new Set(handles.map(({ id }) => id)).size, handles.length)
        assert.isString(summaryOf(drawn))
        assert.isString(titleOf(drawn))
        const { width, height } = measureNode(drawn)
        assert.isAbove(width * height, 0)
      }),
      { numRuns: 400 },
    )
  })

  test('every kind has a JSON Schema with titles to draw its form from', ({ assert }) => {
    for (const kind of NODE_KINDS) {
      const schema = JSON.parse(JSON.stringify(nodeJsonSchema(kind)))
      assert.equal(schema.type, 'object', kind)
      for (const [field, property] of Object.entries<{ title?: string }>(schema.properties))
        assert.isString(property.title, `${kind}.${field} has no title`)
    }
    assert.property(settingsJsonSchema(), 'properties')
  })

  test('the handles are those of the contract', ({ assert }) => {
    const ids = (type: string, data: NodeData = {}) => handlesOf(node('n', type, data)).map(({ id }) => id)
    const branches = [{ id: 'yes' }, { id: 'no', label: 'No' }]
    assert.deepEqual(ids('trigger'), ['next'])
    assert.deepEqual(ids('send_sms'), ['next', 'failed'])
    assert.deepEqual(ids('wait', { for: 'P1D' }), ['next'])
    assert.deepEqual(ids('wait', { untilEvent: 'paid' }), ['next', 'timeout'])
    assert.deepEqual(ids('branch_on_reply', { branches }), ['yes', 'no', 'other', 'timeout'])
    assert.deepEqual(ids('stop_check'), ['subscribed', 'opted_out'])
    assert.deepEqual(ids('condition', { branches }), ['yes', 'no', 'else'])
    assert.deepEqual(ids('split', { branches }), ['yes', 'no'])
    for (const kind of ['update_contact', 'add_tag', 'remove_tag', 'notify_team', 'handoff', 'start_workflow'])
      assert.deepEqual(ids(kind), ['next'])
    assert.deepEqual(ids('http_request'), ['next', 'failed'])
    assert.deepEqual(ids('plugin'), ['done', 'failed'])
    assert.deepEqual(ids('goal'), [])
    assert.deepEqual(ids('exit'), [])
  })

  test("a plugin's outcomes are its node's handles, and failed comes last", ({ assert }) => {
    const plugins = [
      {
        name: 'weather',
        version: '1.0.0',
        title: 'Weather',
        nodes: [
          { name: 'today', title: 'Today', input: {}, output: {}, outcomes: ['sunny', { id: 'rain', title: 'Rain' }] },
        ],
      },
    ]
    const today = node('n', 'plugin', { plugin: 'weather', node: 'today' })
    assert.deepEqual(
      handlesOf(today, { plugins }).map(({ id, label }) => `${id}=${label}`),
      ['sunny=Sunny', 'rain=Rain', 'failed=Failed'],
    )
    assert.equal(summaryOf(today, { plugins }), 'Today')
  })

  test('an unknown node keeps the handles that its edges use, so that nothing vanishes', ({ assert }) => {
    const whole = graph([node('odd', 'from_the_future'), node('end', 'exit')], ['odd.left>end'])
    assert.deepEqual(handlesOf(node('odd', 'from_the_future'), {}, whole), [{ id: 'left', label: 'left' }])
  })

  test('a summary says what the node does', ({ assert }) => {
    assert.equal(summaryOf(node('n', 'wait', { for: 'P2D' })), 'Wait 2 days')
    assert.equal(
      summaryOf(node('n', 'wait', { untilTime: '09:00', days: ['mon', 'fri'] })),
      'Wait until 09:00 on Mon, Fri',
    )
    assert.equal(
      summaryOf(node('n', 'wait', { untilDate: 'contact.attributes.birthday', offset: '-P1W' })),
      'Wait until 1 week before birthday',
    )
    assert.equal(summaryOf(node('n', 'send_sms', { body: 'Hello\n  there' })), 'Hello there')
    assert.equal(summaryOf(node('n', 'add_tag', { tag: 'vip' })), 'Add vip')
    assert.equal(summaryOf(node('n', 'trigger', { on: 'keyword', keywords: ['JOY'] })), 'When someone texts JOY')
    assert.equal(
      summaryOf(
        node('n', 'split', {
          branches: [
            { id: 'a', weight: 3 },
            { id: 'b', label: 'B', weight: 1 },
          ],
        }),
      ),
      '75 % a, 25 % B',
    )
    assert.equal(durationInWords('P1DT2H'), '1 day 2 hours')
  })

  test('a handle sits on the edge of its card, inside its width', ({ assert }) => {
    const branches = Array.from({ length: 9 }, (_, index) => ({ id: `b${index}` }))
    const { width, height, handles } = measureNode(node('n', 'condition', { branches }))
    assert.lengthOf(handles, 11)
    for (const { x, y, type } of handles) {
      assert.isTrue(x >= 0 && x <= width)
      assert.equal(y, type === 'target' ? -6 : height - 6)
    }
    assert.isUndefined(measureNode(node('n', 'trigger')).handles.find(({ type }) => type === 'target'))
  })
})
