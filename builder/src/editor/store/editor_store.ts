import { apply, type Graph, type GraphOperation, type NodeContext, type Position } from '@soniarose/graph'
import { createStore, type StoreApi } from 'zustand'
import type { Gesture } from './gestures.ts'
import { emptyHistory, record, stepBack, stepForward, type History, type HistoryEntry } from './history.ts'

type Entry = HistoryEntry<GraphOperation>

const NOTHING: ReadonlySet<string> = new Set()

export interface EditorState {
  graph: Graph
  /** Installed plugins: they shape the handles of plugin steps. */
  context: NodeContext
  history: History<GraphOperation>
  selectedNodes: ReadonlySet<string>
  selectedEdges: ReadonlySet<string>
  /** Where steps are while they are dragged; the graph learns it when they are let go. */
  moving: ReadonlyMap<string, Position> | null
  /** Nothing may be changed: a published version is looked at. */
  readOnly: boolean

  /** Does what was gestured and remembers how to take it back; answers whether anything changed. */
  run: (gesture: Gesture | null) => boolean
  /** Takes the newest entry back; answers its label, or null when there was none. */
  undo: () => string | null
  redo: () => string | null
  select: (nodes: Iterable<string>, edges?: Iterable<string>) => void
  setMoving: (moving: ReadonlyMap<string, Position> | null) => void
  setContext: (context: NodeContext) => void
  /** Shows another graph, as after loading the draft anew: the history starts over. */
  replace: (graph: Graph) => void
}

export type EditorStore = StoreApi<EditorState>

interface Start {
  graph: Graph
  context?: NodeContext
  history?: History<GraphOperation>
  readOnly?: boolean
  /** Milliseconds of any clock; only used to merge edits. */
  now?: () => number
}

/**
 * The graph being edited with its history. The graph changes by operations only; choosing steps and moving the
 * view are no edits and are never undone.
 */
export function createEditorStore({
  graph,
  context = {},
  history,
  readOnly = false,
  now = Date.now,
}: Start): EditorStore {
  return createStore<EditorState>((set, get) => ({
    graph,
    context,
    history: history ?? emptyHistory(),
    selectedNodes: NOTHING,
    selectedEdges: NOTHING,
    moving: null,
    readOnly,

    run: (gesture) => {
      const state = get()
      if (gesture === null || state.readOnly) return false
      const { graph: next, inverse } = apply(state.graph, gesture.operation)
      const entry: Entry = {
        label: gesture.label,
        redo: [gesture.operation],
        undo: [inverse],
        mergeKey: gesture.mergeKey ?? null,
        at: now(),
      }
      const changed = next !== state.graph
      set({
        ...(changed ? { graph: next, history: record(state.history, entry, squash) } : {}),
        ...choice(next, gesture.select ?? state.selectedNodes, state.selectedEdges),
      })
      return changed
    },

    undo: () => travel(get, set, 'back'),
    redo: () => travel(get, set, 'forward'),

    select: (nodes, edges = NOTHING) => {
      const state = get()
      const next = choice(state.graph, nodes, edges)
      if (sameSet(next.selectedNodes, state.selectedNodes) && sameSet(next.selectedEdges, state.selectedEdges)) return
      set(next)
    },
    setMoving: (moving) => set({ moving }),
    setContext: (next) => set({ context: next }),
    replace: (next) =>
      set({ graph: next, history: emptyHistory(), moving: null, ...choice(next, get().selectedNodes, NOTHING) }),
  }))
}

function travel(
  get: () => EditorState,
  set: (next: Partial<EditorState>) => void,
  way: 'back' | 'forward',
): string | null {
  const state = get()
  if (state.readOnly) return null
  const step = way === 'back' ? stepBack(state.history) : stepForward(state.history)
  if (step === null) return null
  const operations = way === 'back' ? step.entry.undo : step.entry.redo
  const graph = operations.reduce((current, operation) => apply(current, operation).graph, state.graph)
  const back = state.graph.nodes.length < graph.nodes.length ? appeared(state.graph, graph) : state.selectedNodes
  set({ graph, history: step.history, moving: null, ...choice(graph, back, state.selectedEdges) })
  return step.entry.label
}

/** The steps that are in one graph and weren't in the other. */
function appeared(before: Graph, after: Graph): string[] {
  const known = new Set(before.nodes.map((node) => node.id))
  return after.nodes.filter((node) => !known.has(node.id)).map((node) => node.id)
}

/** A choice without what the graph doesn't have. */
function choice(graph: Graph, nodes: Iterable<string>, edges: Iterable<string>) {
  const nodeIds = new Set(graph.nodes.map((node) => node.id))
  const edgeIds = new Set(graph.edges.map((edge) => edge.id))
  return {
    selectedNodes: new Set([...nodes].filter((id) => nodeIds.has(id))),
    selectedEdges: new Set([...edges].filter((id) => edgeIds.has(id))),
  }
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((id) => b.has(id))
}

/** Of many edits of one step's settings in a row, the first way back and the last way forward say it all. */
function squash(entry: Entry): Entry {
  const oldest = entry.undo.at(-1)
  const newest = entry.redo.at(-1)
  const plainUndo = entry.undo.every((operation) => operation.type === 'set_data')
  const plainRedo = entry.redo.every((operation) => operation.type === 'update_data')
  if (!plainUndo || !plainRedo || !oldest || !newest) return entry
  return { ...entry, undo: [oldest], redo: [newest] }
}
