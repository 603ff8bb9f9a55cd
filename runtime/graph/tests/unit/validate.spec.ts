import { test } from '@japa/runner'
import fc from 'fast-check'
import { fiveDaysOfJoy, validate, type Graph, type PluginManifest } from '../../src/index.ts'
import { arbitraryGraph } from '../support/arbitrary_graph.ts'
import { chain, edge, graph, node } from '../support/build.ts'

const text = node('hello', 'send_sms', { body: 'Hello from Rose. Reply STOP to opt out.' })
const day = node('rest', 'wait', { for: 'P1D' })
const end = node('end', 'exit')

const quotes: PluginManifest = {
  name: 'joy-quotes',
  version: '1.0.0',
  title: 'Joy quotes',
  nodes: [
    {
      name: 'pick_quote',
      title: 'Pick a quote',
      input: { type: 'object', required: ['mood'], properties: { mood: { type: 'string', enum: ['happy', 'calm'] } } },
      output: {},
      outcomes: ['done'],
    },
  ],
}

/** Every finding as `code nodeId`. */
function codes(whole: Graph, options: Parameters<typeof validate>[1] = {}): string[] {
  const { errors, warnings } = validate(whole, options)
  return [...errors, ...warnings].map(({ code, nodeId }) => `${code} ${nodeId}`)
}

