import type { Graph, GraphEdge, GraphNode, NodeData } from '../../src/index.ts'

/** A node at the origin. */
export function node(id: string, type: string, data: NodeData = {}): GraphNode {
  return { id, type, position: { x: 0, y: 0 }, data }
}

/** An edge written as `source.handle>target`; the handle is `next` when left out. */
export function edge(text: string): GraphEdge {
  const [from = '', target = ''] = text.split('>')
  const [source = '', sourceHandle = 'next'] = from.split('.')
  return { id: text, source, sourceHandle, target }
}

/** A graph with a manual trigger named `start`, the given nodes and edges. */
export function graph(nodes: GraphNode[], edges: string[], settings: Record<string, unknown> = {}): Graph {
  return {
    schemaVersion: 1,
    name: 'Test',
    settings,
    nodes: [node('start', 'trigger', { on: 'manual' }), ...nodes],
    edges: edges.map(edge),
  }
}

/** The trigger followed by nodes in a row. */
export function chain(...nodes: GraphNode[]): Graph {
  const ids = ['start', ...nodes.map(({ id }) => id)]
  return graph(
    nodes,
    ids.slice(1).map((id, index) => `${ids[index]}>${id}`),
  )
}
