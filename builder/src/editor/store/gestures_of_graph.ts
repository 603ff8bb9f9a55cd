import type { Graph, GraphOperation } from '@soniarose/graph'
import type { Gesture } from './gestures.ts'

/**
 * Makes one graph into another in one go that can be undone: what is the same in both stays untouched.
 * Used for loading a version, an import, or what somebody else has saved.
 */
export function replaceGraph(from: Graph, to: Graph, label: string): Gesture {
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
  const target = new Map(to.nodes.map((node) => [node.id, node]))
  const source = new Map(from.nodes.map((node) => [node.id, node]))
  const gone = from.nodes.filter((node) => !same(node, target.get(node.id))).map((node) => node.id)
  const added = to.nodes.filter((node) => !same(source.get(node.id), node))
  const operations: GraphOperation[] = [
    { type: 'disconnect', edgeIds: from.edges.map((edge) => edge.id) },
    { type: 'remove_nodes', nodeIds: gone },
    ...added.map((node): GraphOperation => ({ type: 'add_node', node })),
    ...to.edges.map((edge): GraphOperation => ({ type: 'add_edge', edge })),
    { type: 'set_name', name: to.name },
    { type: 'update_settings', settings: to.settings },
  ]
  return { label, operation: { type: 'batch', operations } }
}

/** Gives the workflow another name. Typing is one entry. */
export function renameWorkflow(graph: Graph, name: string): Gesture | null {
  const next = name.trim().slice(0, 120)
  if (next === '' || next === graph.name) return null
  return { label: `Rename to “${next}”`, operation: { type: 'rename', nodeId: null, name: next } }
}

/** Changes the rules of the whole workflow. */
export function editSettings(graph: Graph, settings: Record<string, unknown>, field: string): Gesture | null {
  if (JSON.stringify(graph.settings) === JSON.stringify(settings)) return null
  return {
    label: 'Edit the workflow’s rules',
    operation: { type: 'update_settings', settings },
    mergeKey: `settings:${field}`,
  }
}
