import fc from 'fast-check'
import { handlesOf, NODE_KINDS, type Graph, type GraphEdge, type GraphNode, type NodeData } from '../../src/index.ts'

const branchIds = ['a', 'b', 'c']
const word = fc.constantFrom('yes', 'no', 'joy', 'later', '👍', 'sí')
const template = fc.constantFrom(
  'Hello. Reply STOP to opt out',
  'Hi {{ contact.firstName | default: "friend" }}',
  '{{ steps.n1.text }} and {{ reply.body }}',
  '{% if contact.email %}mail{% endif %}',
  '{{ contact.attributes.city | upcase }}',
)
const duration = fc.constantFrom('PT0S', 'PT5M', 'P1D', 'P1M', 'P2W')
const rule = fc.oneof(
  fc.record({ field: fc.constantFrom('contact.firstName', 'steps.n1.value'), op: fc.constant('is_set') }),
  fc.record({
    field: fc.constantFrom('contact.attributes.age', 'reply.body', 'contact.createdAt'),
    op: fc.constantFrom('equals', 'gt', 'contains', 'before', 'in'),
    value: fc.constantFrom('5', 7, '2026-01-01', true),
  }),
)
const match = fc.oneof(
  fc.record({ anyWord: fc.array(word, { minLength: 1, maxLength: 3 }) }),
  fc.record({ regex: fc.constantFrom('^y', '(a+)+$', '\\d+') }),
  fc.constant({ number: true }),
  fc.constant({ affirmative: true }),
)

function branches(of: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown[]> {
  return fc
    .tuple(fc.integer({ min: 2, max: 3 }), fc.array(fc.record(of), { minLength: 3, maxLength: 3 }))
    .map(([count, data]) => data.slice(0, count).map((item, index) => ({ id: branchIds[index], label: '', ...item })))
}

/** Finished data of each kind of node; kinds that aren't here need none. */
const finished: Record<string, fc.Arbitrary<NodeData>> = {
  trigger: fc.record({ on: fc.constantFrom('manual', 'contact_created', 'webhook') }),
  send_sms: fc.record({ body: template }),
  wait: fc.oneof(
    fc.record({ for: duration }),
    fc.record({ untilTime: fc.constantFrom('09:00', '02:30'), days: fc.constantFrom(['mon'], ['sat', 'sun']) }),
    fc.record({ untilDate: fc.constantFrom('2027-03-28', 'contact.attributes.birthday'), offset: fc.constant('-P1D') }),
    fc.record({ untilEvent: fc.constant('paid'), timeout: duration }),
  ),
  branch_on_reply: fc.record({ timeout: duration, branches: branches({ match }) }),
  condition: fc.record({ branches: branches({ when: rule }) }),
  split: fc.record({ branches: branches({ weight: fc.integer({ min: 1, max: 9 }) }) }),
  update_contact: fc.record({ set: fc.constant([{ field: 'attributes.city', value: '{{ reply.body }}' }]) }),
  add_tag: fc.record({ tag: fc.constantFrom('vip', 'new') }),
  remove_tag: fc.record({ tag: fc.constantFrom('vip', 'new') }),
  http_request: fc.record({ method: fc.constant('GET'), url: fc.constant('https://example.com/{{ contact.id }}') }),
  notify_team: fc.record({ message: template }),
  start_workflow: fc.record({ workflowId: fc.constant('w2'), waitForIt: fc.boolean() }),
  plugin: fc.record({ plugin: fc.constant('joy-quotes'), node: fc.constant('pick_quote'), input: fc.constant({}) }),
}

/** Finished data for a kind of node. */
export function arbitraryData(kind: string): fc.Arbitrary<NodeData> {
  return finished[kind] ?? fc.constant({})
}

const position = fc.record({ x: fc.integer({ min: -900, max: 900 }), y: fc.integer({ min: -900, max: 900 }) })

function arbitraryNode(index: number): fc.Arbitrary<GraphNode> {
  const kind =
    index === 0 ? fc.constant('trigger') : fc.constantFrom(...NODE_KINDS.filter((name) => name !== 'trigger'))
  return kind.chain((type) =>
    fc.record({ id: fc.constant(`n${index}`), type: fc.constant(type), position, data: arbitraryData(type) }),
  )
}

/** A graph whose nodes are finished and whose handles mostly lead somewhere, in circles too. */
export const arbitraryGraph: fc.Arbitrary<Graph> = fc
  .integer({ min: 1, max: 12 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => arbitraryNode(index))))
  .chain((nodes) => {
    const ends = nodes.flatMap((source) => handlesOf(source).map(({ id }) => ({ source: source.id, sourceHandle: id })))
    const targets = fc.array(fc.integer({ min: 0, max: nodes.length + 1 }), {
      minLength: ends.length,
      maxLength: ends.length,
    })
    return targets.map((picked): Graph => {
      const edges = ends.flatMap((end, index): GraphEdge[] => {
        const target = nodes[picked[index] ?? 0]
        return target && target.type !== 'trigger' ? [{ id: `e${index}`, ...end, target: target.id }] : []
      })
      return { schemaVersion: 1, name: 'Random', settings: { reentry: 'never' }, nodes: [...nodes], edges }
    })
  })
