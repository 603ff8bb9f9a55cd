import { BaseEdge, getSmoothStepPath, useStore, type EdgeProps, type ReactFlowState } from '@xyflow/react'
import { memo } from 'react'
import { cn } from '../../ui/cn.ts'
import { useEditor, useGraphState, useInsights, useUi } from '../editor_context.tsx'
import type { StepEdge } from './flow_mapping.ts'
import { DETAIL_ZOOM } from './step_node.tsx'

const isFar = (state: ReactFlowState) => state.transform[2] < DETAIL_ZOOM

/** A connection between two steps, with a “+” half-way. */
export const StepConnection = memo(function StepConnection(props: EdgeProps<StepEdge>) {
  const { id, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, selected, data, markerEnd } = props
  const taken = useInsights((state) => (state.path === null ? null : state.path.edges.has(id)))
  const isDropTarget = useUi((state) => state.dropEdge === id)
  const [path, middleX, middleY] = getSmoothStepPath({
    sourceX,
    sourceY,
    targetX,
    targetY,
    sourcePosition,
    targetPosition,
    borderRadius: 14,
    offset: 22,
  })
  return (
    <g
      className={cn(
        'step-edge',
        (selected || isDropTarget) && 'is-selected',
        taken === true && 'is-taken',
        taken === false && 'is-not-taken',
      )}
    >
      <BaseEdge id={id} path={path} markerEnd={markerEnd} interactionWidth={22} />
      <InsertHere
        id={id}
        x={middleX}
        y={middleY}
        label={`Insert a step between ${data?.fromTitle ?? ''} and ${data?.toTitle ?? ''}`}
      />
    </g>
  )
})

function InsertHere({ id, x, y, label }: { id: string; x: number; y: number; label: string }) {
  const { ui } = useEditor()
  const far = useStore(isFar)
  const readOnly = useGraphState((state) => state.readOnly)
  if (far || readOnly) return null
  return (
    <g
      role="button"
      aria-label={label}
      className="step-insert nopan"
      transform={`translate(${x} ${y})`}
      onClick={(event) => {
        event.stopPropagation()
        ui.getState().set({ adding: { kind: 'edge', edgeId: id } })
      }}
    >
      <circle r={14} className="hit" />
      <circle r={9} className="dot" />
      <path d="M-4 0H4M0 -4V4" />
    </g>
  )
}
