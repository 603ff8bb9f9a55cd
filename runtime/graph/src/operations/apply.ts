import { definitionOf, handlesOf } from '../nodes/registry.ts'
import { DEFAULT_HANDLE, type Graph, type GraphEdge, type GraphNode } from '../schema/graph.ts'
import { applySmall, exhaustive } from './apply_small.ts'
import { freshEdge } from './fresh_id.ts'
import type { CompoundOperation, GraphOperation, SmallOperation } from './operation.ts'

/**
 * Applies an edit. Pure: the graph given stays as it is, and what the edit doesn't touch is shared.
 * An edit that has nothing to apply to changes nothing, so that replaying a stale one does no harm.
 *
 * @returns the new graph, and the edit that brings back the old one exactly, down to the order of nodes and edges
 */
export function apply(graph: Graph, operation: GraphOperation): { graph: Graph; inverse: GraphOperation } {
  const inverses: GraphOperation[] = []
  const result = run(graph, operation, inverses)
  const [only] = inverses
  if (only && inverses.length === 1) return { graph: result, inverse: only }
  return { graph: result, inverse: { type: 'batch', operations: inverses.toReversed() } }
}

function run(graph: Graph, operation: GraphOperation, inverses: GraphOperation[]): Graph {
  if (operation.type === 'batch')
    return operation.operations.reduce((current, part) => run(current, part, inverses), graph)
  if (!isCompound(operation)) {
    const applied = applySmall(graph, operation)
    if (!applied) return graph
    inverses.push(applied.inverse)
    return applied.graph
  }
  return compile(graph, operation).reduce((current, part) => run(current, part, inverses), graph)
}

const COMPOUND = {
  remove_nodes: true,
  connect: true,
  disconnect: true,
  update_data: true,
  rename: true,
  insert_on_edge: true,
  paste: true,
  duplicate: true,
  batch: true,
} as const satisfies Record<CompoundOperation['type'], true>

function isCompound(operation: GraphOperation): operation is CompoundOperation {
  return Object.hasOwn(COMPOUND, operation.type)
}

/** The small edits that an edit comes to on this graph. */
function compile(graph: Graph, operation: Exclude<CompoundOperation, { type: 'batch' }>): SmallOperation[] {
  switch (operation.type) {
    case 'remove_nodes':
      return removeNodes(graph, new Set(operation.nodeIds))
    case 'connect':
      return connect(graph, operation.edge)
    case 'disconnect':
      return operation.edgeIds.map((edgeId) => ({ type: 'take_edge', edgeId }))
    case 'update_data':
      return updateData(graph, operation)
    case 'rename':
      return rename(graph, operation)
    case 'insert_on_edge':
      return insertOnEdge(graph, operation)
    case 'paste':
      return paste(graph, operation)
    case 'duplicate':
      return duplicate(graph, operation)
    default:
      return exhaustive(operation)
  }
}

type Of<Type extends CompoundOperation['type']> = Extract<CompoundOperation, { type: Type }>

function removeNodes(graph: Graph, ids: ReadonlySet<string>): SmallOperation[] {
  const edges = graph.edges.filter((edge) => ids.has(edge.source) || ids.has(edge.target))
  return [
    ...edges.map(({ id }): SmallOperation => ({ type: 'take_edge', edgeId: id })),
    ...[...ids].map((nodeId): SmallOperation => ({ type: 'take_node', nodeId })),
  ]
}

function connect(graph: Graph, edge: GraphEdge): SmallOperation[] {
  const exists = (nodeId: string) => graph.nodes.some(({ id }) => id === nodeId)
  if (!exists(edge.source) || !exists(edge.target)) return []
  const former = graph.edges.filter(
    (other) => other.id === edge.id || (other.source === edge.source && other.sourceHandle === edge.sourceHandle),
  )
  return [...former.map(({ id }): SmallOperation => ({ type: 'take_edge', edgeId: id })), { type: 'add_edge', edge }]
}

