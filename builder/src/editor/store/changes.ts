import { titleOf, type Graph, type GraphNode, type NodeContext, handlesOf } from '@soniarose/graph'

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
  return [{ kind: 'changed', nodeId: after.id, text: `${titleOf(after)}: ${different.map(fieldName).join(', ')} changed` }]
}

const fieldName = (key: string) => key.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()

function connectionChanges(before: Graph, after: Graph, context: NodeContext): Change[] {
  const key = (edge: { source: string; sourceHandle: string; target: string }) =>
    `${edge.source}\n${edge.sourceHandle}\n${edge.target}`
  const old = new Set(before.edges.map(key))
  const now = new Set(after.edges.map(key))
  const bySource = (graph: Graph) => new Map(graph.nodes.map((node) => [node.id, node]))
  const [oldNodes, newNodes] = [bySource(before), bySource(after)]
  const changes: Change[] = []
  for (const edge of after.edges) {
    const [source, target] = [newNodes.get(edge.source), newNodes.get(edge.target)]
    if (old.has(key(edge)) || !source || !target || !oldNodes.has(source.id)) continue
    changes.push({
      kind: 'connection',
      nodeId: source.id,
      text: `${titleOf(source)} now leads to ${titleOf(target)} by “${handleLabel(source, edge.sourceHandle, after, context)}”`,
    })
  }
  for (const edge of before.edges) {
    const [source, target] = [oldNodes.get(edge.source), oldNodes.get(edge.target)]
    if (now.has(key(edge)) || !source || !target || !newNodes.has(source.id)) continue
    const replaced = after.edges.some((each) => each.source === edge.source && each.sourceHandle === edge.sourceHandle)
    if (replaced || !newNodes.has(target.id)) continue
    changes.push({
      kind: 'connection',
      nodeId: source.id,
      text: `${titleOf(source)} no longer leads to ${titleOf(target)} by “${handleLabel(source, edge.sourceHandle, before, context)}”`,
    })
  }
  return changes
}

function handleLabel(node: GraphNode, handle: string, graph: Graph, context: NodeContext): string {
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
