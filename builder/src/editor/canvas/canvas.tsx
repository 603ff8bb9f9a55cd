import { definitionOf } from '@soniarose/graph'
import {
  Background, BackgroundVariant, MarkerType, MiniMap, ReactFlow, SelectionMode, useReactFlow,
  type Connection, type FinalConnectionState, type NodeChange, type EdgeChange,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useCallback, useMemo, useRef, useState, type DragEvent } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { useEditor, useGraphState, useUi } from '../editor_context.tsx'
import { connectionFault, connectSteps, removeParts } from '../store/gestures.ts'
import { GRID, snap } from '../store/geometry.ts'
import './canvas.css'
import { CanvasControls } from './canvas_controls.tsx'
import { createFlowMapper, type StepEdge, type StepNode } from './flow_mapping.ts'
import { HelperLines } from './helper_lines.tsx'
import { initialViewport } from './initial_viewport.ts'
import { StepConnection } from './step_edge.tsx'
import { StepNodeCard } from './step_node.tsx'
import { readDraggedStep, STEP_TYPE } from './dragged_step.ts'
import { useCanvasKeys } from './use_canvas_keys.ts'
import { useClipboard } from './use_clipboard.ts'
import type { Commands } from './use_commands.ts'
import { useStepDrag } from './use_step_drag.ts'
import { nearestEdge } from './nearest_edge.ts'

const nodeTypes = { step: StepNodeCard }
const edgeTypes = { step: StepConnection }
const defaultEdgeOptions = { markerEnd: { type: MarkerType.ArrowClosed, width: 24, height: 24, markerUnits: 'userSpaceOnUse', color: 'var(--sr-line-strong)' } }
const snapGrid: [number, number] = [GRID, GRID]

/** Above this many steps the map in the corner would cost more than it helps. */
const MINIMAP_LIMIT = 500

