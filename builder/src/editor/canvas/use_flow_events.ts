import { definitionOf } from '@soniarose/graph'
import {
  useReactFlow,
  type Connection,
  type Edge,
  type EdgeChange,
  type FinalConnectionState,
  type NodeChange,
  type ReactFlowInstance,
} from '@xyflow/react'
import { useCallback, useMemo, type DragEvent, type MouseEvent as ReactMouseEvent } from 'react'
import { useEditor } from '../editor_context.tsx'
import { snap } from '../store/geometry.ts'
import { connectionFault, connectSteps, removeParts } from '../store/gestures.ts'
import { readDraggedStep, STEP_TYPE } from './dragged_step.ts'
import type { StepEdge, StepNode } from './flow_mapping.ts'
import { initialViewport } from './initial_viewport.ts'
import { nearestEdge } from './nearest_edge.ts'
import type { Commands } from './use_commands.ts'

/** Half the width of a card: what is dropped hangs by its middle. */
const HALF_CARD = 132

/** Keeps what React Flow says is chosen. */
export function useChoosing() {
  const { store } = useEditor()
  return useCallback(
    (changes: (NodeChange<StepNode> | EdgeChange<StepEdge>)[], kind: 'nodes' | 'edges') => {
      const now = store.getState()
      const chosen = { nodes: new Set(now.selectedNodes), edges: new Set(now.selectedEdges) }
      for (const change of changes) {
        if (change.type !== 'select') continue
        if (change.selected) chosen[kind].add(change.id)
        else chosen[kind].delete(change.id)
      }
      now.select(chosen.nodes, chosen.edges)
    },
    [store],
  )
}

/** What clicks and the first drawing do. */
export function usePointing(commands: Commands) {
  const { store, ui, insights } = useEditor()
  return useMemo(
    () => ({
      onNodeClick: (event: ReactMouseEvent, node: StepNode) => {
        commands.focusCard(node.id)
        const adds = event.shiftKey || event.ctrlKey || event.metaKey
        if (!adds && ui.getState().panel !== 'test') ui.getState().set({ panel: 'step' })
      },
      onPaneClick: () => {
        if (ui.getState().panel === 'step') ui.getState().set({ panel: 'none' })
      },
      onInit: (instance: ReactFlowInstance<StepNode, StepEdge>) => {
        const box = document.querySelector('.sr-canvas')?.getBoundingClientRect()
        if (!box) return
        void instance.setViewport(initialViewport(store.getState(), box))
        const place = insights.getState().path?.current
        if (place) requestAnimationFrame(() => commands.show(place))
      },
    }),
    [commands, store, ui, insights],
  )
}

/** Drawing connections: to a step it connects, to the empty canvas it asks which step to add there. */
export function useConnecting(commands: Commands) {
  const { store, ui } = useEditor()
  const view = useReactFlow()
  const onConnect = useCallback(
    ({ source, sourceHandle, target }: Connection) => {
      commands.run(connectSteps(store.getState().graph, { source, sourceHandle: sourceHandle ?? 'next' }, target))
    },
    [commands, store],
  )
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, end: FinalConnectionState) => {
      const { fromHandle, toNode } = end
      if (!fromHandle || fromHandle.type !== 'source') return
      if (toNode) {
        const fault = end.isValid ? null : connectionFault(store.getState().graph, fromHandle.nodeId, toNode.id)
        if (fault) ui.getState().announce(`${fault}.`)
        return
      }
      const point = 'changedTouches' in event ? event.changedTouches[0] : event
      if (!point) return
      const at = view.screenToFlowPosition({ x: point.clientX, y: point.clientY })
      ui.getState().set({
        adding: {
          kind: 'handle',
          source: fromHandle.nodeId,
          sourceHandle: fromHandle.id ?? 'next',
          at: snap({ x: at.x - HALF_CARD, y: at.y }),
        },
      })
    },
    [store, ui, view],
  )
  const onReconnect = useCallback(
    (edge: StepEdge, next: Connection) => {
      const { graph } = store.getState()
      const gesture = connectSteps(
        graph,
        { source: next.source, sourceHandle: next.sourceHandle ?? 'next' },
        next.target,
      )
      const removal = removeParts(graph, new Set(), new Set([edge.id]))
      if (!gesture || !removal) return
      commands.run({ ...gesture, operation: { type: 'batch', operations: [removal.operation, gesture.operation] } })
    },
    [commands, store],
  )
  const isValidConnection = useCallback(
    ({ source, target }: Connection | Edge) => connectionFault(store.getState().graph, source, target) === null,
    [store],
  )
  return { onConnect, onConnectEnd, onReconnect, isValidConnection }
}

/** Steps dragged from the palette: onto a connection they go into it, elsewhere they lie where they fall. */
export function usePaletteDrop(commands: Commands) {
  const { store, ui } = useEditor()
  const view = useReactFlow()
  const edgeUnder = (event: DragEvent) => {
    return nearestEdge(store.getState(), view.screenToFlowPosition({ x: event.clientX, y: event.clientY }))
  }
  return {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(STEP_TYPE)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
      const edge = edgeUnder(event)
      if (ui.getState().dropEdge !== edge) ui.getState().set({ dropEdge: edge })
    },
    onDragLeave: () => ui.getState().set({ dropEdge: null }),
    onDrop: (event: DragEvent) => {
      const step = readDraggedStep(event.dataTransfer)
      const edge = edgeUnder(event)
      ui.getState().set({ dropEdge: null })
      if (!step) return
      event.preventDefault()
      const canFollow = definitionOf(step.kind)?.isTarget !== false
      const at = view.screenToFlowPosition({ x: event.clientX, y: event.clientY })
      const target =
        edge && canFollow
          ? { kind: 'edge' as const, edgeId: edge }
          : { kind: 'free' as const, at: snap({ x: at.x - HALF_CARD, y: at.y - 24 }) }
      commands.add(step, target)
    },
  }
}
