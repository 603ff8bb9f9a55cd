import { handlesOf, measureNode, NODE_METRICS, type Graph, type NodeContext, type Position } from '@soniarose/graph'
import { COLUMN_GAP, snap } from './geometry.ts'

/** The part of dagre that is used; handed in so that the library is only loaded when somebody arranges. */
export interface LayoutLibrary {
  graphlib: {
    Graph: new () => LayoutGraph
  }
  layout(graph: LayoutGraph, options: { constraints: OrderRule[] }): unknown
}
/** One step stands left of another where both are in one row. */
interface OrderRule {
  left: string
  right: string
}

interface LayoutGraph {
  setGraph(options: Record<string, unknown>): unknown
  setDefaultEdgeLabel(label: () => Record<string, unknown>): unknown
  setNode(id: string, size: { width: number; height: number }): unknown
  setEdge(source: string, target: string): unknown
  node(id: string): object | undefined
}

/** From this many steps on the quicker, slightly wider ranking is used. */
const LARGE = 500

/**
 * New places for all steps: top to bottom along the connections, branches from left to right in the order of
 * their handles, the first step where the top left one stood. Steps that stay are left out.
 */
export function arrange(
  graph: Graph,
  library: LayoutLibrary,
  context: NodeContext = {},
): { nodeId: string; position: Position }[] {
  if (graph.nodes.length === 0) return []
  const layout = new library.graphlib.Graph()
  layout.setGraph({
    rankdir: 'TB',
    nodesep: COLUMN_GAP,
    ranksep: NODE_METRICS.gap,
    ranker: graph.nodes.length > LARGE ? 'longest-path' : 'network-simplex',
  })
  layout.setDefaultEdgeLabel(() => ({}))
  const sizes = new Map(graph.nodes.map((node) => [node.id, measureNode(node, context, graph)]))
  for (const [id, { width, height }] of sizes) layout.setNode(id, { width, height })
  const pairs = orderedPairs(graph, context)
  for (const [source, target] of pairs) layout.setEdge(source, target)
  library.layout(layout, { constraints: orderRules(pairs) })

  const placed = graph.nodes.flatMap((node) => {
    const centre = layout.node(node.id)
    const size = sizes.get(node.id)
    return hasPlace(centre) && size
      ? [{ id: node.id, x: centre.x - size.width / 2, y: centre.y - size.height / 2 }]
      : []
  })
  const shift = {
    x: Math.min(...graph.nodes.map((node) => node.position.x)) - Math.min(...placed.map((place) => place.x)),
    y: Math.min(...graph.nodes.map((node) => node.position.y)) - Math.min(...placed.map((place) => place.y)),
  }
  const before = new Map(graph.nodes.map((node) => [node.id, node.position]))
  return placed
    .map(({ id, x, y }) => ({ nodeId: id, position: snap({ x: x + shift.x, y: y + shift.y }) }))
    .filter(({ nodeId, position }) => before.get(nodeId)?.x !== position.x || before.get(nodeId)?.y !== position.y)
}

/** Whether the library has placed a step; it gives centres. */
function hasPlace(node: object | undefined): node is { x: number; y: number } {
  return node !== undefined && 'x' in node && 'y' in node
}

/** Source and target of each connection once, in the order of the source's handles, without loops to itself. */
function orderedPairs(graph: Graph, context: NodeContext): [string, string][] {
  const known = new Set(graph.nodes.map((node) => node.id))
  return graph.nodes.flatMap((node) => {
    const order = handlesOf(node, context, graph).map((handle) => handle.id)
    const leaving = graph.edges
      .filter((edge) => edge.source === node.id && edge.target !== node.id && known.has(edge.target))
      .sort((a, b) => order.indexOf(a.sourceHandle) - order.indexOf(b.sourceHandle))
    return [...new Set(leaving.map((edge) => edge.target))].map((target): [string, string] => [node.id, target])
  })
}

/**
 * That branches stand in the order of their handles. Rules that contradict earlier ones are left out, since the
 * library can't resolve a circle of them.
 */
function orderRules(pairs: readonly [string, string][]): OrderRule[] {
  const rules: OrderRule[] = []
  const rightOf = new Map<string, Set<string>>()
  const leads = (from: string, to: string): boolean =>
    from === to || [...(rightOf.get(from) ?? [])].some((next) => leads(next, to))
  pairs.forEach(([source, right], index) => {
    const former = pairs[index - 1]
    if (!former || former[0] !== source || leads(right, former[1])) return
    rules.push({ left: former[1], right })
    rightOf.set(former[1], (rightOf.get(former[1]) ?? new Set()).add(right))
  })
  return rules
}
