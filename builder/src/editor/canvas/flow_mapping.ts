import {
  definitionOf, handlesOf, measureNode, summaryOf, titleOf,
  type Graph, type GraphEdge, type GraphNode, type Handle, type NodeContext, type Position,
} from '@soniarose/graph'
import type { Edge, Node } from '@xyflow/react'

/** What a card on the canvas shows; computed once for each version of a step. */
export interface StepCard extends Record<string, unknown> {
  kind: string
  title: string
  summary: string
  /** The kind's own name, where the author has given the step another one. */
  kindTitle: string
  handles: readonly Handle[]
  /** Ids of the handles that lead nowhere. */
  free: readonly string[]
  isTarget: boolean
  isKnown: boolean
}

export type StepNode = Node<StepCard, 'step'>
export type StepEdge = Edge<{ label: string; fromTitle: string; toTitle: string }, 'step'>

/** What is chosen and where steps are while they are dragged. */
export interface CanvasState {
  graph: Graph
  context: NodeContext
  selectedNodes: ReadonlySet<string>
  selectedEdges: ReadonlySet<string>
  moving: ReadonlyMap<string, Position> | null
}

interface CachedNode {
  node: GraphNode
  free: string
  selected: boolean
  position: Position
  made: StepNode
}

/**
 * Turns graphs into what React Flow draws. Of what hasn't changed the very same objects come back, so that
 * only the cards that differ are drawn again. One mapper serves one canvas.
 */
export function createFlowMapper() {
  let context: NodeContext | null = null
  let nodes = new Map<string, CachedNode>()
  let edges = new Map<string, { edge: GraphEdge; source: GraphNode; target: GraphNode; selected: boolean; made: StepEdge }>()

  const mapNodes = (state: CanvasState): StepNode[] => {
    if (state.context !== context) {
      context = state.context
      nodes = new Map()
      edges = new Map()
    }
    const used = new Set(state.graph.edges.map((edge) => `${edge.source}\n${edge.sourceHandle}`))
    const next = new Map<string, CachedNode>()
    const list = state.graph.nodes.map((node, index) => {
      const former = nodes.get(node.id)
      const handles = former?.node === node ? former.made.data.handles : handlesOf(node, state.context, state.graph)
      const free = handles.filter((handle) => !used.has(`${node.id}\n${handle.id}`)).map((handle) => handle.id)
      const selected = state.selectedNodes.has(node.id)
      // One stop of the Tab key for the whole canvas: what is chosen, else the first step.
      const focusable = selected || (state.selectedNodes.size === 0 && index === 0)
      const position = state.moving?.get(node.id) ?? node.position
      const key = free.join('\n')
      if (
        former &&
        former.node === node &&
        former.free === key &&
        former.selected === selected &&
        former.made.focusable === focusable &&
        former.position.x === position.x &&
        former.position.y === position.y
      ) {
        next.set(node.id, former)
        return former.made
      }
      const data =
        former && former.free === key && sameBut(former.node, node)
          ? former.made.data
          : cardOf(node, { handles, free, context: state.context })
      const made = drawNode(node, { data, selected, focusable, position, state })
      next.set(node.id, { node, free: key, selected, position, made })
      return made
    })
    nodes = next
    return list
  }

  const mapEdges = (state: CanvasState): StepEdge[] => {
    const byId = new Map(state.graph.nodes.map((node) => [node.id, node]))
    const next: typeof edges = new Map()
    const list = state.graph.edges.flatMap((edge) => {
      const source = byId.get(edge.source)
      const target = byId.get(edge.target)
      if (!source || !target) return []
      const selected = state.selectedEdges.has(edge.id)
      const former = edges.get(edge.id)
      if (former && former.edge === edge && former.selected === selected && former.source === source && former.target === target) {
        next.set(edge.id, former)
        return [former.made]
      }
      const made = drawEdge(edge, { source, target, selected, state })
      next.set(edge.id, { edge, source, target, selected, made })
      return [made]
    })
    edges = next
    return list
  }

  return { mapNodes, mapEdges }
}

/** Whether two versions of a step differ at most in their place. */
function sameBut(a: GraphNode, b: GraphNode): boolean {
  return a.data === b.data && a.type === b.type
}

interface CardFacts {
  handles: readonly Handle[]
  free: readonly string[]
  context: NodeContext
}

function cardOf(node: GraphNode, { handles, free, context }: CardFacts): StepCard {
  const definition = definitionOf(node.type)
  const title = titleOf(node)
  return {
    kind: node.type,
    title,
    summary: summaryOf(node, context),
    kindTitle: definition?.title ?? node.type,
    handles,
    free,
    isTarget: definition?.isTarget !== false,
    isKnown: definition !== undefined,
  }
}

interface NodeFacts {
  data: StepCard
  selected: boolean
  focusable: boolean
  position: Position
  state: CanvasState
}

function drawNode(node: GraphNode, { data, selected, focusable, position, state }: NodeFacts): StepNode {
  const measure = measureNode(node, state.context, state.graph)
  return {
    id: node.id,
    type: 'step',
    position,
    selected,
    focusable,
    data,
    width: measure.width,
    height: measure.height,
    // Known without drawing, so that "show all" and the map also count steps that were never in sight.
    measured: { width: measure.width, height: measure.height },
    handles: measure.handles.map((handle) => ({
      id: handle.id,
      type: handle.type,
      position: handle.position as StepHandlePosition,
      x: handle.x,
      y: handle.y,
      width: handle.width,
      height: handle.height,
    })),
    ariaLabel: sayStep(data),
    domAttributes: { 'aria-roledescription': 'step' },
  }
}

type StepHandlePosition = NonNullable<StepNode['handles']>[number]['position']

/** A step in one sentence for screen readers. */
function sayStep(card: StepCard): string {
  const kind = card.kindTitle === card.title ? '' : ` (${card.kindTitle})`
  const loose = card.free.length > 0 && card.handles.length > 1 ? `. ${card.free.length} of ${card.handles.length} ways out lead nowhere` : ''
  return `${card.title}${kind}. ${card.summary}${loose}`
}

interface EdgeFacts {
  source: GraphNode
  target: GraphNode
  selected: boolean
  state: CanvasState
}

function drawEdge(edge: GraphEdge, { source, target, selected, state }: EdgeFacts): StepEdge {
  const handle = handlesOf(source, state.context, state.graph).find((each) => each.id === edge.sourceHandle)
  const label = handle?.label ?? edge.sourceHandle
  const [fromTitle, toTitle] = [titleOf(source), titleOf(target)]
  return {
    id: edge.id,
    type: 'step',
    source: edge.source,
    sourceHandle: edge.sourceHandle,
    target: edge.target,
    selected,
    data: { label, fromTitle, toTitle },
    ariaLabel: `Connection from ${fromTitle}, ${label}, to ${toTitle}`,
    ...(handle ? {} : { className: 'lost' }),
  }
}
