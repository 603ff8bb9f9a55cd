import { definitionOf, titleOf } from '../nodes/registry.ts'
import type { GraphNode } from '../schema/graph.ts'
import { findCycles } from './find_cycle.ts'
import { reachableFrom, type GraphIndex } from './graph_index.ts'
import type { GraphIssue } from './issue.ts'

/** Nodes that nothing leads to, triggers that lead nowhere, and loops that never wait. */
export function checkPaths(index: GraphIndex): GraphIssue[] {
  return [...checkBeginnings(index), ...checkReachability(index), ...checkLoops(index)]
}

function checkBeginnings(index: GraphIndex): GraphIssue[] {
  return triggerIds(index).flatMap((id) => {
    const node = index.nodes.get(id)
    if (!node || (index.outgoing.get(id) ?? []).length > 0) return []
    return [
      { code: 'W_EMPTY' as const, nodeId: id, message: `Nothing follows ${titleOf(node)}. Connect what is to happen` },
    ]
  })
}

function checkReachability(index: GraphIndex): GraphIssue[] {
  const reachable = reachableFrom(index, triggerIds(index))
  return [...index.nodes.values()]
    .filter((node) => !reachable.has(node.id) && !standsAlone(node))
    .map((node) => ({
      code: 'W_UNREACHABLE' as const,
      nodeId: node.id,
      message: `Nobody comes to ${titleOf(node)}. Connect it or delete it`,
    }))
}

/** The ids of the nodes that start the workflow. */
export function triggerIds(index: GraphIndex): string[] {
  return [...index.nodes.values()].filter((node) => node.type === 'trigger').map((node) => node.id)
}

/** A goal with an event or a condition is reached from anywhere, and needs no connection. */
function standsAlone(node: GraphNode): boolean {
  return node.type === 'goal' && (node.data['event'] !== undefined || node.data['when'] !== undefined)
}

function checkLoops(index: GraphIndex): GraphIssue[] {
  const passes = (id: string) => {
    const node = index.nodes.get(id)
    return node !== undefined && !reallyWaits(node)
  }
  return findCycles(index, passes).map((group) => {
    const first = [...index.nodes.values()].find((node) => group.includes(node.id))
    const names = [...group].reverse().map((id) => `"${id}"`)
    return {
      code: 'E_CYCLE_WITHOUT_WAIT' as const,
      nodeId: first?.id ?? null,
      message: `${names.slice(0, 6).join(', ')} ${names.length === 1 ? 'leads' : 'lead'} round in a circle without waiting. Put a wait or a reply branch into it`,
    }
  })
}

function reallyWaits(node: GraphNode): boolean {
  if (definitionOf(node.type)?.waits !== true) return false
  const duration = node.type === 'wait' ? node.data['for'] : undefined
  return typeof duration !== 'string' || /[1-9]/.test(duration)
}
