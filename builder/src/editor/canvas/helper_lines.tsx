import { ViewportPortal } from '@xyflow/react'
import type { Alignment } from '../store/geometry.ts'

/** Half the length of a helper line, in canvas pixels. */
const REACH = 2000

/** Thin lines that show what a dragged step is in line with. */
export function HelperLines({ lines }: { lines: Alignment }) {
  const { x, y, snapped } = lines
  return (
    <ViewportPortal>
      {x === null ? null : (
        <span
          aria-hidden
          className="absolute w-px bg-rose/60"
          style={{ left: x, top: snapped.y - REACH, height: REACH * 2 }}
        />
      )}
      {y === null ? null : (
        <span
          aria-hidden
          className="absolute h-px bg-rose/60"
          style={{ top: y, left: snapped.x - REACH, width: REACH * 2 }}
        />
      )}
    </ViewportPortal>
  )
}
