import { BaseEdge, getSmoothStepPath, getStraightPath, type EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import { cn } from '../../ui/cn.ts'
import { useEditor, useGraphState, useInsights, useUi } from '../editor_context.tsx'
import { useDetail } from './detail.ts'
import type { StepEdge } from './flow_mapping.ts'

/** A connection between two steps, with a “+” half-way. */
export const StepConnection = memo(function StepConnection(props: EdgeProps<StepEdge>) {
  const { id, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, selected, data, markerEnd } = props
  const taken = useInsights((state) => (state.path === null ? null : state.path.edges.has(id)))
  const isDropTarget = useUi((state) => state.dropEdge === id)
  const detail = useDetail()
  const ends = { sourceX, sourceY, targetX, targetY }
  const [path, middleX, middleY] =
    detail === 'tiny'
      ? getStraightPath(ends)
      : getSmoothStepPath({ ...ends, sourcePosition, targetPosition, borderRadius: 14, offset: 22 })
  return (
    <g
      className={cn(
        'step-edge',
        (selected || isDropTarget) && 'is-selected',
        taken === true && 'is-taken',
        taken === false && 'is-not-taken',
      )}
    >
      <BaseEdge
        id={id}
        path={path}
        markerEnd={detail === 'tiny' ? undefined : markerEnd}
        interactionWidth={detail === 'tiny' ? 0 : 22}
      />
      {detail === 'near' ? (
        <InsertHere
          id={id}
          x={middleX}
          y={middleY}
          label={`Insert a step between ${data?.fromTitle ?? ''} and ${data?.toTitle ?? ''}`}
        />
      ) : null}
    </g>
  )
})

function InsertHere({ id, x, y, label }: { id: string; x: number; y: number; label: string }) {
  const { ui } = useEditor()
  const readOnly = useGraphState((state) => state.readOnly)
  if (readOnly) return null
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
