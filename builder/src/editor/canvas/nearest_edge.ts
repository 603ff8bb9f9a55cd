import {
  measureNode,
  type Graph,
  type GraphNode,
  type HandleBox,
  type NodeContext,
  type Position,
} from '@soniarose/graph'
import { distanceToConnection } from '../store/geometry.ts'

interface Search {
  /** How near it must pass, in canvas pixels. */
  within?: number
  /** A step whose own connections don't count. */
  except?: string
}

/** The connection that passes nearest to a point on the canvas, if any passes near enough. */
export function nearestEdge(
  { graph, context }: { graph: Graph; context: NodeContext },
  point: Position,
  { within = 36, except }: Search = {},
): string | null {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]))
  const place = (node: GraphNode | undefined, find: (handle: HandleBox) => boolean): Position | null => {
    const box = node && measureNode(node, context, graph).handles.find(find)
    return box ? { x: node.position.x + box.x + box.width / 2, y: node.position.y + box.y + box.height / 2 } : null
  }
  const near = graph.edges.flatMap((edge) => {
    if (edge.source === except || edge.target === except) return []
    const from = place(byId.get(edge.source), (handle) => handle.type === 'source' && handle.id === edge.sourceHandle)
    const to = place(byId.get(edge.target), (handle) => handle.type === 'target')
    return from && to ? [{ id: edge.id, distance: distanceToConnection(point, from, to) }] : []
  })
  const best = near.toSorted((a, b) => a.distance - b.distance)[0]
  return best && best.distance <= within ? best.id : null
}
