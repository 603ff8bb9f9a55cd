import { handlesOf, measureNode, titleOf, type GraphNode } from '@soniarose/graph'
import { useReactFlow } from '@xyflow/react'
import { useMemo } from 'react'
import { useEditor, type Editor } from '../editor_context.tsx'
import { arrange } from '../store/arrange.ts'
import { copySteps, readClip } from '../store/clipboard.ts'
import { GRID } from '../store/geometry.ts'
import { addStep, moveSteps, pasteClip, removeParts, type Gesture, type NewStep } from '../store/gestures.ts'
import { isWriting } from './is_writing.ts'
import { neighbour, type Direction } from '../store/neighbours.ts'
import type { AddTarget } from '../store/ui_store.ts'

/** The part of React Flow that moves the view. */
type View = Pick<ReturnType<typeof useReactFlow>, 'fitView' | 'setCenter' | 'getZoom' | 'getViewport' | 'screenToFlowPosition'>

/** Everything that can be done in the editor by key, menu or button, by one name each. */
export type Commands = ReturnType<typeof makeCommands>

/** The editor's commands; needs React Flow's provider around it. */
export function useCommands(): Commands {
  const editor = useEditor()
  const view = useReactFlow()
  return useMemo(() => makeCommands(editor, view), [editor, view])
}

/** Room left around what is shown; the tools lie at the foot. */
const AIR = { top: '40px', right: '40px', bottom: '80px', left: '40px' } as const

const still = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches

function makeCommands(editor: Editor, view: View) {
  const { store, ui, autosave } = editor
  const state = () => store.getState()
  const say = (text: string) => ui.getState().announce(text)
  const run = (gesture: Gesture | null) => {
    const done = state().run(gesture)
    if (done && gesture) say(`${gesture.label}.`)
    return done
  }
  const chosen = (): GraphNode[] => state().graph.nodes.filter((node) => state().selectedNodes.has(node.id))
  const travel = (way: 'undo' | 'redo') => {
    const label = state()[way]()
    say(label === null ? `Nothing to ${way}.` : `${way === 'undo' ? 'Undone' : 'Redone'}: ${label}.`)
  }

  const focusStep = (id: string, { open = false }: { open?: boolean } = {}) => {
    const node = state().graph.nodes.find((each) => each.id === id)
    if (!node) return
    state().select([id])
    if (open) ui.getState().set({ panel: 'step' })
    showStep(editor, view, node)
    focusElement(id)
  }

  return {
    run,
    undo: () => travel('undo'),
    redo: () => travel('redo'),
    focusStep,
    /** Adds a step, shows it and opens its settings. */
    add: (step: NewStep, target: AddTarget) => {
      const gesture = addStep(state().graph, state().context, step, target)
      if (!run(gesture)) return
      const [id] = gesture?.select ?? []
      if (id !== undefined) focusStep(id, { open: true })
    },
    /** Puts the keyboard's focus on a step's card. */
    focusCard: (id: string) => focusElement(id),
    /** Brings a step into sight without choosing it. */
    show: (id: string) => {
      const node = state().graph.nodes.find((each) => each.id === id)
      if (node) showStep(editor, view, node)
    },
    addFirst: () => ui.getState().set({ adding: { kind: 'free', at: middleOf(view) } }),
    openInspector: () => {
      if (state().selectedNodes.size !== 1) return
      ui.getState().set({ panel: 'step' })
      focusForm()
    },
    addAfterSelection: () => {
      const node = chosen()[0]
      ui.getState().set({ adding: (node && placeAfter(editor, node)) ?? { kind: 'free', at: middleOf(view) } })
    },
    connectFromSelection: () => {
      const node = chosen()[0]
      if (node && chosen().length === 1) ui.getState().set({ connectingFrom: node.id })
      else say('Choose one step first, then connect it.')
    },
    deleteSelection: () => run(removeParts(state().graph, state().selectedNodes, state().selectedEdges)),
    selectAll: () => {
      state().select(state().graph.nodes.map((node) => node.id))
      say(`${state().graph.nodes.length} steps chosen.`)
    },
    clearSelection: () => {
      state().select([])
      ui.getState().set({ panel: 'none' })
    },
    duplicate: () => {
      const nodes = chosen()
      const text = copySteps(state().graph, state().selectedNodes)
      const clip = text === null ? null : readClip(text)
      if (!clip) return
      const left = Math.min(...nodes.map((node) => node.position.x))
      const top = Math.min(...nodes.map((node) => node.position.y))
      const gesture = pasteClip(state().graph, clip, { x: left + GRID * 5, y: top + GRID * 5 })
      run({ ...gesture, label: gesture.label.replace('Paste', 'Duplicate') })
    },
    move: (direction: Direction) => {
      const next = neighbour(state().graph, chosen()[0]?.id ?? null, direction)
      if (next) focusStep(next.id)
    },
    nudge: (direction: Direction, big: boolean) => {
      const by = GRID * (big ? 5 : 1)
      const dx = direction === 'left' ? -by : direction === 'right' ? by : 0
      const dy = direction === 'up' ? -by : direction === 'down' ? by : 0
      const moves = chosen().map(({ id, position }) => ({ nodeId: id, position: { x: position.x + dx, y: position.y + dy } }))
      state().run(moveSteps(state().graph, moves, `nudge:${moves.map((move) => move.nodeId).join()}`))
    },
    paste: (text: string, at = middleOf(view)) => {
      const clip = readClip(text)
      if (clip === null) return false
      return run(pasteClip(state().graph, clip, at))
    },
    copy: (): string | null => {
      const text = copySteps(state().graph, state().selectedNodes)
      if (text !== null) say(`${state().selectedNodes.size} steps copied.`)
      return text
    },
    arrange: async () => {
      const dagre = await import('@dagrejs/dagre')
      const moves = arrange(state().graph, dagre, state().context)
      const canvas = document.querySelector('.sr-canvas')
      canvas?.classList.add('is-arranging')
      run(moves.length === 0 ? null : moveSteps(state().graph, moves))
      setTimeout(() => canvas?.classList.remove('is-arranging'), 320)
      requestAnimationFrame(() => void view.fitView({ duration: still() ? 0 : 260, padding: AIR, maxZoom: 1 }))
    },
    fit: () => void view.fitView({ duration: still() ? 0 : 220, padding: AIR, maxZoom: 1.2 }),
    fitSelection: () => {
      const nodes = chosen().map(({ id }) => ({ id }))
      void view.fitView({ duration: still() ? 0 : 220, padding: 0.4, maxZoom: 1.2, ...(nodes.length > 0 ? { nodes } : {}) })
    },
    save: async () => {
      if (!autosave) return
      const status = await autosave.saveNow()
      say(status === 'saved' ? 'Saved.' : 'Not saved yet.')
    },
    toggleOutline: () => ui.setState((now) => ({ view: now.view === 'outline' ? 'canvas' : 'outline' })),
    toggleProblems: () => ui.setState((now) => ({ problemsOpen: !now.problemsOpen })),
    toggleTest: () => ui.setState((now) => ({ panel: now.panel === 'test' ? 'none' : 'test' })),
    describe: (id: string) => {
      const node = state().graph.nodes.find((each) => each.id === id)
      return node ? titleOf(node) : id
    },
  }
}

