import {
  handlesOf,
  isNodeKind,
  nodeJsonSchema,
  titleOf,
  type Graph,
  type GraphEdge,
  type GraphNode,
  type NodeContext,
} from '@soniarose/graph'
import { fieldsOf, nameInWords } from '../inspector/read_schema.ts'

/** One difference between two graphs, in words. */
export interface Change {
  kind: 'added' | 'removed' | 'changed' | 'connection' | 'settings'
  /** The step that it concerns, for the eye to find; null for the whole workflow. */
  nodeId: string | null
  text: string
}

/** What publishing would change, with how many steps only moved; null `before` means there was none. */
export interface ChangeList {
  changes: Change[]
  moved: number
}

/** Compares two graphs by meaning: places on the canvas count apart from what the workflow does. */
export function changesBetween(before: Graph | null, after: Graph, context: NodeContext = {}): ChangeList {
  const was = before ?? { ...after, name: after.name, settings: after.settings, nodes: [], edges: [] }
  const old = new Map(was.nodes.map((node) => [node.id, node]))
  const now = new Map(after.nodes.map((node) => [node.id, node]))
  const changes: Change[] = []
  for (const node of after.nodes) {
    const former = old.get(node.id)
    if (former === undefined) changes.push({ kind: 'added', nodeId: node.id, text: `${titleOf(node)} is new` })
    else changes.push(...nodeChanges(former, node))
  }
  for (const node of was.nodes) {
    if (!now.has(node.id)) changes.push({ kind: 'removed', nodeId: null, text: `${titleOf(node)} is gone` })
  }
  if (before) changes.push(...connectionChanges(before, after, context))
  if (was.name !== after.name) {
    changes.push({ kind: 'settings', nodeId: null, text: `The name was “${was.name}” and is “${after.name}”` })
  }
  if (!sameJson(was.settings, after.settings)) {
    changes.push({ kind: 'settings', nodeId: null, text: 'The rules for coming in again or leaving are different' })
  }
  return { changes, moved: after.nodes.filter((node) => hasMoved(old.get(node.id), node)).length }
}

const hasMoved = (former: GraphNode | undefined, node: GraphNode) =>
  former !== undefined && (former.position.x !== node.position.x || former.position.y !== node.position.y)

function nodeChanges(before: GraphNode, after: GraphNode): Change[] {
  if (before.type !== after.type) {
    return [{ kind: 'changed', nodeId: after.id, text: `${titleOf(before)} has become ${titleOf(after)}` }]
  }
  const keys = [...new Set([...Object.keys(before.data), ...Object.keys(after.data)])]
  const different = keys.filter((key) => !sameJson(before.data[key], after.data[key]))
  if (different.length === 0) return []
  return [
    {
      kind: 'changed',
      nodeId: after.id,
      text: `${titleOf(after)}: ${different.map((key) => fieldName(after.type, key)).join(', ')} changed`,
    },
  ]
}

/** What a setting is called in its step's form. */
function fieldName(kind: string, key: string): string {
  if (key === 'label') return 'name on the canvas'
  const field = isNodeKind(kind) ? fieldsOf(nodeJsonSchema(kind)).find(({ name }) => name === key) : undefined
  return (field?.title ?? nameInWords(key)).toLowerCase()
}

function connectionChanges(before: Graph, after: Graph, context: NodeContext): Change[] {
  const key = (edge: GraphEdge) => `${edge.source}\n${edge.sourceHandle}\n${edge.target}`
  const way = (edge: GraphEdge) => `${edge.source}\n${edge.sourceHandle}`
  const [old, now] = [new Set(before.edges.map(key)), new Set(after.edges.map(key))]
  const [oldNodes, newNodes] = [nodesOf(before), nodesOf(after)]
  const rewired = new Set(after.edges.map(way))
  const say = (edge: GraphEdge, verb: string, graph: Graph): Change[] => {
    const nodes = nodesOf(graph)
    const [source, target] = [nodes.get(edge.source), nodes.get(edge.target)]
    if (!source || !target) return []
    const label = handleLabel(source, edge.sourceHandle, { graph, context })
    return [
      { kind: 'connection', nodeId: source.id, text: `${titleOf(source)} ${verb} ${titleOf(target)} by “${label}”` },
    ]
  }
  // New and gone steps say it themselves; a way that leads elsewhere now is told once, by where it leads.
  const made = after.edges.filter((edge) => !old.has(key(edge)) && oldNodes.has(edge.source))
  const lost = before.edges.filter(
    (edge) => !now.has(key(edge)) && newNodes.has(edge.source) && newNodes.has(edge.target) && !rewired.has(way(edge)),
  )
  return [
    ...made.flatMap((edge) => say(edge, 'now leads to', after)),
    ...lost.flatMap((edge) => say(edge, 'no longer leads to', before)),
  ]
}

const nodesOf = (graph: Graph) => new Map(graph.nodes.map((node) => [node.id, node]))

function handleLabel(
  node: GraphNode,
  handle: string,
  { graph, context }: { graph: Graph; context: NodeContext },
): string {
  return handlesOf(node, context, graph).find((each) => each.id === handle)?.label ?? handle
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}

/** The same value with its keys in alphabetical order, so that order alone is no difference. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  )
}