function updateData(graph: Graph, { nodeId, data }: Of<'update_data'>): SmallOperation[] {
  const node = graph.nodes.find(({ id }) => id === nodeId)
  if (!node) return []
  const kept = new Set(handlesOf({ ...node, data }).map(({ id }) => id))
  const lost = new Set(
    handlesOf(node)
      .map(({ id }) => id)
      .filter((id) => !kept.has(id)),
  )
  const gone = graph.edges.filter((edge) => edge.source === nodeId && lost.has(edge.sourceHandle))
  return [
    ...gone.map(({ id }): SmallOperation => ({ type: 'take_edge', edgeId: id })),
    { type: 'set_data', nodeId, data },
  ]
}

function rename(graph: Graph, { nodeId, name }: Of<'rename'>): SmallOperation[] {
  if (nodeId === null) return [{ type: 'set_name', name }]
  const node = graph.nodes.find(({ id }) => id === nodeId)
  if (!node) return []
  const { label: _former, ...rest } = node.data
  const label = name.trim()
  return [{ type: 'set_data', nodeId, data: label === '' ? rest : { ...rest, label } }]
}

function insertOnEdge(graph: Graph, { edgeId, node, handle }: Of<'insert_on_edge'>): SmallOperation[] {
  const edge = graph.edges.find(({ id }) => id === edgeId)
  if (!edge || graph.nodes.some(({ id }) => id === node.id) || definitionOf(node.type)?.isTarget === false) return []
  const into = freshEdge(graph, { source: edge.source, sourceHandle: edge.sourceHandle, target: node.id })
  const taken: SmallOperation[] = [
    { type: 'take_edge', edgeId },
    { type: 'add_node', node },
    { type: 'add_edge', edge: into },
  ]
  const ways = handlesOf(node).map(({ id }) => id)
  const wayOut = handle ?? ways[0]
  if (wayOut === undefined) return taken
  const out = freshEdge(
    { edges: [...graph.edges, into] },
    { source: node.id, sourceHandle: wayOut || DEFAULT_HANDLE, target: edge.target },
  )
  return [...taken, { type: 'add_edge', edge: out }]
}

function paste(graph: Graph, { nodes, edges }: Pick<Of<'paste'>, 'nodes' | 'edges'>): SmallOperation[] {
  const there = new Set(graph.nodes.map(({ id }) => id))
  const added = nodes.filter(({ id }) => !there.has(id))
  const known = new Set([...there, ...added.map(({ id }) => id)])
  return [
    ...added.map((node): SmallOperation => ({ type: 'add_node', node })),
    ...edges
      .filter(({ source, target }) => known.has(source) && known.has(target))
      .map((edge): SmallOperation => ({ type: 'add_edge', edge })),
  ]
}

function duplicate(graph: Graph, { ids, offset }: Of<'duplicate'>): SmallOperation[] {
  const copies = new Map(ids.map(({ from, to }) => [from, to]))
  const nodes = graph.nodes.flatMap((node): GraphNode[] => {
    const id = copies.get(node.id)
    if (id === undefined) return []
    const position = { x: node.position.x + offset.x, y: node.position.y + offset.y }
    return [{ ...node, id, position, data: structuredCopy(node.data) }]
  })
  const edges: GraphEdge[] = []
  for (const edge of graph.edges) {
    const source = copies.get(edge.source)
    const target = copies.get(edge.target)
    if (source === undefined || target === undefined) continue
    edges.push(freshEdge({ edges: [...graph.edges, ...edges] }, { source, sourceHandle: edge.sourceHandle, target }))
  }
  return paste(graph, { nodes, edges })
}

/** A copy that shares nothing with the original; node data is plain JSON. */
function structuredCopy(data: GraphNode['data']): GraphNode['data'] {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, copyJson(value)]))
}

function copyJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyJson(item)]))
}
