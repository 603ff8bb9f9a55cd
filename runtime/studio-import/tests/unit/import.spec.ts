import { test } from '@japa/runner'
import { importStudioFlow, isStudioFlow } from '../../src/index.ts'

const at = (x: number, y: number) => ({ offset: { x, y } })

/** A flow with every kind of fate in it: a fused split, one over a variable, and a widget that has no counterpart. */
const FLOW = {
  description: 'Booking',
  initial_state: 'Trigger',
  states: [
    {
      name: 'Trigger',
      type: 'trigger',
      properties: at(0, 0),
      transitions: [
        { event: 'incomingMessage', next: 'ask' },
        { event: 'incomingCall' },
        { event: 'incomingRequest', next: 'ask' },
      ],
    },
    {
      name: 'ask',
      type: 'send-and-wait-for-reply',
      properties: { ...at(0, 200), body: 'Book for {{contact.channel.address}}?', timeout: '3600' },
      transitions: [
        { event: 'incomingMessage', next: 'split' },
        { event: 'timeout', next: 'bye' },
        { event: 'deliveryFailure', next: '' },
      ],
    },
    {
      name: 'split',
      type: 'split-based-on',
      properties: { ...at(0, 400), input: '{{widgets.ask.inbound.Body}}' },
      transitions: [
        { event: 'noMatch', next: 'bye' },
        {
          event: 'match',
          next: 'save',
          conditions: [
            {
              friendly_name: 'yes',
              arguments: ['{{widgets.ask.inbound.Body}}'],
              type: 'matches_any_of',
              value: 'yes, y',
            },
          ],
        },
        {
          event: 'match',
          next: 'call',
          conditions: [
            { friendly_name: 'code', arguments: ['{{widgets.ask.inbound.Body}}'], type: 'regex', value: '[0-9]{4}' },
          ],
        },
      ],
    },
    {
      name: 'save',
      type: 'set-variables',
      properties: { ...at(0, 600), variables: [{ key: 'answer', value: '{{widgets.ask.inbound.Body}}' }] },
      transitions: [{ event: 'next', next: 'by plan' }],
    },
    {
      name: 'by plan',
      type: 'split-based-on',
      properties: { ...at(0, 700), input: '{{flow.variables.plan}}' },
      transitions: [
        { event: 'noMatch', next: 'bye' },
        {
          event: 'match',
          next: 'fetch',
          conditions: [
            { friendly_name: 'gold', arguments: ['{{flow.variables.plan}}'], type: 'equal_to', value: 'gold' },
          ],
        },
      ],
    },
    {
      name: 'fetch',
      type: 'make-http-request',
      properties: {
        ...at(0, 800),
        method: 'POST',
        url: 'https://example.com/book',
        content_type: 'application/json',
        body: '{"a":{{flow.data.a | to_json}}}',
      },
      transitions: [{ event: 'success', next: 'bye' }, { event: 'failed' }],
    },
    {
      name: 'call',
      type: 'connect-call-to',
      properties: { ...at(300, 600), to: '+15550100' },
      transitions: [{ event: 'callCompleted', next: 'bye' }],
    },
    {
      name: 'bye',
      type: 'send-message',
      properties: { ...at(0, 900), body: 'Bye {{flow.channel.address}}' },
      transitions: [{ event: 'sent' }, { event: 'failed' }],
    },
  ],
}

function imported(flow: unknown = FLOW) {
  const result = importStudioFlow(JSON.stringify(flow))
  if (!result.ok) throw new Error(result.message)
  return result
}

