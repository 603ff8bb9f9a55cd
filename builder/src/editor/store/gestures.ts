import {
  definitionOf,
  freshEdge,
  freshNodeId,
  handlesOf,
  isRecord,
  measureNode,
  NODE_METRICS,
  titleOf,
  type Graph,
  type GraphNode,
  type GraphOperation,
  type NodeContext,
  type NodeData,
  type Position,
} from '@soniarose/graph'
import type { Clip } from './clipboard.ts'
import { placeClip } from './clipboard.ts'
import { idBaseOf } from './fresh_ids.ts'
import { freePlace, GRID, snap, type Rect } from './geometry.ts'
import type { AddTarget } from './ui_store.ts'

/** What a person did in one go: one entry of the history. */
export interface Gesture {
  label: string
  operation: GraphOperation
  /** Gestures with the same key that follow each other within a second are one entry. */
  mergeKey?: string
  /** The steps that are chosen afterwards; absent leaves the choice as it is. */
  select?: readonly string[]
}

/** A graph with what lies outside of it and yet shapes its steps. */
export interface Sheet {
  graph: Graph
  context: NodeContext
}

/** A way out of a step. */
export interface WayOut {
  source: string
  sourceHandle: string
}

/** Which kind of step to add; a plugin's step comes with its data. */
export interface NewStep {
  kind: string
  data?: NodeData
}

const rectOf = (node: GraphNode, { graph, context }: Sheet): Rect => {
  const { width, height } = measureNode(node, context, graph)
  return { ...node.position, width, height }
}

const rectsOf = (sheet: Sheet): Rect[] => sheet.graph.nodes.map((node) => rectOf(node, sheet))

function freshNode(graph: Graph, step: NewStep, position: Position): GraphNode {
  const defaults = definitionOf(step.kind)?.defaults ?? {}
  return {
    id: freshNodeId(graph, idBaseOf(step.kind)),
    type: step.kind,
    position,
    data: structuredClone({ ...defaults, ...step.data }),
  }
}

/** Adds a step where the target says, connected to what it belongs to; null when the target is gone. */
export function addStep(sheet: Sheet, step: NewStep, target: AddTarget): Gesture | null {
  if (target.kind === 'edge') return insertStep(sheet, step, target.edgeId)
  if (target.kind === 'handle') return appendStep(sheet, step, target)
  const node = freshNode(sheet.graph, step, target.at)
  node.position = freePlace(rectOf(node, sheet), rectsOf(sheet))
  return { label: `Add ${titleOf(node)}`, operation: { type: 'add_node', node }, select: [node.id] }
}

type HandleTarget = Extract<AddTarget, { kind: 'handle' }>

function appendStep(sheet: Sheet, step: NewStep, target: HandleTarget): Gesture | null {
  const source = sheet.graph.nodes.find((node) => node.id === target.source)
  if (!source) return null
  const node = freshNode(sheet.graph, step, target.at ?? source.position)
  if (!target.at) node.position = below(target, node, sheet)
  node.position = freePlace(rectOf(node, sheet), rectsOf(sheet))
  const add: GraphOperation = { type: 'add_node', node }
  if (definitionOf(node.type)?.isTarget === false) {
    return { label: `Add ${titleOf(node)}`, operation: add, select: [node.id] }
  }
  const { source: from, sourceHandle } = target
  const edge = freshEdge(sheet.graph, { source: from, sourceHandle, target: node.id })
  return {
    label: `Add ${titleOf(node)} after ${titleOf(source)}`,
    operation: { type: 'batch', operations: [add, { type: 'connect', edge }] },
    select: [node.id],
  }
}

/** The place below a way out where a step's card is centred under it. */
function below({ source: id, sourceHandle }: WayOut, node: GraphNode, { graph, context }: Sheet): Position {
  const source = graph.nodes.find((each) => each.id === id) ?? node
  const measure = measureNode(source, context, graph)
  const box = measure.handles.find((each) => each.type === 'source' && each.id === sourceHandle)
  const centre = box ? box.x + box.width / 2 : measure.width / 2
  const { width } = measureNode(node, context, graph)
  return snap({
    x: source.position.x + centre - width / 2,
    y: source.position.y + measure.height + NODE_METRICS.gap,
  })
}

