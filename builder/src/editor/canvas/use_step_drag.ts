import { measureNode, type GraphNode, type Position } from '@soniarose/graph'
import { useReactFlow, type NodeChange } from '@xyflow/react'
import { useCallback, useRef, useState } from 'react'
import { useEditor } from '../editor_context.tsx'
import { align, snap, type Alignment, type Rect } from '../store/geometry.ts'
import { moveIntoEdge, moveSteps } from '../store/gestures.ts'
import type { StepNode } from './flow_mapping.ts'
import { nearestEdge } from './nearest_edge.ts'
import type { Commands } from './use_commands.ts'

/**
 * Dragging of steps: nothing reaches the graph until they are let go, then one entry of the history does.
 * A single step lines up with others in sight; one that stands alone goes into a connection that it is dropped on.
 */
export function useStepDrag(commands: Commands) {
  const { store, ui } = useEditor()
  const view = useReactFlow()
  const [lines, setLines] = useState<Alignment | null>(null)
  const others = useRef<Rect[]>([])

  const rectOf = useCallback(
    (node: GraphNode): Rect => {
      const { graph, context } = store.getState()
      const { width, height } = measureNode(node, context, graph)
      return { ...node.position, width, height }
    },
    [store],
  )

  const onStart = useCallback(() => {
    const { graph, selectedNodes } = store.getState()
    const box = document.querySelector('.sr-canvas')?.getBoundingClientRect()
    if (!box) return
    const from = view.screenToFlowPosition({ x: box.left, y: box.top })
    const to = view.screenToFlowPosition({ x: box.right, y: box.bottom })
    others.current = graph.nodes
      .filter(({ id, position }) => !selectedNodes.has(id) && position.x > from.x - 300 && position.x < to.x && position.y > from.y - 120 && position.y < to.y)
      .map(rectOf)
  }, [rectOf, store, view])

  const lineUp = useCallback(
    (nodeId: string, position: Position): Position => {
      const { graph } = store.getState()
      const node = graph.nodes.find((each) => each.id === nodeId)
      if (!node) return position
      const rect = { ...rectOf(node), ...position }
      const found = align(rect, others.current.filter((other) => other.x !== node.position.x || other.y !== node.position.y))
      setLines(found.x === null && found.y === null ? null : found)
      const edge = standsAlone(graph, nodeId)
        ? nearestEdge(graph, store.getState().context, { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 }, { except: nodeId })
        : null
      if (ui.getState().dropEdge !== edge) ui.getState().set({ dropEdge: edge })
      return found.snapped
    },
    [rectOf, store, ui],
  )

  const onMoves = useCallback(
    (changes: NodeChange<StepNode>[]) => {
      const moved = changes.flatMap((change) =>
        change.type === 'position' && change.dragging && change.position ? [{ id: change.id, position: change.position }] : [],
      )
      const [first] = moved
      if (!first) return
      const next = new Map(moved.map(({ id, position }) => [id, position]))
      if (moved.length === 1) next.set(first.id, lineUp(first.id, first.position))
      store.getState().setMoving(next)
    },
    [lineUp, store],
  )

  const onStop = useCallback(() => {
    const { graph, context, moving } = store.getState()
    const { dropEdge } = ui.getState()
    setLines(null)
    ui.getState().set({ dropEdge: null })
    store.getState().setMoving(null)
    if (!moving) return
    const moves = [...moving].map(([nodeId, position]) => ({ nodeId, position: snap(position) }))
    const gesture = moveSteps(graph, moves)
    const [only] = moves
    const into = dropEdge && only && moves.length === 1 ? moveIntoEdge(graph, context, only.nodeId, dropEdge) : null
    if (into && gesture) commands.run({ ...into, operation: { type: 'batch', operations: [gesture.operation, into.operation] } })
    else commands.run(into ?? gesture)
  }, [commands, store, ui])

  return { lines, onStart, onMoves, onStop }
}

const standsAlone = (graph: { edges: readonly { source: string; target: string }[] }, id: string) =>
  !graph.edges.some((edge) => edge.source === id || edge.target === id)
