import { handlesOf, type Graph, type GraphEdge, type GraphNode, type NodeContext } from '@soniarose/graph'
import type { JsonObject } from '../json.ts'
import type { RunStatus } from '../run_state.ts'

/** A visit as it was recorded; the one under way has no end yet. Times are epoch milliseconds. */
export interface PastVisit {
  seq: number
  nodeId: string
  nodeType: string
  status: string
  /** The handle it left by, or why it didn't. */
  outcome: string | null
  startedAt: number
  finishedAt: number | null
  detail: JsonObject
}

/** A visit at which there was more than one way, with the way taken. */
export interface Decision {
  visit: PastVisit
  handle: string
}

/** Whether a run has come to a node, and what that hung on. */
export type PathAnswer =
  /** `decisions`: what led to the last of the visits, in their order. */
  | { kind: 'reached'; visits: PastVisit[]; decisions: Decision[] }
  /** It stands where a way still leads there. */
  | { kind: 'on_the_way'; at: PastVisit; decisions: Decision[] }
  /** The last visit from which there was a way took another; `wanted`: the handles that lead there. */
  | { kind: 'turned_off'; at: PastVisit; handle: string; wanted: string[] }
  /** A migration took it from a visit from which there was a way to one from which there is none. */
  | { kind: 'moved'; at: PastVisit; to: PastVisit }
  /** It was ended, or failed, at a visit from which there still was a way. */
  | { kind: 'ended_before'; at: PastVisit }
  /** From nowhere that the run has been does a way lead there. */
  | { kind: 'no_way'; at: PastVisit | null }

interface PathQuestion {
  /** The version that the run belongs to. */
  graph: Graph
  /** As far as the question goes, the one under way included. */
  visits: readonly PastVisit[]
  status: RunStatus
  nodeId: string
  context?: NodeContext
}

/**
 * Why a run has or hasn't come to a node, by its visits on its own version: reached, still possible, or the last visit
 * after which it no longer was. Pure; visits at nodes that the version doesn't have (of a version before) lead nowhere.
 */
export function explainPath({ graph, visits, status, nodeId, context = {} }: PathQuestion): PathAnswer {
  const edges = takenEdges(graph)
  const path = visits.toSorted((a, b) => a.seq - b.seq)
  const decided = (count: number): Decision[] => decisionsOf(path.slice(0, count), { graph, edges, context })
  const reached = path.filter((visit) => visit.nodeId === nodeId)
  const last = reached.at(-1)
  if (last) return { kind: 'reached', visits: reached, decisions: decided(path.indexOf(last)) }
  const leading = nodesLeadingTo(edges, nodeId)
  const index = path.findLastIndex((visit) => leading.has(visit.nodeId))
  const at = path[index]
  if (!at) return { kind: 'no_way', at: path.at(-1) ?? null }
  if (at.finishedAt === null) return { kind: 'on_the_way', at, decisions: decided(index) }
  const next = path[index + 1]
  if (at.status === 'canceled' && next) return { kind: 'moved', at, to: next }
  if (!next && (at.status === 'canceled' || status === 'failed')) return { kind: 'ended_before', at }
  const handle = handleTaken(at, next, { graph, edges })
  const wanted = edges.filter(
    (edge) => edge.source === at.nodeId && (edge.target === nodeId || leading.has(edge.target)),
  )
  // It took the right way, and was ended by a rule before it came to the next node.
  if (wanted.some((edge) => edge.sourceHandle === handle)) return { kind: 'ended_before', at }
  return { kind: 'turned_off', at, handle, wanted: wanted.map((edge) => edge.sourceHandle) }
}

/** Edges that a run can take: between nodes that exist, and the first of each handle. */
function takenEdges(graph: Graph): GraphEdge[] {
  const known = new Set(graph.nodes.map((node) => node.id))
  const taken = new Map<string, GraphEdge>()
  for (const edge of graph.edges) {
    const key = JSON.stringify([edge.source, edge.sourceHandle])
    if (!taken.has(key)) taken.set(key, edge)
  }
  return [...taken.values()].filter((edge) => known.has(edge.source) && known.has(edge.target))
}

/** Every node from which edges lead to a node; itself only where they lead back to it. */
function nodesLeadingTo(edges: readonly GraphEdge[], nodeId: string): Set<string> {
  const sources = new Map<string, string[]>()
  for (const { source, target } of edges) sources.set(target, [...(sources.get(target) ?? []), source])
  const seen = new Set<string>()
  const open = [nodeId]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const source of sources.get(id) ?? []) {
      if (seen.has(source)) continue
      seen.add(source)
      open.push(source)
    }
  }
  return seen
}

interface Drawn {
  graph: Graph
  edges: readonly GraphEdge[]
}

/** The handle by which a visit was left: by what was recorded, and where that isn't a handle, by where the run went. */
function handleTaken(visit: PastVisit, next: PastVisit | undefined, { graph, edges }: Drawn): string {
  const there = edges.filter((edge) => edge.source === visit.nodeId && edge.target === next?.nodeId)
  const outcome = visit.outcome ?? 'next'
  if (there.some((edge) => edge.sourceHandle === outcome)) return outcome
  const [edge] = there
  if (edge) return edge.sourceHandle
  const node = graph.nodes.find((each) => each.id === visit.nodeId)
  return node && handleIds(node, {}, graph).includes(outcome) ? outcome : 'next'
}

const handleIds = (node: GraphNode, context: NodeContext, graph: Graph): string[] =>
  handlesOf(node, context, graph).map((handle) => handle.id)

/** The visits of a path at which it could have gone another way. A text counts where it failed. */
function decisionsOf(path: readonly PastVisit[], drawn: Drawn & { context: NodeContext }): Decision[] {
  const nodes = new Map(drawn.graph.nodes.map((node) => [node.id, node]))
  return path.flatMap((visit, index) => {
    const node = nodes.get(visit.nodeId)
    if (!node || visit.finishedAt === null || handleIds(node, drawn.context, drawn.graph).length < 2) return []
    const handle = handleTaken(visit, path[index + 1], drawn)
    return visit.nodeType === 'send_sms' && handle !== 'failed' ? [] : [{ visit, handle }]
  })
}
