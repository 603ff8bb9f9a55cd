import type { GraphEdge, GraphNode, NodeData } from '@soniarose/graph'
import type { StudioFlow, StudioState } from './flow.ts'
import { rewriteLiquid, type Names } from './liquid.ts'
import type { Fate, ReportLine } from './report.ts'

const UNSAFE = /[^A-Za-z0-9_-]+/g

/** A node to add, as the graph has it. */
interface NewNode {
  id: string
  type: string
  data: NodeData
  /** How far from the place of its state. */
  offset?: { x: number; y: number }
}

/** Collects the nodes, edges and report lines of one import. */
export class GraphBuilder {
  readonly nodes: GraphNode[] = []
  readonly lines: ReportLine[] = []
  /** Where an edge into a state enters, and the node whose answer `widgets.<state>` means. */
  readonly #entries = new Map<string, string>()
  readonly #answers = new Map<string, string>()
  readonly #links: { source: string; handle: string; target: string }[] = []
  /** Splits that only judge one widget's reply, by that widget's name: the reply node takes their branches over. */
  readonly judges: ReadonlyMap<string, StudioState>

  constructor(flow: StudioFlow, judges: ReadonlyMap<string, StudioState>) {
    this.judges = judges
    const used = new Set<string>()
    for (const { name } of flow.states) {
      const base = name.replace(UNSAFE, '_').slice(0, 40) || 'state'
      let id = base
      for (let n = 2; used.has(id); n += 1) id = `${base}_${n}`
      used.add(id)
      this.#entries.set(name, id)
      this.#answers.set(name, id)
    }
  }

  idOf(state: string): string {
    return this.#entries.get(state) ?? state
  }

  /** Says that the answer of a state comes from another node than the one its edges enter. */
  answersBy(state: string, nodeId: string) {
    this.#answers.set(state, nodeId)
  }

  /** Adds a node where the state stood, moved by the offset. */
  add(state: StudioState, { id, type, data, offset = { x: 0, y: 0 } }: NewNode): string {
    const place = state.properties['offset']
    const at = typeof place === 'object' && place !== null ? (place as Record<string, unknown>) : {}
    const position = { x: Number(at['x'] ?? 0) + offset.x, y: Number(at['y'] ?? 0) + offset.y }
    this.nodes.push({ id, type, position: { x: position.x || 0, y: position.y || 0 }, data })
    return id
  }

  /** An edge from a node's handle to wherever the state's transition leads. */
  link(source: string, handle: string, next: string | null | undefined) {
    if (next) this.join(source, handle, this.idOf(next))
  }

  /** An edge between two nodes that are known already. */
  join(source: string, handle: string, target: string) {
    this.#links.push({ source, handle, target })
  }

  /** Writes a state's line of the report. */
  note(state: StudioState, { fate, nodeIds, notes = [] }: { fate: Fate; nodeIds: string[]; notes?: string[] }) {
    this.lines.push({ state: state.name, widget: state.type, fate, nodeIds, notes })
  }

  /** Liquid in our names; what has no counterpart becomes a note. */
  text(source: unknown, notes: string[]): string {
    const names: Names = { ids: this.#answers }
    const { text, unknown, usesDate } = rewriteLiquid(typeof source === 'string' ? source : '', names)
    for (const path of unknown) notes.push(`"${path}" has no counterpart and will be empty.`)
    if (usesDate) notes.push("Dates were written in Pacific time by Studio; here they are in the contact's time zone.")
    return text
  }

  edges(): GraphEdge[] {
    return this.#links.map(({ source, handle, target }, index) => ({
      id: `e${index + 1}`,
      source,
      sourceHandle: handle,
      target,
    }))
  }
}

/** Where a state goes on an event; null when it ends there. */
export function nextOf(state: StudioState, event: string): string | null {
  return state.transitions.find((transition) => transition.event === event)?.next ?? null
}
