import type { Graph, GraphNode } from '@soniarose/graph'

export type Direction = 'up' | 'down' | 'left' | 'right'

const nodeById = (graph: Graph, id: string | undefined): GraphNode | undefined =>
  graph.nodes.find((node) => node.id === id)

/** The steps that a step leads to, from left to right; each once. */
export function childrenOf(graph: Graph, id: string): GraphNode[] {
  const ids = new Set(graph.edges.filter((edge) => edge.source === id).map((edge) => edge.target))
  return graph.nodes.filter((node) => ids.has(node.id)).sort((a, b) => a.position.x - b.position.x)
}

/** The steps that lead to a step, from left to right; each once. */
export function parentsOf(graph: Graph, id: string): GraphNode[] {
  const ids = new Set(graph.edges.filter((edge) => edge.target === id).map((edge) => edge.source))
  return graph.nodes.filter((node) => ids.has(node.id)).sort((a, b) => a.position.x - b.position.x)
}

/** How far a candidate lies in a direction: straight distance plus a penalty for lying aside; null when behind. */
function score(from: GraphNode, to: GraphNode, direction: Direction): number | null {
  const dx = to.position.x - from.position.x
  const dy = to.position.y - from.position.y
  const vertical = direction === 'up' || direction === 'down'
  const forward = vertical ? dy : dx
  const aside = Math.abs(vertical ? dx : dy)
  const ahead = direction === 'up' || direction === 'left' ? -forward : forward
  if (ahead < 8 || aside > ahead * 4 + 200) return null
  return ahead + aside * 2
}

function nearest(graph: Graph, from: GraphNode, direction: Direction): GraphNode | null {
  let best: { node: GraphNode; score: number } | null = null
  for (const node of graph.nodes) {
    if (node.id === from.id) continue
    const value = score(from, node, direction)
    if (value !== null && (best === null || value < best.score)) best = { node, score: value }
  }
  return best?.node ?? null
}

/**
 * The step that an arrow key moves to. Up and down follow the connections first, since that is how the
 * workflow reads; left and right, and steps without connections, go by what is nearest on the canvas.
 * With nothing selected the first step is chosen.
 */
export function neighbour(graph: Graph, id: string | null, direction: Direction): GraphNode | null {
  const from = nodeById(graph, id ?? undefined)
  if (from === undefined) return graph.nodes[0] ?? null
  const linked = direction === 'down' ? childrenOf(graph, from.id) : direction === 'up' ? parentsOf(graph, from.id) : []
  if (linked.length > 0) {
    const closest = [...linked].sort(
      (a, b) => Math.abs(a.position.x - from.position.x) - Math.abs(b.position.x - from.position.x),
    )
    return closest[0] ?? null
  }
  return nearest(graph, from, direction)
}

/** All steps that can be reached from one, itself included. */
export function downstream(graph: Graph, id: string): Set<string> {
  return walk(id, (at) => childrenOf(graph, at).map((node) => node.id))
}

/** All steps from which one can be reached, itself included. */
export function upstream(graph: Graph, id: string): Set<string> {
  return walk(id, (at) => parentsOf(graph, at).map((node) => node.id))
}

function walk(start: string, next: (id: string) => string[]): Set<string> {
  const seen = new Set([start])
  const queue = [start]
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const other of next(id)) {
      if (seen.has(other)) continue
      seen.add(other)
      queue.push(other)
    }
  }
  return seen
}
