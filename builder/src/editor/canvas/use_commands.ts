import { definitionOf, handlesOf, type GraphNode } from '@soniarose/graph'
import { useReactFlow } from '@xyflow/react'
import { useMemo } from 'react'
import { useEditor, type Editor } from '../editor_context.tsx'
import { arrange } from '../store/arrange.ts'
import { copySteps, readClip } from '../store/clipboard.ts'
import { GRID } from '../store/geometry.ts'
import {
  addStep,
  moveSteps,
  pasteClip,
  removeParts,
  type Gesture,
  type NewStep,
  type Sheet,
} from '../store/gestures.ts'
import { downstream, neighbour, upstream, type Direction } from '../store/neighbours.ts'
import type { AddTarget } from '../store/ui_store.ts'
import { allInSight, focusCanvas, focusElement, focusForm, middleOf, showStep, still, type View } from './show_step.ts'

/** Everything that can be done in the editor by key, menu or button, by one name each. */
export type Commands = ReturnType<typeof makeCommands>

/** The editor's commands; needs React Flow's provider around it. */
export function useCommands(): Commands {
  const editor = useEditor()
  const view = useReactFlow()
  return useMemo(() => makeCommands(editor, view), [editor, view])
}

/** What all commands lean on. */
interface Bench {
  editor: Editor
  view: View
  say: (text: string) => void
  /** Does a gesture and says what was done; answers whether anything changed. */
  run: (gesture: Gesture | null) => boolean
  /** The chosen steps. */
  chosen: () => GraphNode[]
  find: (id: string) => GraphNode | undefined
}

function makeCommands(editor: Editor, view: View) {
  const { store, ui } = editor
  const say = (text: string) => ui.getState().announce(text)
  const bench: Bench = {
    editor,
    view,
    say,
    run: (gesture) => {
      const done = store.getState().run(gesture)
      if (done && gesture) say(`${gesture.label}.`)
      return done
    },
    chosen: () => {
      const { graph, selectedNodes } = store.getState()
      return graph.nodes.filter((node) => selectedNodes.has(node.id))
    },
    find: (id) => store.getState().graph.nodes.find((node) => node.id === id),
  }
  const viewing = viewCommands(bench)
  return {
    run: bench.run,
    ...historyCommands(bench),
    ...viewing,
    ...addCommands(bench, viewing.focusStep),
    ...choiceCommands(bench),
    ...moveCommands(bench, viewing.focusStep),
    ...clipboardCommands(bench, viewing.fitSelection),
  }
}

function historyCommands({ editor: { store, autosave }, say }: Bench) {
  const travel = (way: 'undo' | 'redo') => {
    const label = store.getState()[way]()
    say(label === null ? `Nothing to ${way}.` : `${way === 'undo' ? 'Undone' : 'Redone'}: ${label}.`)
  }
  return {
    undo: () => travel('undo'),
    redo: () => travel('redo'),
    save: async () => {
      if (!autosave) return
      const status = await autosave.saveNow()
      say(status === 'saved' ? 'Saved.' : 'Not saved yet.')
    },
  }
}

/** Room left around what is shown; the tools lie at the foot. */
const AIR = { top: '40px', right: '40px', bottom: '80px', left: '40px' } as const

function viewCommands({ editor, view, run, chosen, find }: Bench) {
  const { store, ui } = editor
  const fit = (more: { maxZoom: number; nodes?: { id: string }[] }) =>
    void view.fitView({ duration: still() ? 0 : 220, padding: AIR, ...more })
  return {
    /** Chooses a step, brings it into sight and puts the keyboard's focus on it. */
    focusStep: (id: string, { open = false }: { open?: boolean } = {}) => {
      const node = find(id)
      if (!node) return
      store.getState().select([id])
      if (open) ui.getState().set({ panel: 'step' })
      showStep(editor, view, node)
      focusElement(id)
    },
    /** Puts the keyboard's focus on a step's card. */
    focusCard: (id: string) => focusElement(id),
    /** Brings a step into sight without choosing it. */
    show: (id: string) => {
      const node = find(id)
      if (node) showStep(editor, view, node)
    },
    openInspector: () => {
      if (store.getState().selectedNodes.size !== 1) return
      ui.getState().set({ panel: 'step' })
      focusForm()
    },
    fit: () => fit({ maxZoom: 1.2 }),
    fitSelection: () => {
      const nodes = chosen().map(({ id }) => ({ id }))
      fit({ maxZoom: 1.2, ...(nodes.length > 0 ? { nodes } : {}) })
    },
    arrange: async () => {
      const dagre = await import('@dagrejs/dagre')
      const { graph, context } = store.getState()
      const moves = arrange(graph, dagre, context)
      const canvas = document.querySelector('.sr-canvas')
      canvas?.classList.add('is-arranging')
      run(moves.length === 0 ? null : moveSteps(graph, moves))
      setTimeout(() => canvas?.classList.remove('is-arranging'), 320)
      requestAnimationFrame(() => fit({ maxZoom: 1 }))
    },
    toggleOutline: () => ui.setState((now) => ({ view: now.view === 'outline' ? 'canvas' : 'outline' })),
    toggleProblems: () => ui.setState((now) => ({ problemsOpen: !now.problemsOpen })),
    toggleTest: () => ui.setState((now) => ({ panel: now.panel === 'test' ? 'none' : 'test' })),
  }
}

type FocusStep = (id: string, options?: { open?: boolean }) => void

