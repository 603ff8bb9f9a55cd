import type { Graph, NodeData } from '@soniarose/graph'

/** One thing that starts a workflow, as it is looked up when something happens. */
export interface TriggerRow {
  nodeId: string
  kind: string
  key: string
  data: NodeData
}

const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '')

/** What an event must carry to start this trigger: its tag, each of its keywords, its name, its segment. */
function keysOf(data: NodeData): string[] {
  switch (data.on) {
    case 'tag_added':
      return [text(data.tag)]
    case 'keyword':
      return Array.isArray(data.keywords) ? [...new Set(data.keywords.map((word) => text(word).toLowerCase()))] : []
    case 'event':
      return [text(data.name)]
    case 'segment_entered':
    case 'schedule':
      return [text(data.segmentId)]
    default:
      return ['']
  }
}

/** The triggers of a graph, one row for each key that starts it. */
export function triggersOf(graph: Graph): TriggerRow[] {
  return graph.nodes
    .filter((node) => node.type === 'trigger')
    .flatMap((node) =>
      keysOf(node.data).map((key) => ({ nodeId: node.id, kind: String(node.data.on), key, data: node.data })),
    )
}