test.group('Validating a graph', () => {
  test('Five Days of Joy has nothing to complain about', ({ assert }) => {
    assert.deepEqual(validate(fiveDaysOfJoy, { plugins: [quotes] }), { errors: [], warnings: [] })
  })

  test('an unknown kind of node is an error at that node', ({ assert }) => {
    assert.deepEqual(codes(chain(text, node('odd', 'teleport'))), ['E_UNKNOWN_NODE_TYPE odd'])
  })

  test('missing and wrong data is named field by field, in words', ({ assert }) => {
    const { errors } = validate(
      chain(node('a', 'wait', {}), node('b', 'send_sms', {}), node('c', 'wait', { for: '1 day' })),
    )
    assert.deepEqual(
      errors.map(({ code, nodeId, field }) => `${code} ${nodeId} ${field}`),
      ['E_NODE_DATA a for', 'E_NODE_DATA b body', 'E_NODE_DATA c for'],
    )
    for (const { message } of errors) assert.notInclude(message, 'undefined')
  })

  test('a wait that says two things is refused', ({ assert }) => {
    const both = node('a', 'wait', { for: 'P1D', untilTime: '09:00' })
    assert.deepEqual(codes(chain(both)), ['E_NODE_DATA a'])
  })

  test('branches that share an id or take a reserved one are refused', ({ assert }) => {
    const match = { anyWord: ['yes'] }
    const twice = [
      { id: 'yes', label: '', match },
      { id: 'yes', label: '', match },
    ]
    const reserved = [{ id: 'timeout', label: '', match }]
    assert.include(codes(chain(node('a', 'branch_on_reply', { timeout: 'P1D', branches: twice }))), 'E_NODE_DATA a')
    assert.include(codes(chain(node('a', 'branch_on_reply', { timeout: 'P1D', branches: reserved }))), 'E_NODE_DATA a')
  })

  test('an edge to or from nothing is dangling', ({ assert }) => {
    assert.deepEqual(codes(graph([text], ['start>hello', 'hello>gone'])), ['E_DANGLING_EDGE hello'])
    assert.deepEqual(codes(graph([text], ['start>hello', 'gone>hello'])), ['E_DANGLING_EDGE hello'])
  })

  test("an edge from a handle that a node doesn't have is refused", ({ assert }) => {
    assert.deepEqual(codes(graph([text, end], ['start>hello', 'hello.delivered>end'])), ['E_UNKNOWN_HANDLE hello'])
    const quote = node('q', 'plugin', { plugin: 'joy-quotes', node: 'pick_quote', input: { mood: 'happy' } })
    const odd = graph([quote, end], ['start>q', 'q.laughed>end'])
    assert.deepEqual(codes(odd), [], 'without the manifest nobody can say')
    assert.deepEqual(codes(odd, { plugins: [quotes] }), ['E_UNKNOWN_HANDLE q'])
  })

  test('two edges from one handle are refused, since a run could take either', ({ assert }) => {
    const forked = graph([text, end, day], ['start>hello', 'hello>end', 'hello>rest'])
    assert.deepEqual(codes(forked), ['E_HANDLE_TAKEN hello'])
  })

  test('ids given twice are refused', ({ assert }) => {
    assert.include(codes({ ...chain(text), nodes: [...chain(text).nodes, text] }), 'E_DUPLICATE_ID hello')
    const edges = [edge('start>hello'), { ...edge('hello>end'), id: 'start>hello' }]
    assert.deepEqual(codes({ ...graph([text, end], []), edges }), ['E_DUPLICATE_ID null'])
  })

  test('no trigger, two triggers of one kind, and an edge to a trigger are refused', ({ assert }) => {
    const none = { ...graph([text], []), nodes: [text] }
    assert.include(codes(none), 'E_NO_TRIGGER null')
    const twice = graph([node('again', 'trigger', { on: 'manual' }), text], ['start>hello', 'again>hello'])
    assert.deepEqual(codes(twice), ['E_DUPLICATE_TRIGGER again'])
    const two = graph([node('joined', 'trigger', { on: 'contact_created' }), text], ['start>hello', 'joined>hello'])
    assert.deepEqual(codes(two), [])
    assert.include(codes(graph([text, day], ['start>hello', 'hello>rest', 'rest>start'])), 'E_TRIGGER_TARGET start')
  })

  test('a node that nobody comes to is only a warning', ({ assert }) => {
    const { errors, warnings } = validate(graph([text, end], ['start>hello']))
    assert.deepEqual(errors, [])
    assert.deepEqual(
      warnings.map(({ code, nodeId }) => `${code} ${nodeId}`),
      ['W_UNREACHABLE end'],
    )
    const goal = node('bought', 'goal', { name: 'Bought', event: 'purchase' })
    assert.deepEqual(codes(graph([text, goal], ['start>hello'])), [], 'a goal by event stands alone')
  })

  test('a circle that never waits is refused, one that waits is not', ({ assert }) => {
    const tag = node('tag', 'add_tag', { tag: 'x' })
    assert.deepEqual(codes(graph([text, tag], ['start>hello', 'hello>tag', 'tag>hello'])), [
      'E_CYCLE_WITHOUT_WAIT hello',
    ])
    assert.deepEqual(codes(graph([text, day], ['start>hello', 'hello>rest', 'rest>hello'])), [])
    assert.deepEqual(codes(graph([tag], ['start>tag', 'tag>tag'])), ['E_CYCLE_WITHOUT_WAIT tag'])
    const asks = node('ask', 'branch_on_reply', { timeout: 'P1D', branches: [] })
    assert.deepEqual(codes(graph([text, asks], ['start>hello', 'hello>ask', 'ask.other>hello'])), [])
    const nothing = node('rest', 'wait', { for: 'PT0S' })
    assert.include(
      codes(graph([text, nothing], ['start>hello', 'hello>rest', 'rest>hello'])),
      'E_CYCLE_WITHOUT_WAIT hello',
    )
  })

  test('a circle of one node and of two are each told in a sentence that an author can read', ({ assert }) => {
    const [tag, other] = ['tag', 'other'].map((id) => node(id, 'add_tag', { tag: 'x' }))
    if (tag === undefined || other === undefined) throw new Error('two nodes were made')
    const said = (edges: string[]) => validate(graph([tag, other], edges)).errors[0]?.message ?? ''
    assert.match(said(['start>tag', 'tag>tag']), /^"tag" leads round/)
    assert.match(said(['start>tag', 'tag>other', 'other>tag']), /^"\w+", "\w+" lead round/)
  })

  test('a chain of 500 nodes in a circle is judged without exhausting the stack', ({ assert }) => {
    const nodes = Array.from({ length: 499 }, (_, index) => node(`n${index}`, 'add_tag', { tag: 'x' }))
    const edges = ['start>n0', ...nodes.map(({ id }, index) => `${id}>n${(index + 1) % nodes.length}`)]
    assert.deepEqual(codes(graph(nodes, edges)), ['E_CYCLE_WITHOUT_WAIT n0'])
  })

  test("a first text that doesn't say STOP is warned of, on every way to it", ({ assert }) => {
    const plain = (id: string) => node(id, 'send_sms', { body: 'Hello!' })
    const stopper = node('c', 'stop_check')
    assert.deepEqual(codes(chain(text, plain('second'))), [])
    const both = graph([stopper, plain('a'), text], ['start>c', 'c.subscribed>a', 'c.opted_out>hello'])
    assert.deepEqual(codes(both), ['W_NO_STOP_WORDING a'])
  })

  test('a branch left loose beside connected ones is warned of', ({ assert }) => {
    const branches = [
      { id: 'a', label: 'A', weight: 1 },
      { id: 'b', label: 'B', weight: 1 },
    ]
    assert.deepEqual(codes(graph([node('s', 'split', { branches }), end], ['start>s', 's.a>end'])), [
      'W_UNUSED_BRANCH s',
    ])
  })

  test('templates and patterns are judged by whoever owns them', ({ assert }) => {
    const asks = node('ask', 'branch_on_reply', {
      timeout: 'P1D',
      branches: [{ id: 'a', label: '', match: { regex: '(' } }],
    })
    const options = { checkTemplate: () => ['broken'], checkPattern: () => 'unreadable' }
    assert.deepEqual(codes(chain(text, asks), options), ['E_TEMPLATE hello', 'E_PATTERN ask'])
  })

  test('a plugin that is not installed, or misses what it needs, is an error', ({ assert }) => {
    const missing = node('q', 'plugin', { plugin: 'joy-quotes', node: 'sing', input: {} })
    assert.deepEqual(codes(chain(missing), { plugins: [quotes] }), ['E_UNKNOWN_PLUGIN q'])
    const bare = (input: Record<string, unknown>) =>
      codes(chain(node('q', 'plugin', { plugin: 'joy-quotes', node: 'pick_quote', input })), { plugins: [quotes] })
    assert.deepEqual(bare({}), ['E_PLUGIN_INPUT q'])
    assert.deepEqual(bare({ mood: 'grim' }), ['E_PLUGIN_INPUT q'])
    assert.deepEqual(bare({ mood: '{{ contact.attributes.mood }}' }), [])
  })

  test('wrong settings belong to the whole graph', ({ assert }) => {
    assert.deepEqual(codes({ ...chain(text), settings: { reentry: 'every_n_days' } }), ['E_SETTINGS null'])
    assert.deepEqual(codes({ ...chain(text), settings: { reentry: 'every_n_days', reentryDays: 30 } }), [])
  })

  test("the contract's own example has no errors", ({ assert }) => {
    const example = graph(
      [
        node('day1', 'send_sms', {
          body: "Hi {{ contact.firstName | default: 'friend' }}! Day 1 of joy. Reply STOP to opt out.",
        }),
        node('ask', 'branch_on_reply', {
          timeout: 'P1D',
          branches: [{ id: 'yes', label: 'Yes', match: { anyWord: ['yes', 'yep'] } }],
        }),
        node('check', 'stop_check'),
        node('rest', 'wait', { for: 'P1D' }),
        node('quote', 'plugin', { plugin: 'joy-quotes', node: 'pick_quote', input: { mood: 'happy' } }),
      ],
      ['start>day1'],
    )
    assert.deepEqual(validate(example, { plugins: [quotes] }).errors, [])
  })

  test('no graph makes the validator throw, whatever its data holds', ({ assert }) => {
    const data = fc.dictionary(
      fc.constantFrom('on', 'for', 'branches', 'set', 'body', 'when', 'input', 'event'),
      fc.jsonValue(),
    )
    fc.assert(
      fc.property(arbitraryGraph, fc.array(data, { maxLength: 12 }), (whole, drafts) => {
        const nodes = whole.nodes.map((one, index) => ({ ...one, data: drafts[index] ?? one.data }))
        const { errors, warnings } = validate({ ...whole, nodes })
        for (const { message } of [...errors, ...warnings]) assert.isNotEmpty(message)
      }),
      { numRuns: 200 },
    )
  })
})
