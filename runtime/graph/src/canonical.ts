import type { Graph } from './schema/graph.ts'

/**
 * A value as JSON in which the order of keys never differs, so that equal values give equal text.
 * Keys whose value is undefined are left out, as JSON does.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const parts = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`)
  return `{${parts.join(',')}}`
}

/**
 * What the content hash of a graph is made over: the same for graphs that differ only in the order of keys, nodes
 * and edges. The caller does the hashing, so that this package needs no cryptography.
 *
 * @param options `positions: false` leaves out where nodes stand, to tell whether two graphs do the same
 */
export function canonicalGraph(graph: Graph, options: { positions?: boolean } = {}): string {
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
  const nodes =
    options.positions === false ? graph.nodes.map(({ id, type, data }) => ({ id, type, data })) : graph.nodes
  return canonicalJson({ ...graph, nodes: nodes.toSorted(byId), edges: graph.edges.toSorted(byId) })
}
