import type { Graph, GraphEdge } from '../schema/graph.ts'

/** An id that no node of the graph has: `wait`, else `wait_2`, `wait_3`, … */
export function freshNodeId(graph: Graph, base: string): string {
  return fresh(base, new Set(graph.nodes.map(({ id }) => id)))
}

/** An edge between two nodes with an id that says what it connects and that no edge of the graph has. */
export function freshEdge(graph: Pick<Graph, 'edges'>, ends: Omit<GraphEdge, 'id'>): GraphEdge {
  const base = `${ends.source.slice(0, 20)}-${ends.sourceHandle.slice(0, 16)}-${ends.target.slice(0, 20)}`
  return { id: fresh(base, new Set(graph.edges.map(({ id }) => id))), ...ends }
}

function fresh(base: string, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base
  let count = 2
  while (taken.has(`${base}_${count}`)) count++
  return `${base}_${count}`
}
