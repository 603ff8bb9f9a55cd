import {
  MarkerType,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  useStore,
  type EdgeChange,
  type NodeChange,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { useGraphState, useUi } from '../editor_context.tsx'
import { GRID } from '../store/geometry.ts'
import './canvas.css'
import { CanvasControls } from './canvas_controls.tsx'
import { CanvasMap } from './canvas_map.tsx'
import { detailOf, DetailProvider } from './detail.ts'
import { Dots } from './dots.tsx'
import { FlowMapper, type StepEdge, type StepNode } from './flow_mapping.ts'
import { HelperLines } from './helper_lines.tsx'
import { StepConnection } from './step_edge.tsx'
import { StepNodeCard } from './step_node.tsx'
import { useCanvasKeys } from './use_canvas_keys.ts'
import { useClipboard } from './use_clipboard.ts'
import type { Commands } from './use_commands.ts'
import { useKeptFocus } from './use_kept_focus.ts'
import { useChoosing, useConnecting, usePaletteDrop, usePointing } from './use_flow_events.ts'
import { useStepDrag } from './use_step_drag.ts'

const multiSelectionKeys = ['Control', 'Meta', 'Shift']
const panButtons = { hand: [0, 1, 2], select: [1, 2] }
const nodeTypes = { step: StepNodeCard }
const edgeTypes = { step: StepConnection }
const defaultEdgeOptions = {
  markerEnd: {
    type: MarkerType.ArrowClosed,
    width: 24,
    height: 24,
    markerUnits: 'userSpaceOnUse',
    color: 'var(--sr-line-strong)',
  },
}
const snapGrid: [number, number] = [GRID, GRID]

/** Fewer steps than these are in sight anyway. */
const MAP_FROM = 8

/** The workflow as a drawing that can be edited. */
export function Canvas({ commands }: { commands: Commands }) {
  const view = useReactFlow<StepNode, StepEdge>()
  const [mapper] = useState(() => new FlowMapper())
  const state = useGraphState(
    useShallow(({ graph, context, selectedNodes, selectedEdges, moving, readOnly }) => ({
      graph,
      context,
      selectedNodes,
      selectedEdges,
      moving,
      readOnly,
    })),
  )
  const { graph, context, selectedEdges } = state
  const nodes = useMemo(() => mapper.mapNodes(state), [mapper, state])
  // Not each time that a dragged step moves: where connections end is React Flow's own business.
  const edges = useMemo(
    () => mapper.mapEdges({ graph, context, selectedEdges }),
    [mapper, graph, context, selectedEdges],
  )
  const detail = useStore(detailOf)
  const frame = useRef<HTMLDivElement>(null)
  const tool = useUi((now) => now.tool)
  const hasMap = useUi((now) => now.minimapShown) && nodes.length > MAP_FROM
  const pointer = useRef<{ x: number; y: number } | undefined>(undefined)
  const { lines, handlers: dragHandlers, onMoves } = useStepDrag(commands)
  const onKeyDown = useCanvasKeys(commands)
  useKeptFocus(frame)
  useClipboard(
    commands,
    useCallback(() => pointer.current && view.screenToFlowPosition(pointer.current), [view]),
  )

  const choose = useChoosing()
  const onNodesChange = useCallback(
    (changes: NodeChange<StepNode>[]) => {
      choose(changes, 'nodes')
      onMoves(changes)
    },
    [choose, onMoves],
  )
  const onEdgesChange = useCallback((changes: EdgeChange<StepEdge>[]) => choose(changes, 'edges'), [choose])
  const pointerEvents = usePointing(commands)
  const connect = useConnecting(commands)
  const drop = usePaletteDrop(commands)

  return (
    <div
      ref={frame}
      data-detail={detail}
      className="sr-canvas relative size-full outline-none"
      role="application"
      tabIndex={-1}
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
        Arrow keys go from step to step, Enter opens a step, Tab or A adds one after it, C connects it, Delete removes
        it. Escape leaves the step, so that Tab goes on to the next control. O shows the same workflow as a list.
      </p>
      <DetailProvider value={detail}>
        <ReactFlow<StepNode, StepEdge>
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          defaultEdgeOptions={defaultEdgeOptions}
          onNodesChange={onNodesChange}
          onEdgesChange={onEdgesChange}
          onMoveStart={() => frame.current?.classList.add('is-moving')}
          onMoveEnd={() => frame.current?.classList.remove('is-moving')}
          {...dragHandlers}
          onNodeClick={pointerEvents.onNodeClick}
          onPaneClick={pointerEvents.onPaneClick}
          {...connect}
          {...drop}
          onInit={pointerEvents.onInit}
          nodesDraggable={!state.readOnly}
          nodesConnectable={!state.readOnly}
          edgesReconnectable={!state.readOnly}
          edgesFocusable={false}
          elementsSelectable
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode="Shift"
          multiSelectionKeyCode={multiSelectionKeys}
          selectionMode={SelectionMode.Partial}
          selectionOnDrag={tool === 'select'}
          panOnDrag={panButtons[tool]}
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
          <Dots />
          {lines ? <HelperLines lines={lines} /> : null}
          {hasMap ? <CanvasMap nodes={nodes} /> : null}
          <CanvasControls commands={commands} canHaveMap={nodes.length > MAP_FROM} />
        </ReactFlow>
      </DetailProvider>
    </div>
  )
}
