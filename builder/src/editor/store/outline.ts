import { handlesOf, type Graph, type GraphNode, type Handle, type NodeContext } from '@soniarose/graph'

/** The handle that reads as "and then": its steps follow on the same level of the outline. */
const STRAIGHT_ON = 'next'

/** What an outline says at the end of a way: nothing comes, or it goes on at a step shown elsewhere. */
export type OutlineEnd =
  | { kind: 'end'; from: string; handle: string }
  | { kind: 'goes_to'; target: GraphNode; from: string; handle: string }

/** One step with the ways that leave it sideways. */
export interface OutlineStep {
  node: GraphNode
  branches: { handle: Handle; block: OutlineBlock }[]
}

/** Steps that follow one another, and how they end. */
export interface OutlineBlock {
  steps: OutlineStep[]
  end: OutlineEnd | null
}

export interface Outline {
  /** One block for each step that nothing leads to, triggers first. */
  roots: OutlineBlock[]
}

/**
 * The graph as a nested list: what follows straight on stays on one level, branches are nested below the
 * step that they leave. Each step appears once; a second way to it says so.
 */
export function outlineOf(graph: Graph, context: NodeContext = {}): Outline {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]))
  const targets = new Set(graph.edges.map((edge) => edge.target))
  const seen = new Set<string>()

  const follow = (first: GraphNode): OutlineBlock => {
    const steps: OutlineStep[] = []
    let node: GraphNode | undefined = first
    while (node !== undefined) {
      seen.add(node.id)
      const at: GraphNode = node
      const step: OutlineStep = { node: at, branches: [] }
      steps.push(step)
      const handles = handlesOf(at, context, graph)
      const straight = handles.find((handle) => handle.id === STRAIGHT_ON)
      const next: OutlineBlock | GraphNode | null = straight ? into(at, straight) : null
      if (next !== null && 'id' in next) seen.add(next.id)
      for (const handle of handles) {
        if (handle === straight) continue
        step.branches.push({ handle, block: asBlock(into(at, handle)) })
      }
      if (next === null || !('id' in next)) return { steps, end: next?.end ?? null }
      node = next
    }
    return { steps, end: null }
  }

  const into = (from: GraphNode, handle: Handle): OutlineBlock | GraphNode => {
    const edge = graph.edges.find((each) => each.source === from.id && each.sourceHandle === handle.id)
    const target = edge ? byId.get(edge.target) : undefined
    if (target === undefined) return { steps: [], end: { kind: 'end', from: from.id, handle: handle.id } }
    if (seen.has(target.id)) return { steps: [], end: { kind: 'goes_to', target, from: from.id, handle: handle.id } }
    return target
  }

  const asBlock = (next: OutlineBlock | GraphNode): OutlineBlock => ('id' in next ? follow(next) : next)

  const starts = [...graph.nodes].sort(byReading).filter((node) => !targets.has(node.id))
  const roots = [...starts.filter(isTrigger), ...starts.filter((node) => !isTrigger(node))].map(follow)
  for (const node of graph.nodes) if (!seen.has(node.id)) roots.push(follow(node))
  return { roots }
}

const isTrigger = (node: GraphNode) => node.type === 'trigger'

/** Top to bottom, then left to right. */
function byReading(a: GraphNode, b: GraphNode): number {
  return a.position.y - b.position.y || a.position.x - b.position.x
}
