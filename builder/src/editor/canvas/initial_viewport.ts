import { measureNode, type Graph, type NodeContext } from '@soniarose/graph'

/** Smaller than this, cards can't be read; a long workflow then begins at its top instead. */
const READABLE = 0.85
const AIR = 56

/**
 * Where the canvas opens: all of the workflow if it can be read at that size, else its beginning.
 * @param box size of the canvas in CSS pixels
 */
export function initialViewport(
  { graph, context }: { graph: Graph; context: NodeContext },
  box: { width: number; height: number },
): { x: number; y: number; zoom: number } {
  const rects = graph.nodes.map((node) => ({ ...node.position, ...measureNode(node, context, graph), kind: node.type }))
  if (rects.length === 0) return { x: box.width / 2, y: box.height / 3, zoom: 1 }
  const left = Math.min(...rects.map((rect) => rect.x))
  const right = Math.max(...rects.map((rect) => rect.x + rect.width))
  const top = Math.min(...rects.map((rect) => rect.y))
  const bottom = Math.max(...rects.map((rect) => rect.y + rect.height))
  const whole = Math.min((box.width - AIR * 2) / (right - left), (box.height - AIR * 2) / (bottom - top))
  const zoom = Math.min(1, Math.max(whole, box.width < 500 ? 0.6 : READABLE))
  if (whole >= zoom) {
    return { zoom, x: box.width / 2 - ((left + right) / 2) * zoom, y: box.height / 2 - ((top + bottom) / 2) * zoom }
  }
  const first = rects.find((rect) => rect.kind === 'trigger') ?? rects[0]
  const fitsAcross = (right - left) * zoom <= box.width - AIR
  const middle = fitsAcross || !first ? (left + right) / 2 : first.x + first.width / 2
  return { zoom, x: box.width / 2 - middle * zoom, y: AIR - top * zoom }
}
