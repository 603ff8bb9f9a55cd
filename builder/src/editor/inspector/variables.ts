import { findPluginNode, isRecord, titleOf, type Graph, type GraphNode, type NodeContext } from '@soniarose/graph'
import { upstream } from '../store/neighbours.ts'

/** Something a text or a rule can use. */
export interface Variable {
  /** As it is written: `contact.firstName`. */
  path: string
  label: string
  group: 'Contact' | 'Last reply' | 'Steps before' | 'Workflow'
  type: 'text' | 'number' | 'date' | 'list' | 'boolean'
  /** All that it can be, where that is few. */
  choices?: readonly { value: string; label: string }[]
}

const CONSENT = [
  { value: 'opted_in', label: 'Opted in' },
  { value: 'pending', label: 'No consent yet' },
  { value: 'opted_out', label: 'Opted out' },
] as const

const ALWAYS: readonly Variable[] = [
  { path: 'contact.firstName', label: 'First name', group: 'Contact', type: 'text' },
  { path: 'contact.lastName', label: 'Last name', group: 'Contact', type: 'text' },
  { path: 'contact.phone', label: 'Phone number', group: 'Contact', type: 'text' },
  { path: 'contact.email', label: 'E-mail', group: 'Contact', type: 'text' },
  { path: 'contact.timeZone', label: 'Time zone', group: 'Contact', type: 'text' },
  { path: 'contact.tags', label: 'Tags', group: 'Contact', type: 'list' },
  { path: 'contact.optInStatus', label: 'Consent', group: 'Contact', type: 'text', choices: CONSENT },
  { path: 'contact.createdAt', label: 'Added on', group: 'Contact', type: 'date' },
  { path: 'reply.body', label: 'Text of the last reply', group: 'Last reply', type: 'text' },
  { path: 'reply.receivedAt', label: 'Time of the last reply', group: 'Last reply', type: 'date' },
  { path: 'workflow.name', label: 'Name of the workflow', group: 'Workflow', type: 'text' },
  { path: 'run.startedAt', label: 'Start of the run', group: 'Workflow', type: 'date' },
]

/** An attribute's name as it may stand in a path. */
const PLAIN_NAME = /^[A-Za-z0-9_:-]{1,64}$/

/**
 * What a step's texts and rules can use: the contact, the last reply, and what the steps before it give back.
 * @param attributes names of the contacts' own fields, as far as they are known
 */
export function variablesFor(
  { graph, context }: { graph: Graph; context: NodeContext },
  nodeId: string,
  attributes: readonly string[] = [],
): Variable[] {
  const before = upstream(graph, nodeId)
  const own = attributes
    .filter((name) => PLAIN_NAME.test(name))
    .map((name): Variable => ({ path: `contact.attributes.${name}`, label: name, group: 'Contact', type: 'text' }))
  const steps = graph.nodes
    .filter((node) => node.id !== nodeId && before.has(node.id))
    .flatMap((node) => outputsOf(node, context))
  return [...ALWAYS.slice(0, 8), ...own, ...ALWAYS.slice(8, 10), ...steps, ...ALWAYS.slice(10)]
}

/** What a step gives back to the ones after it. */
function outputsOf(node: GraphNode, context: NodeContext): Variable[] {
  const title = titleOf(node)
  const one = (path: string, label: string, type: Variable['type'] = 'text'): Variable => ({
    path: `steps.${path}`,
    label: `${title}: ${label}`,
    group: 'Steps before',
    type,
  })
  if (node.type === 'branch_on_reply') return [one(`${node.id}.body`, 'the reply')]
  if (node.type === 'http_request') {
    const name = typeof node.data['saveAs'] === 'string' && node.data['saveAs'] !== '' ? node.data['saveAs'] : node.id
    return [one(`${name}.status`, 'status', 'number'), one(`${name}.body`, 'answer')]
  }
  if (node.type !== 'plugin') return []
  const { plugin, node: name } = node.data
  const found =
    typeof plugin === 'string' && typeof name === 'string' ? findPluginNode(context.plugins, plugin, name) : undefined
  const properties = found?.output['properties']
  if (!isRecord(properties)) return []
  return Object.entries(properties).map(([key, schema]) => {
    const says = isRecord(schema) ? schema : {}
    const label = typeof says['title'] === 'string' ? says['title'] : key
    return one(`${node.id}.${key}`, label, says['type'] === 'number' || says['type'] === 'integer' ? 'number' : 'text')
  })
}
