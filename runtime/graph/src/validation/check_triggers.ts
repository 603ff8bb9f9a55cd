import type { Graph, GraphNode } from '../schema/graph.ts'
import type { GraphIssue } from './issue.ts'

/** A workflow needs a trigger, and at most one of each kind. */
export function checkTriggers(graph: Graph): GraphIssue[] {
  const triggers = graph.nodes.filter((node) => node.type === 'trigger')
  if (triggers.length === 0)
    return [{ code: 'E_NO_TRIGGER', nodeId: null, message: 'Nothing starts this workflow. Add a trigger' }]
  const first = new Map<unknown, GraphNode>()
  const issues: GraphIssue[] = []
  for (const node of triggers) {
    const on = node.data['on']
    if (typeof on !== 'string') continue
    const former = first.get(on)
    if (former)
      issues.push({
        code: 'E_DUPLICATE_TRIGGER',
        nodeId: node.id,
        message: `"${former.id}" already starts the workflow on ${on.replaceAll('_', ' ')}. Keep one of the two`,
      })
    else first.set(on, node)
  }
  return issues
}
