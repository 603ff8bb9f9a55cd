import type { Graph, GraphEdge, GraphNode } from '../schema/graph.ts'

/** A graph prepared for looking things up. */
export interface GraphIndex {
  graph: Graph
  nodes: ReadonlyMap<string, GraphNode>
  /** Edges whose two ends exist, by their source. */
  outgoing: ReadonlyMap<string, readonly GraphEdge[]>
}

/** Prepares a graph for looking things up; of nodes that share an id the first one counts. */
export function indexGraph(graph: Graph): GraphIndex {
  const nodes = new Map<string, GraphNode>()
  for (const node of graph.nodes) if (!nodes.has(node.id)) nodes.set(node.id, node)
  const outgoing = new Map<string, GraphEdge[]>()
  for (const edge of graph.edges) {
    if (!nodes.has(edge.source) || !nodes.has(edge.target)) continue
    const list = outgoing.get(edge.source)
    if (list) list.push(edge)
    else outgoing.set(edge.source, [edge])
  }
  return { graph, nodes, outgoing }
}

/** Every node that can be come to from the given ones, themselves included. */
export function reachableFrom(index: GraphIndex, starts: readonly string[]): Set<string> {
  const seen = new Set(starts)
  const open = [...starts]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const { target } of index.outgoing.get(id) ?? []) {
      if (seen.has(target)) continue
      seen.add(target)
      open.push(target)
    }
  }
  return seen
}
