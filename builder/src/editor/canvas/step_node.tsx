import { NODE_METRICS } from '@soniarose/graph'
import { Handle, Position, type NodeProps } from '@xyflow/react'
import { Plus } from 'lucide-react'
import { memo, type CSSProperties } from 'react'
import { cn } from '../../ui/cn.ts'
import { useEditor, useGraphState } from '../editor_context.tsx'
import { lookOf } from '../kind_look.ts'
import { useDetail } from './detail.ts'
import type { StepNode } from './flow_mapping.ts'
import { CountsBadge, PathBadge, ProblemBadge, usePathMark } from './step_badges.tsx'

const HANDLE =
  'size-3! rounded-full! border-2! border-line-strong! bg-raised! calm transition-colors hover:border-rose! hover:bg-rose!'

const MARK_BORDER: Record<string, string> = { done: 'border-ok', waiting: 'border-info', failed: 'border-bad' }

/** Centre of a handle from the card's left edge, as the graph's measures have it. */
const handleLeft = (index: number, count: number) => `${((index + 0.5) / count) * 100}%`

/** A step's card on the canvas. */
export const StepNodeCard = memo(function StepNodeCard({ id, data, selected, dragging }: NodeProps<StepNode>) {
  const detail = useDetail()
  const mark = usePathMark(id)
  if (detail === 'tiny') return <TinyCard data={data} selected={selected} mark={mark} />
  const near = detail === 'near'
  return (
    <div
      data-slot="step"
      className={cn(
        'relative size-full rounded-lg border bg-raised',
        selected ? 'border-rose ring-3 ring-rose/25' : 'border-line-strong/70',
        near && (dragging ? 'shadow-float' : 'shadow-card'),
        !data.isKnown && 'border-dashed border-bad',
        mark !== null && MARK_BORDER[mark],
        mark === 'none' && 'opacity-45',
      )}
    >
      {near && data.isTarget ? <Handle type="target" position={Position.Top} className={HANDLE} tabIndex={-1} /> : null}
      {near ? <CardBody data={data} /> : <FarBody data={data} />}
      <ProblemBadge id={id} />
      <CountsBadge id={id} />
      <PathBadge id={id} />
      {near ? <SourceHandles id={id} data={data} /> : <Anchors data={data} />}
    </div>
  )
})

interface TinyCardProps {
  data: StepNode['data']
  selected: boolean
  mark: ReturnType<typeof usePathMark>
}

/** A card of which nothing can be read: one box in the colour of its kind. */
function TinyCard({ data, selected, mark }: TinyCardProps) {
  return (
    <div
      data-slot="step"
      className={cn(
        'size-full rounded-lg border-4',
        lookOf(data.kind).tile,
        selected ? 'border-rose' : 'border-line-strong',
        mark !== null && MARK_BORDER[mark],
        mark === 'none' && 'opacity-45',
      )}
    >
      <Anchors data={data} />
    </div>
  )
}

/** Where connections end on a card that is too small to draw any from: React Flow looks for these in the page. */
function Anchors({ data }: { data: StepNode['data'] }) {
  return (
    <>
      {data.isTarget ? <span className="target step-anchor" data-handlepos="top" /> : null}
      {data.handles.map((handle, index) => (
        <span
          key={handle.id}
          className="source step-anchor"
          data-handleid={handle.id}
          data-handlepos="bottom"
          style={{ left: handleLeft(index, data.handles.length) }}
        />
      ))}
    </>
  )
}

/** A card that is seen from afar. */
function FarBody({ data }: { data: StepNode['data'] }) {
  const { Icon, tile } = lookOf(data.kind)
  return (
    <div className="flex size-full items-center gap-3 px-4">
      <Icon aria-hidden className={cn('size-9 rounded-md p-1', tile)} />
      <span className="line-clamp-2 text-2xl leading-tight font-semibold">{data.title}</span>
    </div>
  )
}

function CardBody({ data }: { data: StepNode['data'] }) {
  const { Icon, tile } = lookOf(data.kind)
  const named = data.title !== data.kindTitle
  return (
    <div className="flex items-start gap-3 px-3.5 pt-3.5">
      <span aria-hidden className={cn('grid size-9 shrink-0 place-items-center rounded-md', tile)}>
        <Icon className="size-4.5" />
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-1.5">
          <span className="truncate text-base font-semibold text-ink">{data.title}</span>
          {named ? <span className="shrink-0 text-2xs text-ink-faint">{data.kindTitle}</span> : null}
        </span>
        <span className="line-clamp-2 text-xs text-ink-soft">{data.summary}</span>
      </span>
    </div>
  )
}

/** Ways out that may well be left open: nothing is missing when they lead nowhere. */
const isSide = (handle: string) => handle === 'failed'

function SourceHandles({ id, data }: { id: string; data: StepNode['data'] }) {
  const count = data.handles.length
  const width: CSSProperties = { width: `${100 / Math.max(count, 1)}%` }
  return (
    <>
      {count > 1 ? (
        <div className="absolute inset-x-0 bottom-0 flex" style={{ height: NODE_METRICS.handleRow }}>
          {data.handles.map((handle) => (
            <span
              key={handle.id}
              style={width}
              title={handle.label}
              className={cn(
                'truncate px-1.5 pt-0.5 text-center text-2xs font-medium',
                isSide(handle.id) ? 'text-ink-faint' : 'text-ink-soft',
              )}
            >
              {handle.label}
            </span>
          ))}
        </div>
      ) : null}
      {data.handles.map((handle, index) => (
        <Handle
          key={handle.id}
          id={handle.id}
          type="source"
          position={Position.Bottom}
          className={HANDLE}
          style={{ left: handleLeft(index, count) }}
          tabIndex={-1}
        />
      ))}
      <FreeEnds id={id} data={data} />
    </>
  )
}

/** The “+” below each way out that leads nowhere. */
function FreeEnds({ id, data }: { id: string; data: StepNode['data'] }) {
  const { ui } = useEditor()
  const readOnly = useGraphState((state) => state.readOnly)
  if (readOnly) return null
  return data.handles.map((handle, index) =>
    data.free.includes(handle.id) ? (
      <span
        key={handle.id}
        className={cn(
          'free-end absolute top-full flex -translate-x-1/2 flex-col items-center',
          isSide(handle.id) && 'free-end-side',
        )}
        style={{ left: handleLeft(index, data.handles.length) }}
      >
        <span aria-hidden className="mt-1.5 h-4 border-l border-dashed border-line-strong" />
        <button
          type="button"
          tabIndex={-1}
          aria-label={`Add a step after ${data.title}, ${handle.label}`}
          className="nodrag nopan grid size-6 place-items-center rounded-full border border-dashed border-line-strong bg-surface text-ink-faint calm transition-colors hover:border-solid hover:border-rose hover:bg-rose hover:text-on-rose"
          onClick={(event) => {
            event.stopPropagation()
            ui.getState().set({ adding: { kind: 'handle', source: id, sourceHandle: handle.id } })
          }}
        >
          <Plus className="size-3.5" />
        </button>
      </span>
    ) : null,
  )
}