/** Where a step that comes after another goes: its first free way out, else into its first connection. */
function placeAfter({ store }: Editor, node: GraphNode): AddTarget | null {
  const { graph, context } = store.getState()
  const handles = handlesOf(node, context, graph).map((handle) => handle.id)
  const leaving = graph.edges.filter((edge) => edge.source === node.id)
  const isFree = (id: string) => leaving.every((edge) => edge.sourceHandle !== id)
  const free = handles.find((id) => isFree(id) && id !== 'failed')
  if (free !== undefined) return { kind: 'handle', source: node.id, sourceHandle: free }
  const first = leaving.find((edge) => edge.sourceHandle === handles[0]) ?? leaving[0]
  return first ? { kind: 'edge', edgeId: first.id } : null
}

function middleOf(view: View) {
  const box = document.querySelector('.sr-canvas')?.getBoundingClientRect()
  return view.screenToFlowPosition({ x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 3 })
}

/** Moves the view so that a step is in sight, if it isn't. */
function showStep({ store }: Editor, view: View, node: GraphNode): void {
  const { graph, context } = store.getState()
  const box = document.querySelector('.sr-canvas')?.getBoundingClientRect()
  if (!box) return
  const { x, y, zoom } = view.getViewport()
  const { width, height } = measureNode(node, context, graph)
  const left = node.position.x * zoom + x
  const top = node.position.y * zoom + y
  const air = 40
  const inSight = left >= air && top >= air && left + width * zoom <= box.width - air && top + height * zoom <= box.height - air
  if (inSight && zoom >= 0.4) return
  void view.setCenter(node.position.x + width / 2, node.position.y + height / 2, {
    zoom: Math.max(zoom, 0.7),
    duration: still() ? 0 : 180,
  })
}

/**
 * Puts the keyboard's focus on a step's card: once it is drawn (cards out of sight are drawn a little later), and
 * once a closing dialog has given the focus back to where it was.
 */
function focusElement(id: string): void {
  const find = () => document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
  let frames = 0
  let settled = 0
  const look = () => {
    const card = find()
    const busy = document.querySelector('[role=dialog]') !== null
    if (card && card.tabIndex >= 0 && !busy) {
      if (document.activeElement !== card && !isWriting(document.activeElement)) card.focus({ preventScroll: true })
      settled += 1
    }
    frames += 1
    if (settled < 4 && frames < 45) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

/** Puts the focus into the first field of the step's form, once the form has been loaded. */
function focusForm(tries = 30): void {
  requestAnimationFrame(() => {
    const form = document.querySelector('[data-step-form]')
    const field = form?.querySelector<HTMLElement>('textarea, input') ?? form?.querySelector<HTMLElement>('button')
    if (field) field.focus()
    else if (tries > 0) focusForm(tries - 1)
  })
}