function insertStep(sheet: Sheet, step: NewStep, edgeId: string): Gesture | null {
  const { graph } = sheet
  const edge = graph.edges.find((each) => each.id === edgeId)
  const source = graph.nodes.find((node) => node.id === edge?.source)
  const next = graph.nodes.find((node) => node.id === edge?.target)
  if (!edge || !source || !next) return null
  const node = freshNode(graph, step, source.position)
  if (definitionOf(node.type)?.isTarget === false) return null
  node.position = below(edge, node, sheet)
  return {
    label: `Insert ${titleOf(node)} between ${titleOf(source)} and ${titleOf(next)}`,
    operation: {
      type: 'batch',
      operations: [{ type: 'insert_on_edge', edgeId, node }, ...makeRoom(sheet, node, next)],
    },
    select: [node.id],
  }
}

/** Moves what follows an inserted step down, as far as it stands in the way. */
function makeRoom({ graph, context }: Sheet, node: GraphNode, next: GraphNode): GraphOperation[] {
  const need = node.position.y + measureNode(node, context, graph).height + NODE_METRICS.gap - next.position.y
  if (need <= 0 || next.position.y < node.position.y) return []
  const shift = Math.ceil(need / GRID) * GRID
  const moves = graph.nodes
    .filter((each) => each.position.y >= next.position.y)
    .map((each) => ({ nodeId: each.id, position: { x: each.position.x, y: each.position.y + shift } }))
  return [{ type: 'move_nodes', moves }]
}

/** Puts a step that stands alone into a connection. */
export function moveIntoEdge({ graph, context }: Sheet, nodeId: string, edgeId: string): Gesture | null {
  const node = graph.nodes.find((each) => each.id === nodeId)
  const edge = graph.edges.find((each) => each.id === edgeId)
  if (!node || !edge || definitionOf(node.type)?.isTarget === false) return null
  const handle = handlesOf(node, context, graph)[0]
  const into = freshEdge(graph, { source: edge.source, sourceHandle: edge.sourceHandle, target: nodeId })
  const operations: GraphOperation[] = [{ type: 'connect', edge: into }]
  if (handle) {
    const out = freshEdge(
      { edges: [...graph.edges, into] },
      { source: nodeId, sourceHandle: handle.id, target: edge.target },
    )
    operations.push({ type: 'connect', edge: out })
  }
  return {
    label: `Put ${titleOf(node)} into the connection`,
    operation: { type: 'batch', operations },
    select: [nodeId],
  }
}

/** Why two steps can't be connected, in words; null when they can. */
export function connectionFault(graph: Graph, source: string, target: string): string | null {
  if (source === target) return 'A step can’t lead to itself'
  const to = graph.nodes.find((node) => node.id === target)
  if (!to) return 'That step is gone'
  return definitionOf(to.type)?.isTarget === false ? 'Nothing can lead to a trigger' : null
}

/** Leads a handle to a step; what it led to before gives way. */
export function connectSteps(graph: Graph, { source, sourceHandle }: WayOut, target: string): Gesture | null {
  if (connectionFault(graph, source, target) !== null) return null
  const from = graph.nodes.find((node) => node.id === source)
  const to = graph.nodes.find((node) => node.id === target)
  const exists = graph.edges.some(
    (edge) => edge.source === source && edge.sourceHandle === sourceHandle && edge.target === target,
  )
  if (!from || !to || exists) return null
  const edge = freshEdge(graph, { source, sourceHandle, target })
  return { label: `Connect ${titleOf(from)} to ${titleOf(to)}`, operation: { type: 'connect', edge } }
}

