import { measureNode, type Graph, type NodeContext, type Position } from '@soniarose/graph'
import { distanceToConnection } from '../store/geometry.ts'

/**
 * The connection that passes nearest to a point on the canvas, if any passes near enough.
 * @param within canvas pixels
 * @param except a step whose own connections don't count
 */
export function nearestEdge(
  graph: Graph,
  context: NodeContext,
  point: Position,
  { within = 36, except }: { within?: number; except?: string } = {},
): string | null {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]))
  let best: { id: string; distance: number } | null = null
  for (const edge of graph.edges) {
    const source = byId.get(edge.source)
    const target = byId.get(edge.target)
    if (!source || !target || edge.source === except || edge.target === except) continue
    const out = measureNode(source, context, graph).handles.find((handle) => handle.id === edge.sourceHandle)
    const into = measureNode(target, context, graph).handles.find((handle) => handle.type === 'target')
    if (!out || !into) continue
    const distance = distanceToConnection(
      point,
      { x: source.position.x + out.x + out.width / 2, y: source.position.y + out.y + out.height },
      { x: target.position.x + into.x + into.width / 2, y: target.position.y + into.y },
    )
    if (distance <= within && (best === null || distance < best.distance)) best = { id: edge.id, distance }
  }
  return best?.id ?? null
}
