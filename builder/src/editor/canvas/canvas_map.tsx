import { useReactFlow, useStoreApi } from '@xyflow/react'
import { memo, useDeferredValue, useLayoutEffect, useMemo, useRef, type PointerEvent } from 'react'
import type { StepNode } from './flow_mapping.ts'

const WIDTH = 150
const HEIGHT = 104
/** Air around the steps, as a share of their own room. */
const AIR = 0.06

interface Frame {
  /** Canvas pixels at the map's left upper corner. */
  x: number
  y: number
  /** Map pixels for one canvas pixel. */
  scale: number
}

/** Where the map lies over the steps, so that all of them are on it. */
function frameOf(nodes: readonly StepNode[]): Frame {
  const left = Math.min(...nodes.map((node) => node.position.x))
  const top = Math.min(...nodes.map((node) => node.position.y))
  const right = Math.max(...nodes.map((node) => node.position.x + (node.width ?? 0)))
  const bottom = Math.max(...nodes.map((node) => node.position.y + (node.height ?? 0)))
  const scale = Math.min(WIDTH / ((right - left) * (1 + AIR)), HEIGHT / ((bottom - top) * (1 + AIR)))
  return { x: (left + right) / 2 - WIDTH / scale / 2, y: (top + bottom) / 2 - HEIGHT / scale / 2, scale }
}

/** All steps as one path: a map of a thousand of them is still one element. */
const pathOf = (nodes: readonly StepNode[], { x, y, scale }: Frame): string =>
  nodes
    .map(({ position, width = 0, height = 0 }) => {
      const [w, h] = [Math.max(1.5, width * scale), Math.max(1, height * scale)]
      return `M${((position.x - x) * scale).toFixed(1)} ${((position.y - y) * scale).toFixed(1)}h${w.toFixed(1)}v${h.toFixed(1)}h${(-w).toFixed(1)}z`
    })
    .join('')

/** The whole workflow in the corner, with what is in sight; a press or a drag on it moves the view there. */
export const CanvasMap = memo(function CanvasMap({ nodes }: { nodes: readonly StepNode[] }) {
  const shown = useDeferredValue(nodes)
  const frame = useMemo(() => frameOf(shown), [shown])
  const path = useMemo(() => pathOf(shown, frame), [shown, frame])
  const store = useStoreApi()
  const view = useReactFlow()
  const sight = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const place = () => {
      const element = sight.current
      if (!element) return
      const { transform, width, height } = store.getState()
      const [x, y, zoom] = transform
      const scale = frame.scale / zoom
      element.style.transform = `translate(${(-x / zoom - frame.x) * frame.scale}px, ${(-y / zoom - frame.y) * frame.scale}px)`
      element.style.width = `${width * scale}px`
      element.style.height = `${height * scale}px`
    }
    place()
    return store.subscribe(place)
  }, [store, frame])
  const go = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons === 0) return
    const box = event.currentTarget.getBoundingClientRect()
    event.currentTarget.setPointerCapture(event.pointerId)
    void view.setCenter(
      (event.clientX - box.left) / frame.scale + frame.x,
      (event.clientY - box.top) / frame.scale + frame.y,
      { zoom: view.getZoom() },
    )
  }
  return (
    <div
      role="img"
      aria-label="Map of the workflow"
      onPointerDown={go}
      onPointerMove={go}
      className="nopan absolute right-4 bottom-10 z-5 cursor-crosshair touch-none overflow-hidden rounded-md border border-line bg-raised shadow-card max-lg:hidden"
    >
      <svg width={WIDTH} height={HEIGHT} className="block">
        <path d={path} className="fill-line-strong" />
      </svg>
      <div ref={sight} className="pointer-events-none absolute top-0 left-0 rounded-xs border border-rose bg-rose/10" />
    </div>
  )
})