/** Takes steps with their connections, and further connections, off the canvas; null when there is nothing to take. */
export function removeParts(graph: Graph, nodeIds: ReadonlySet<string>, edgeIds: ReadonlySet<string>): Gesture | null {
  const nodes = graph.nodes.filter((node) => nodeIds.has(node.id))
  const edges = graph.edges.filter((edge) => edgeIds.has(edge.id))
  const [only] = nodes
  if (!only && edges.length === 0) return null
  const operations: GraphOperation[] = [{ type: 'disconnect', edgeIds: edges.map((edge) => edge.id) }]
  if (only) operations.push({ type: 'remove_nodes', nodeIds: nodes.map((node) => node.id) })
  const what = only
    ? nodes.length === 1
      ? titleOf(only)
      : `${nodes.length} steps`
    : edges.length === 1
      ? 'a connection'
      : `${edges.length} connections`
  return { label: `Delete ${what}`, operation: { type: 'batch', operations }, select: [] }
}

/** Takes a step out and joins what led to it with what it led to straight on. */
export function removeAndHeal({ graph, context }: Sheet, nodeId: string): Gesture | null {
  const node = graph.nodes.find((each) => each.id === nodeId)
  if (!node) return null
  const first = handlesOf(node, context, graph)[0]
  const onward = graph.edges.find((edge) => edge.source === nodeId && edge.sourceHandle === first?.id)
  const operations: GraphOperation[] = [{ type: 'remove_nodes', nodeIds: [nodeId] }]
  let edges = graph.edges.filter((edge) => edge.source !== nodeId && edge.target !== nodeId)
  for (const into of graph.edges.filter((edge) => edge.target === nodeId && edge.source !== nodeId)) {
    if (!onward || onward.target === nodeId || onward.target === into.source) continue
    const edge = freshEdge({ edges }, { source: into.source, sourceHandle: into.sourceHandle, target: onward.target })
    edges = [...edges, edge]
    operations.push({ type: 'connect', edge })
  }
  return {
    label: `Delete ${titleOf(node)}`,
    operation: { type: 'batch', operations },
    select: onward ? [onward.target] : [],
  }
}

/** Moves steps to new places. */
export function moveSteps(
  graph: Graph,
  moves: readonly { nodeId: string; position: Position }[],
  mergeKey?: string,
): Gesture | null {
  const known = new Map(graph.nodes.map((node) => [node.id, node]))
  const real = moves.filter(({ nodeId, position }) => {
    const now = known.get(nodeId)?.position
    return now !== undefined && (now.x !== position.x || now.y !== position.y)
  })
  const only = known.get(real[0]?.nodeId ?? '')
  if (!only) return null
  const label = real.length === 1 ? `Move ${titleOf(only)}` : `Move ${real.length} steps`
  return { label, operation: { type: 'move_nodes', moves: real }, ...(mergeKey === undefined ? {} : { mergeKey }) }
}

/** A step's new settings, and which field of them was edited. */
export interface DataEdit {
  data: NodeData
  field: string
}

/** Replaces a step's settings. Edits of the same field within a second are one entry. */
export function editData(graph: Graph, nodeId: string, { data, field }: DataEdit): Gesture | null {
  const node = graph.nodes.find((each) => each.id === nodeId)
  if (!node || sameShallow(node.data, data)) return null
  return {
    label: `Edit ${titleOf(node)}`,
    operation: { type: 'update_data', nodeId, data },
    mergeKey: `data:${nodeId}:${field}`,
  }
}

function sameShallow(a: NodeData, b: NodeData): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every(
    (key) => Object.is(a[key], b[key]) || (isRecord(a[key]) && JSON.stringify(a[key]) === JSON.stringify(b[key])),
  )
}

/** Adds the steps of a clip at a place. */
export function pasteClip(graph: Graph, clip: Clip, at: Position): Gesture {
  const { nodes, edges } = placeClip(clip, graph, snap(at))
  const label = nodes.length === 1 && nodes[0] ? `Paste ${titleOf(nodes[0])}` : `Paste ${nodes.length} steps`
  return { label, operation: { type: 'paste', nodes, edges }, select: nodes.map((node) => node.id) }
}
