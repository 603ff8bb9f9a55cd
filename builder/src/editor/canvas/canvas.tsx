import {
  Background,
  BackgroundVariant,
  MarkerType,
  MiniMap,
  ReactFlow,
  SelectionMode,
  useReactFlow,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { useGraphState, useUi } from '../editor_context.tsx'
import { GRID } from '../store/geometry.ts'
import './canvas.css'
import { CanvasControls } from './canvas_controls.tsx'
import { FlowMapper, type StepEdge, type StepNode } from './flow_mapping.ts'
import { HelperLines } from './helper_lines.tsx'
import { StepConnection } from './step_edge.tsx'
import { StepNodeCard } from './step_node.tsx'
import { useCanvasKeys } from './use_canvas_keys.ts'
import { useClipboard } from './use_clipboard.ts'
import type { Commands } from './use_commands.ts'
import { useChoosing, useConnecting, usePaletteDrop, usePointing } from './use_flow_events.ts'
import { useStepDrag } from './use_step_drag.ts'

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

/** Above this many steps the map in the corner would cost more than it helps. */
const MINIMAP_LIMIT = 500

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
  const nodes = useMemo(() => mapper.mapNodes(state), [mapper, state])
  const edges = useMemo(() => mapper.mapEdges(state), [mapper, state])
  const tool = useUi((now) => now.tool)
  const pointer = useRef<{ x: number; y: number } | undefined>(undefined)
  const drag = useStepDrag(commands)
  const onKeyDown = useCanvasKeys(commands)
  useClipboard(
    commands,
    useCallback(() => pointer.current && view.screenToFlowPosition(pointer.current), [view]),
  )

  const pointerEvents = usePointing(commands)
  const choose = useChoosing()
  const connect = useConnecting(commands)
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
        Arrow keys go from step to step, Enter opens a step, Tab or A adds one after it, C connects it, Delete removes
        it. Escape leaves the step, so that Tab goes on to the next control. O shows the same workflow as a list.
      </p>
      <ReactFlow<StepNode, StepEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        defaultEdgeOptions={defaultEdgeOptions}
        onNodesChange={(changes) => {
          choose(changes, 'nodes')
          drag.onMoves(changes)
        }}
        onEdgesChange={(changes) => choose(changes, 'edges')}
        {...drag.handlers}
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
        <Overview count={nodes.length} />
        <CanvasControls commands={commands} count={nodes.length} minimapLimit={MINIMAP_LIMIT} />
      </ReactFlow>
    </div>
  )
}

/** The map in the corner, for workflows that are neither small nor huge. */
function Overview({ count }: { count: number }) {
  const shown = useUi((now) => now.minimapShown)
  if (!shown || count <= 8 || count > MINIMAP_LIMIT) return null
  return (
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
  )
}