test.group('A marketer brings a flow from Twilio Studio', () => {
  test('and finds every widget again, in the report and on the canvas', ({ assert }) => {
    const { graph, report } = imported()
    assert.sameMembers(
      report.lines.map(({ state }) => state),
      FLOW.states.map(({ name }) => name),
    )
    const ids = new Set(graph.nodes.map(({ id }) => id))
    for (const line of report.lines) for (const id of line.nodeIds) assert.isTrue(ids.has(id), `${line.state}: ${id}`)
    for (const edge of graph.edges) assert.isTrue(ids.has(edge.source) && ids.has(edge.target), JSON.stringify(edge))
  })

  test('and no way through it is lost', ({ assert }) => {
    const { graph } = imported()
    const reach = (from: string) =>
      graph.edges.filter(({ source }) => source === from).map(({ sourceHandle, target }) => `${sourceHandle}>${target}`)
    assert.sameMembers(reach('Trigger'), ['next>ask'])
    assert.sameMembers(reach('Trigger_incomingRequest'), ['next>ask'])
    assert.sameMembers(reach('ask'), ['next>ask_reply'])
    assert.sameMembers(reach('ask_reply'), ['b1>save', 'b2>call', 'other>bye', 'timeout>bye'])
    assert.sameMembers(reach('by_plan'), ['b1>fetch', 'else>bye'])
    assert.sameMembers(reach('call'), ['callCompleted>bye'])
  })

  test('and a split on the reply becomes the branches of the reply node', ({ assert }) => {
    const reply = imported().graph.nodes.find(({ id }) => id === 'ask_reply')
    assert.deepEqual(reply?.data, {
      timeout: 'PT3600S',
      branches: [
        { id: 'b1', label: 'yes', match: { exact: ['yes', 'y'] } },
        { id: 'b2', label: 'code', match: { regex: '^(?:[0-9]{4})$' } },
      ],
    })
  })

  test('and its Liquid speaks our names, or the report says what will be empty', ({ assert }) => {
    const { graph, report } = imported()
    const data = (id: string) => graph.nodes.find((node) => node.id === id)?.data
    assert.equal(data('ask')?.['body'], 'Book for {{contact.phone}}?')
    assert.deepEqual(data('save')?.['set'], [{ field: 'attributes.answer', value: '{{steps.ask_reply.body}}' }])
    assert.equal(data('fetch')?.['body'], '{"a":{{trigger.a | json}}}')
    assert.match(report.lines.find(({ state }) => state === 'bye')?.notes[0] ?? '', /flow\.channel\.address/)
  })

  test('and a widget without a counterpart is kept with its reason and its JSON', ({ assert }) => {
    const { graph, report } = imported()
    const call = graph.nodes.find(({ id }) => id === 'call')
    assert.equal(call?.type, 'placeholder')
    assert.deepEqual(
      call?.data['studio'],
      FLOW.states.find(({ name }) => name === 'call'),
    )
    assert.equal(report.counts.placeholder, 1)
  })

  test('and the answer of the API, which wraps the definition, is read as well', ({ assert }) => {
    assert.lengthOf(imported({ sid: 'FW', definition: FLOW }).graph.nodes, imported().graph.nodes.length)
    assert.isTrue(isStudioFlow({ definition: FLOW }))
    assert.isFalse(isStudioFlow({ schemaVersion: 1, nodes: [], edges: [] }))
  })
})

test.group('A file that is no flow', () => {
  const refused = (source: string) => {
    const result = importStudioFlow(source)
    return result.ok ? 'accepted' : result.message
  }

  test('is refused with a sentence that says what is wrong', ({ assert }) => {
    assert.match(refused('{'), /no JSON/)
    assert.match(refused('[]'), /no list of states/)
    assert.match(refused(JSON.stringify({ states: [{ type: 'x' }] })), /no name/)
    assert.match(refused(JSON.stringify({ states: [{ name: 'a' }, { name: 'a' }] })), /two states/i)
    assert.match(
      refused(JSON.stringify({ states: [{ name: 'a', transitions: [{ event: 'x', next: 'gone' }] }] })),
      /"gone"/,
    )
    assert.match(
      refused(JSON.stringify({ states: Array.from({ length: 1001 }, (_, i) => ({ name: String(i) })) })),
      /1001/,
    )
    assert.match(refused(`"${'x'.repeat(1024 * 1024)}"`), /larger than 1 MB/)
  })
})
