import { measureNode, type GraphNode, type Position } from '@soniarose/graph'
import { useReactFlow, type NodeChange } from '@xyflow/react'
import { useMemo, useRef, useState } from 'react'
import { useEditor, type Editor } from '../editor_context.tsx'
import { align, snap, type Alignment, type Rect } from '../store/geometry.ts'
import { moveIntoEdge, moveSteps, type Sheet } from '../store/gestures.ts'
import type { StepNode } from './flow_mapping.ts'
import { nearestEdge } from './nearest_edge.ts'
import type { View } from './show_step.ts'
import type { Commands } from './use_commands.ts'

/**
 * Dragging of steps: nothing reaches the graph until they are let go, then one entry of the history does.
 * A single step lines up with others in sight; one that stands alone goes into a connection that it is dropped on.
 */
export function useStepDrag(commands: Commands) {
  const editor = useEditor()
  const view = useReactFlow()
  const [lines, setLines] = useState<Alignment | null>(null)
  const others = useRef<Rect[]>([])

  const { handlers, onMoves } = useMemo(() => {
    const { store } = editor
    const onStart = () => {
      others.current = othersInSight(editor, view)
    }
    const onStop = () => {
      setLines(null)
      letGo(editor, commands)
    }
    return {
      handlers: {
        onNodeDragStart: onStart,
        onNodeDragStop: onStop,
        onSelectionDragStart: onStart,
        onSelectionDragStop: onStop,
      },
      onMoves: (changes: NodeChange<StepNode>[]) => {
        const moved = changes.flatMap((change) =>
          change.type === 'position' && change.dragging && change.position
            ? [{ id: change.id, position: change.position }]
            : [],
        )
        const [first, ...more] = moved
        if (!first) return
        const next = new Map(moved.map(({ id, position }) => [id, position]))
        if (more.length === 0) {
          const found = lineUp(editor, first, others.current)
          setLines(found && (found.x !== null || found.y !== null) ? found : null)
          if (found) next.set(first.id, found.snapped)
        }
        store.getState().setMoving(next)
      },
    }
  }, [editor, view, commands])

  return { lines, handlers, onMoves }
}

function rectOf(node: GraphNode, { graph, context }: Sheet): Rect {
  const { width, height } = measureNode(node, context, graph)
  return { ...node.position, width, height }
}

/** The steps in sight that aren't moved: only with these a moved one lines up. */
function othersInSight({ store }: Editor, view: View): Rect[] {
  const state = store.getState()
  const box = document.querySelector('.sr-canvas')?.getBoundingClientRect()
  if (!box) return []
  const from = view.screenToFlowPosition({ x: box.left, y: box.top })
  const to = view.screenToFlowPosition({ x: box.right, y: box.bottom })
  const inSight = ({ x, y, width, height }: Rect) => x + width > from.x && x < to.x && y + height > from.y && y < to.y
  return state.graph.nodes
    .filter((node) => !state.selectedNodes.has(node.id))
    .map((node) => rectOf(node, state))
    .filter(inSight)
}

/** Where a dragged step snaps to; shows the connection that it would go into. */
function lineUp(
  { store, ui }: Editor,
  moved: { id: string; position: Position },
  others: readonly Rect[],
): Alignment | null {
  const state = store.getState()
  const node = state.graph.nodes.find((each) => each.id === moved.id)
  if (!node) return null
  const rect = { ...rectOf(node, state), ...moved.position }
  const still = others.filter((other) => other.x !== node.position.x || other.y !== node.position.y)
  const middle = { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 }
  const isLoose = !state.graph.edges.some((edge) => edge.source === moved.id || edge.target === moved.id)
  const edge = isLoose ? nearestEdge(state, middle, { except: moved.id }) : null
  if (ui.getState().dropEdge !== edge) ui.getState().set({ dropEdge: edge })
  return align(rect, still)
}

/** Makes one gesture of the whole drag. */
function letGo({ store, ui }: Editor, commands: Commands): void {
  const state = store.getState()
  const { dropEdge } = ui.getState()
  ui.getState().set({ dropEdge: null })
  state.setMoving(null)
  if (!state.moving) return
  const moves = [...state.moving].map(([nodeId, position]) => ({ nodeId, position: snap(position) }))
  const gesture = moveSteps(state.graph, moves)
  const [only, ...more] = moves
  const into = dropEdge && only && more.length === 0 ? moveIntoEdge(state, only.nodeId, dropEdge) : null
  if (into && gesture) {
    commands.run({ ...into, operation: { type: 'batch', operations: [gesture.operation, into.operation] } })
  } else commands.run(into ?? gesture)
}