/** The workflow as a drawing that can be edited. */
export function Canvas({ commands }: { commands: Commands }) {
  const { store, ui, insights } = useEditor()
  const view = useReactFlow<StepNode, StepEdge>()
  const [mapper] = useState(createFlowMapper)
  const state = useGraphState(
    useShallow(({ graph, context, selectedNodes, selectedEdges, moving, readOnly }) => ({
      graph, context, selectedNodes, selectedEdges, moving, readOnly,
    })),
  )
  const nodes = useMemo(() => mapper.mapNodes(state), [mapper, state])
  const edges = useMemo(() => mapper.mapEdges(state), [mapper, state])
  const tool = useUi((now) => now.tool)
  const minimapShown = useUi((now) => now.minimapShown)
  const pointer = useRef<{ x: number; y: number } | undefined>(undefined)
  const drag = useStepDrag(commands)
  const onKeyDown = useCanvasKeys(commands)
  useClipboard(commands, useCallback(() => pointer.current && view.screenToFlowPosition(pointer.current), [view]))

  const onChanges = useCallback(
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
  const onConnect = useCallback(
    ({ source, sourceHandle, target }: Connection) => {
      commands.run(connectSteps(store.getState().graph, source, sourceHandle ?? 'next', target))
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
        adding: { kind: 'handle', source: fromHandle.nodeId, sourceHandle: fromHandle.id ?? 'next', at: snap({ x: at.x - 132, y: at.y }) },
      })
    },
    [store, ui, view],
  )
  const onReconnect = useCallback(
    (edge: StepEdge, next: Connection) => {
      const { graph } = store.getState()
      const gesture = connectSteps(graph, next.source, next.sourceHandle ?? 'next', next.target)
      const removal = removeParts(graph, new Set(), new Set([edge.id]))
      if (!gesture || !removal) return
      commands.run({ ...gesture, operation: { type: 'batch', operations: [removal.operation, gesture.operation] } })
    },
    [commands, store],
  )
  const drop = usePaletteDrop(commands)

  return (
    <div
      className="sr-canvas relative size-full outline-none"
      role="application"
      aria-label="Workflow canvas"
      aria-describedby="sr-canvas-help"
      onKeyDown={onKeyDown}
      onPointerMove={(event) => {
        pointer.current = { x: event.clientX, y: event.clientY }
      }}
      onPointerLeave={() => {
        pointer.current = undefined
      }}
    >
      <p id="sr-canvas-help" className="sr-only">
        Arrow keys go from step to step, Enter opens a step, Tab or A adds one after it, C connects it, Delete removes it. Escape
        leaves the step, so that Tab goes on to the next control. O shows the same workflow as a list.
      </p>
      <ReactFlow<StepNode, StepEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        defaultEdgeOptions={defaultEdgeOptions}
        onNodesChange={(changes) => {
          onChanges(changes, 'nodes')
          drag.onMoves(changes)
        }}
        onEdgesChange={(changes) => onChanges(changes, 'edges')}
        onNodeDragStart={drag.onStart}
        onNodeDragStop={drag.onStop}
        onSelectionDragStart={drag.onStart}
        onSelectionDragStop={drag.onStop}
        onNodeClick={(event, node) => {
          commands.focusCard(node.id)
          if (!event.shiftKey && !event.ctrlKey && !event.metaKey && ui.getState().panel !== 'test') ui.getState().set({ panel: 'step' })
        }}
        onPaneClick={() => {
          if (ui.getState().panel === 'step') ui.getState().set({ panel: 'none' })
        }}
        onConnect={onConnect}
        onConnectEnd={onConnectEnd}
        onReconnect={onReconnect}
        isValidConnection={({ source, target }) => connectionFault(store.getState().graph, source, target) === null}
        onDragOver={drop.onDragOver}
        onDragLeave={drop.onDragLeave}
        onDrop={drop.onDrop}
        onInit={(instance) => {
          const box = document.querySelector('.sr-canvas')?.getBoundingClientRect()
          if (!box) return
          void instance.setViewport(initialViewport(store.getState(), box))
          const place = insights.getState().path?.current
          if (place) requestAnimationFrame(() => commands.show(place))
        }}
        nodesDraggable={!state.readOnly}
        nodesConnectable={!state.readOnly}
        edgesReconnectable={!state.readOnly}
        edgesFocusable={false}
        elementsSelectable
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={['Control', 'Meta', 'Shift']}
        selectionMode={SelectionMode.Partial}
        selectionOnDrag={tool === 'select'}
        panOnDrag={tool === 'select' ? [1, 2] : [0, 1, 2]}
        panOnScroll
        zoomOnDoubleClick={false}
        snapToGrid
        snapGrid={snapGrid}
        connectionRadius={28}
        minZoom={0.1}
        maxZoom={2}
        onlyRenderVisibleElements
        elevateNodesOnSelect
      >
        <Background variant={BackgroundVariant.Dots} gap={GRID * 3} size={1.6} color="var(--sr-line)" />
        {drag.lines ? <HelperLines lines={drag.lines} /> : null}
        {minimapShown && nodes.length > 8 && nodes.length <= MINIMAP_LIMIT ? (
          <MiniMap
            pannable
            zoomable
            ariaLabel="Map of the workflow"
            style={{ width: 150, height: 104 }}
            className="mb-6! max-lg:hidden!"
            nodeColor="var(--sr-line-strong)"
            nodeBorderRadius={14}
            maskColor="var(--sr-hover)"
          />
        ) : null}
        <CanvasControls commands={commands} count={nodes.length} minimapLimit={MINIMAP_LIMIT} />
      </ReactFlow>
    </div>
  )
}

/** Steps dragged from the palette: onto a connection they go into it, elsewhere they lie where they fall. */
function usePaletteDrop(commands: Commands) {
  const { store, ui } = useEditor()
  const view = useReactFlow()
  const edgeUnder = (event: DragEvent) => {
    const { graph, context } = store.getState()
    return nearestEdge(graph, context, view.screenToFlowPosition({ x: event.clientX, y: event.clientY }))
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
      const target = edge && canFollow ? { kind: 'edge' as const, edgeId: edge } : { kind: 'free' as const, at: snap({ x: at.x - 132, y: at.y - 24 }) }
      commands.add(step, target)
    },
  }
}
