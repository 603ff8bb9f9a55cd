import type { NodeContext } from '../nodes/definition.ts'
import { definitionOf, handlesOf, titleOf } from '../nodes/registry.ts'
import type { GraphEdge, GraphNode } from '../schema/graph.ts'
import type { GraphIndex } from './graph_index.ts'
import type { GraphIssue } from './issue.ts'

/** Faults of connections: ends that don't exist, handles that don't exist or have two edges, an id twice, a trigger as target. */
export function checkEdges(index: GraphIndex, context: NodeContext): GraphIssue[] {
  const issues: GraphIssue[] = []
  const ids = new Set<string>()
  const taken = new Set<string>()
  for (const edge of index.graph.edges) {
    if (ids.has(edge.id))
      issues.push({
        code: 'E_DUPLICATE_ID',
        nodeId: null,
        message: `Two connections have the id "${edge.id}". Draw one of them again`,
      })
    ids.add(edge.id)
    const source = index.nodes.get(edge.source)
    const target = index.nodes.get(edge.target)
    if (!source || !target) {
      issues.push(dangling(edge, source, target))
      continue
    }
    issues.push(...checkHandle(edge, source, context), ...checkTaken(edge, source, taken), ...checkTarget(target))
  }
  return issues
}

function dangling(edge: GraphEdge, source: GraphNode | undefined, target: GraphNode | undefined): GraphIssue {
  const missing = source ? edge.target : edge.source
  return {
    code: 'E_DANGLING_EDGE',
    nodeId: source?.id ?? target?.id ?? null,
    message: `The connection "${edge.id}" leads ${source ? 'to' : 'from'} "${missing}", which does not exist. Delete it or draw it again`,
  }
}

function checkHandle(edge: GraphEdge, source: GraphNode, context: NodeContext): GraphIssue[] {
  if (!handlesAreKnown(source, context)) return []
  if (handlesOf(source, context).some(({ id }) => id === edge.sourceHandle)) return []
  return [
    {
      code: 'E_UNKNOWN_HANDLE',
      nodeId: source.id,
      message: `${titleOf(source)} has no way out called "${edge.sourceHandle}". Delete the connection or draw it from another one`,
    },
  ]
}

function checkTaken(edge: GraphEdge, source: GraphNode, taken: Set<string>): GraphIssue[] {
  const key = `${edge.source} ${edge.sourceHandle}`
  const isTaken = taken.has(key)
  taken.add(key)
  if (!isTaken) return []
  return [
    {
      code: 'E_HANDLE_TAKEN',
      nodeId: source.id,
      message: `Two connections leave ${titleOf(source)} by "${edge.sourceHandle}". Keep one of them`,
    },
  ]
}

/** Of an unknown type, or of a plugin whose manifest isn't at hand, nobody can say which handles it has. */
function handlesAreKnown(node: GraphNode, context: NodeContext): boolean {
  if (node.type === 'plugin') return context.plugins?.some((plugin) => plugin.name === node.data['plugin']) ?? false
  return definitionOf(node.type) !== undefined
}

function checkTarget(target: GraphNode): GraphIssue[] {
  if (definitionOf(target.type)?.isTarget !== false) return []
  return [
    {
      code: 'E_TRIGGER_TARGET',
      nodeId: target.id,
      message: `Nothing can lead to ${titleOf(target)}: it starts the workflow. Connect to the node after it`,
    },
  ]
}
