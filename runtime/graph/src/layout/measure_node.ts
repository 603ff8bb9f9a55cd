import type { NodeContext } from '../nodes/definition.ts'
import { definitionOf, handlesOf } from '../nodes/registry.ts'
import type { Graph, GraphNode } from '../schema/graph.ts'

/** Measures of a node's card, in canvas pixels. The editor draws by the same numbers. */
export const NODE_METRICS = {
  width: 264,
  /** Title and one summary line. */
  height: 76,
  /** The row of handle labels that a node with several ways out has. */
  handleRow: 28,
  /** Least room for one handle with its label. */
  handleWidth: 84,
  handleSize: 12,
  /** Free space between two rows of nodes. */
  gap: 56,
} as const

/** A handle's box relative to its node, as React Flow takes it. */
export interface HandleBox {
  id: string | null
  type: 'source' | 'target'
  position: 'top' | 'bottom'
  x: number
  y: number
  width: number
  height: number
}

export interface NodeMeasure {
  width: number
  height: number
  handles: HandleBox[]
}

/**
 * A node's size and where its handles sit, from its data alone, so that the canvas can be drawn without measuring
 * anything in a browser.
 */
export function measureNode(node: GraphNode, context: NodeContext = {}, graph?: Graph): NodeMeasure {
  const ways = handlesOf(node, context, graph)
  const { handleRow, handleSize, handleWidth } = NODE_METRICS
  const width = Math.max(NODE_METRICS.width, ways.length * handleWidth)
  const height = NODE_METRICS.height + (ways.length > 1 ? handleRow : 0)
  const box = { width: handleSize, height: handleSize }
  const sources = ways.map(({ id }, index): HandleBox => {
    const x = (width * (index + 0.5)) / ways.length - handleSize / 2
    return { id, type: 'source', position: 'bottom', x, y: height - handleSize / 2, ...box }
  })
  if (definitionOf(node.type)?.isTarget === false) return { width, height, handles: sources }
  const target: HandleBox = {
    id: null,
    type: 'target',
    position: 'top',
    x: (width - handleSize) / 2,
    y: -handleSize / 2,
    ...box,
  }
  return { width, height, handles: [target, ...sources] }
}