function addCommands({ editor: { store, ui }, view, run, chosen }: Bench, focusStep: FocusStep) {
  return {
    /** Adds a step, shows it and opens its settings. */
    add: (step: NewStep, target: AddTarget) => {
      const gesture = addStep(store.getState(), step, target)
      if (!run(gesture)) return
      const [id] = gesture?.select ?? []
      if (id !== undefined) focusStep(id, { open: true })
    },
    /** Where a step would go that is asked for without a place. */
    placeForNext: (step?: NewStep): AddTarget => {
      const node = chosen()[0]
      const isStart = step !== undefined && definitionOf(step.kind)?.isTarget === false
      return (node && !isStart ? placeAfter(store.getState(), node) : null) ?? { kind: 'free', at: middleOf(view) }
    },
    addAfterSelection: () => {
      const node = chosen()[0]
      const target = node ? placeAfter(store.getState(), node) : null
      ui.getState().set({ adding: target ?? { kind: 'free', at: middleOf(view) } })
    },
    addFirst: () => ui.getState().set({ adding: { kind: 'free', at: middleOf(view) } }),
  }
}

function choiceCommands({ editor: { store, ui }, say, run, chosen }: Bench) {
  return {
    connectFromSelection: () => {
      const [node, ...more] = chosen()
      if (node && more.length === 0) ui.getState().set({ connectingFrom: node.id })
      else say('Choose one step first, then connect it.')
    },
    deleteSelection: () => {
      const { graph, selectedNodes, selectedEdges } = store.getState()
      return run(removeParts(graph, selectedNodes, selectedEdges))
    },
    selectAll: () => {
      const { graph, select } = store.getState()
      select(graph.nodes.map((node) => node.id))
      focusCanvas()
      say(`${graph.nodes.length} steps chosen.`)
    },
    /** Chooses all steps that come after the chosen one, or all before it. */
    chooseAlong: (direction: Direction) => {
      const [node] = chosen()
      const { graph, select } = store.getState()
      if (!node) return
      const along =
        direction === 'down' || direction === 'right' ? downstream(graph, node.id) : upstream(graph, node.id)
      select(along)
      say(`${along.size} steps chosen.`)
    },
    clearSelection: () => {
      store.getState().select([])
      ui.getState().set({ panel: 'none' })
    },
  }
}

function moveCommands({ editor: { store }, chosen }: Bench, focusStep: FocusStep) {
  return {
    /** Goes to the step that lies in a direction. */
    move: (direction: Direction) => {
      const next = neighbour(store.getState().graph, chosen()[0]?.id ?? null, direction)
      if (next) focusStep(next.id)
    },
    /** Moves the chosen steps by one grid line, or by five. */
    nudge: (direction: Direction, big: boolean) => {
      const by = GRID * (big ? 5 : 1)
      const ways: Record<Direction, [number, number]> = { left: [-by, 0], right: [by, 0], up: [0, -by], down: [0, by] }
      const [dx, dy] = ways[direction]
      const moves = chosen().map(({ id, position }) => ({
        nodeId: id,
        position: { x: position.x + dx, y: position.y + dy },
      }))
      const key = `nudge:${moves.map((move) => move.nodeId).join()}`
      store.getState().run(moveSteps(store.getState().graph, moves, key))
    },
  }
}

function clipboardCommands({ editor, view, say, run, chosen }: Bench, fitSelection: () => void) {
  const { store } = editor
  /** What was added is chosen; the view goes to it where it lies outside. */
  const showAdded = (added: boolean): boolean => {
    if (added) focusCanvas()
    if (added && !allInSight(editor, view, chosen())) requestAnimationFrame(fitSelection)
    return added
  }
  return {
    /** The chosen steps as text; null when none is chosen. */
    copy: (): string | null => {
      const { graph, selectedNodes } = store.getState()
      const text = copySteps(graph, selectedNodes)
      if (text !== null) say(`${selectedNodes.size} steps copied.`)
      return text
    },
    /** Adds the steps that a text holds; answers whether it held any. */
    paste: (text: string, at = middleOf(view)) => {
      const clip = readClip(text)
      return clip !== null && showAdded(run(pasteClip(store.getState().graph, clip, at)))
    },
    duplicate: () => {
      const { graph, selectedNodes } = store.getState()
      const clip = readClip(copySteps(graph, selectedNodes) ?? '')
      if (!clip) return
      const left = Math.min(...chosen().map((node) => node.position.x))
      const top = Math.min(...chosen().map((node) => node.position.y))
      const gesture = pasteClip(graph, clip, { x: left + GRID * 5, y: top + GRID * 5 })
      showAdded(run({ ...gesture, label: gesture.label.replace('Paste', 'Duplicate') }))
    },
  }
}

/** Where a step that comes after another goes: its first free way out, else into its first connection. */
function placeAfter({ graph, context }: Sheet, node: GraphNode): AddTarget | null {
  const handles = handlesOf(node, context, graph).map((handle) => handle.id)
  const leaving = graph.edges.filter((edge) => edge.source === node.id)
  const isFree = (id: string) => leaving.every((edge) => edge.sourceHandle !== id)
  const free = handles.find((id) => isFree(id) && id !== 'failed')
  if (free !== undefined) return { kind: 'handle', source: node.id, sourceHandle: free }
  const first = leaving.find((edge) => edge.sourceHandle === handles[0]) ?? leaving[0]
  return first ? { kind: 'edge', edgeId: first.id } : null
}
