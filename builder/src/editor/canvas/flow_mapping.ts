import {
  definitionOf,
  handlesOf,
  measureNode,
  summaryOf,
  titleOf,
  type Graph,
  type GraphEdge,
  type GraphNode,
  type Handle,
  type HandleBox,
  type NodeContext,
  type Position as Place,
} from '@soniarose/graph'
import { Position, type Edge, type Node } from '@xyflow/react'

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
  moving: ReadonlyMap<string, Place> | null
}

/** What a step's drawing depends on; while all of it is the same, so is the drawing. */
interface NodeFacts {
  node: GraphNode
  /** The handles that lead nowhere, as one text. */
  free: string
  selected: boolean
  focusable: boolean
  x: number
  y: number
}

/** Where a step stands in the graph that is drawn. */
interface NodePlace {
  state: CanvasState
  /** The handles that lead somewhere. */
  used: ReadonlySet<string>
  isFirst: boolean
}

interface EdgeFacts {
  edge: GraphEdge
  source: GraphNode
  target: GraphNode
  selected: boolean
}

interface Kept<Facts, Made> {
  facts: Facts
  made: Made
}

/**
 * Turns graphs into what React Flow draws. Of what hasn't changed the very same objects come back, so that
 * only the cards that differ are drawn again. One mapper serves one canvas.
 */
export class FlowMapper {
  #context: NodeContext | null = null
  #nodes = new Map<string, Kept<NodeFacts, StepNode>>()
  #edges = new Map<string, Kept<EdgeFacts, StepEdge>>()
  /** What was drawn last, and where each step is in it. */
  #last: { state: CanvasState; drawn: StepNode[]; places: ReadonlyMap<string, number> } | null = null

  mapNodes(state: CanvasState): StepNode[] {
    this.#forgetOtherContext(state.context)
    const drawn = this.#moveOnly(state) ?? this.#mapAll(state)
    const places = this.#last?.state.graph === state.graph ? this.#last.places : placesOf(drawn)
    this.#last = { state, drawn, places }
    return drawn
  }

  /** While steps are dragged, every frame comes here: only those that move are looked at. Null: more has changed. */
  #moveOnly(state: CanvasState): StepNode[] | null {
    const last = this.#last
    if (last === null || last.state.graph !== state.graph || last.state.selectedNodes !== state.selectedNodes)
      return null
    const drawn = [...last.drawn]
    for (const id of new Set([...(last.state.moving?.keys() ?? []), ...(state.moving?.keys() ?? [])])) {
      const index = last.places.get(id)
      const former = this.#nodes.get(id)
      if (index === undefined || former === undefined) continue
      const { x, y } = state.moving?.get(id) ?? former.facts.node.position
      const kept = { facts: { ...former.facts, x, y }, made: { ...former.made, position: { x, y } } }
      this.#nodes.set(id, kept)
      drawn[index] = kept.made
    }
    return drawn
  }

  #mapAll(state: CanvasState): StepNode[] {
    const used = new Set(state.graph.edges.map((edge) => `${edge.source}\n${edge.sourceHandle}`))
    const next = new Map<string, Kept<NodeFacts, StepNode>>()
    for (const [index, node] of state.graph.nodes.entries()) {
      next.set(node.id, this.#mapNode(node, { state, used, isFirst: index === 0 }))
    }
    this.#nodes = next
    return [...next.values()].map(({ made }) => made)
  }

  #mapNode(node: GraphNode, { state, used, isFirst }: NodePlace): Kept<NodeFacts, StepNode> {
    const former = this.#nodes.get(node.id)
    const handles = former?.facts.node === node ? former.made.data.handles : handlesOf(node, state.context, state.graph)
    const free = handles.filter((handle) => !used.has(`${node.id}\n${handle.id}`)).map((handle) => handle.id)
    const selected = state.selectedNodes.has(node.id)
    // One stop of the Tab key for the whole canvas: what is chosen, else the first step.
    const focusable = selected || (state.selectedNodes.size === 0 && isFirst)
    const { x, y } = state.moving?.get(node.id) ?? node.position
    const facts: NodeFacts = { node, free: free.join('\n'), selected, focusable, x, y }
    if (former && sameFacts(former.facts, facts)) return former
    const keepsCard = former && former.facts.free === facts.free && sameButPlace(former.facts.node, node)
    const data = keepsCard ? former.made.data : cardOf(node, { handles, free, context: state.context })
    return { facts, made: drawNode(facts, data, state) }
  }

  mapEdges(state: Omit<CanvasState, 'moving' | 'selectedNodes'>): StepEdge[] {
    this.#forgetOtherContext(state.context)
    const byId = new Map(state.graph.nodes.map((node) => [node.id, node]))
    const next = new Map<string, Kept<EdgeFacts, StepEdge>>()
    for (const edge of state.graph.edges) {
      const source = byId.get(edge.source)
      const target = byId.get(edge.target)
      if (!source || !target) continue
      const facts: EdgeFacts = { edge, source, target, selected: state.selectedEdges.has(edge.id) }
      const former = this.#edges.get(edge.id)
      next.set(edge.id, former && sameFacts(former.facts, facts) ? former : { facts, made: drawEdge(facts, state) })
    }
    this.#edges = next
    return [...next.values()].map(({ made }) => made)
  }

  /** Other plugins may mean other handles and summaries for any step. */
  #forgetOtherContext(context: NodeContext): void {
    if (context === this.#context) return
    this.#context = context
    this.#last = null
    this.#nodes = new Map()
    this.#edges = new Map()
  }
}

function sameFacts<Facts extends object>(a: Facts, b: Facts): boolean {
  for (const key in a) if (a[key] !== b[key]) return false
  return true
}

const placesOf = (drawn: readonly StepNode[]): ReadonlyMap<string, number> =>
  new Map(drawn.map((node, index) => [node.id, index]))

/** Whether two versions of a step differ at most in their place. */
function sameButPlace(a: GraphNode, b: GraphNode): boolean {
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

type Handles = NonNullable<StepNode['handles']>

function handleOf({ id, type, position, x, y, width, height }: HandleBox): Handles[number] {
  const box = { id, type, x, y, width, height }
  return position === 'top' ? { ...box, position: Position.Top } : { ...box, position: Position.Bottom }
}

function drawNode({ node, selected, focusable, x, y }: NodeFacts, data: StepCard, state: CanvasState): StepNode {
  const { width, height, handles } = measureNode(node, state.context, state.graph)
  return {
    id: node.id,
    type: 'step',
    position: { x, y },
    selected,
    focusable,
    data,
    width,
    height,
    // Known without drawing, so that "show all" and the map also count steps that were never in sight.
    measured: { width, height },
    handles: handles.map(handleOf),
    ariaLabel: sayStep(data),
    domAttributes: { 'aria-roledescription': 'step' },
  }
}

/** A step in one sentence for screen readers. */
function sayStep(card: StepCard): string {
  const kind = card.kindTitle === card.title ? '' : ` (${card.kindTitle})`
  const loose =
    card.free.length > 0 && card.handles.length > 1
      ? `. ${card.free.length} of ${card.handles.length} ways out lead nowhere`
      : ''
  return `${card.title}${kind}. ${card.summary}${loose}`
}

function drawEdge(
  { edge, source, target, selected }: EdgeFacts,
  state: Pick<CanvasState, 'graph' | 'context'>,
): StepEdge {
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
