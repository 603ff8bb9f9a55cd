import type { Position } from '@soniarose/graph'

/** Steps sit on a grid of this many pixels. */
export const GRID = 8

/** Space between two steps side by side. */
export const COLUMN_GAP = 40

export interface Rect {
  x: number
  y: number
  width: number
  height: number
}

/** The nearest point on the grid. */
export function snap({ x, y }: Position): Position {
  return { x: Math.round(x / GRID) * GRID, y: Math.round(y / GRID) * GRID }
}

/** Whether two rectangles touch, with some air between them. */
export function overlaps(a: Rect, b: Rect, air = 0): boolean {
  return (
    a.x < b.x + b.width + air && b.x < a.x + a.width + air && a.y < b.y + b.height + air && b.y < a.y + a.height + air
  )
}

/**
 * A free place for a rectangle: where it wants to be, else the nearest one to the right of what is in the way.
 * @param others the rectangles that are already there
 */
export function freePlace(wanted: Rect, others: readonly Rect[]): Position {
  let place = { ...wanted }
  for (let turn = 0; turn < others.length + 1; turn += 1) {
    const inTheWay = others.find((other) => overlaps(place, other, GRID * 2))
    if (inTheWay === undefined) break
    place = { ...place, x: inTheWay.x + inTheWay.width + COLUMN_GAP }
  }
  return snap(place)
}

/** Distance from a point to a line between two points. */
function toSegment(point: Position, a: Position, b: Position): number {
  const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2
  const along = length === 0 ? 0 : ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / length
  const t = Math.min(1, Math.max(0, along))
  return Math.hypot(point.x - a.x - t * (b.x - a.x), point.y - a.y - t * (b.y - a.y))
}

/** Distance from a point to a connection that leaves downwards, turns half-way and arrives from above. */
export function distanceToConnection(point: Position, from: Position, to: Position): number {
  const half = (from.y + to.y) / 2
  const corners = [from, { x: from.x, y: half }, { x: to.x, y: half }, to]
  let best = Number.POSITIVE_INFINITY
  for (let at = 1; at < corners.length; at += 1) {
    const [a, b] = [corners[at - 1], corners[at]]
    if (a && b) best = Math.min(best, toSegment(point, a, b))
  }
  return best
}

/** Lines that show what a moved step is in line with: x and y of the lines, and where the step snaps to. */
export interface Alignment {
  x: number | null
  y: number | null
  snapped: Position
}

const ALIGN_WITHIN = 5

/** Finds the nearest alignment of edges and centres between a moved rectangle and the others. */
export function align(moved: Rect, others: readonly Rect[]): Alignment {
  const result: Alignment = { x: null, y: null, snapped: { x: moved.x, y: moved.y } }
  let bestX = ALIGN_WITHIN + 1
  let bestY = ALIGN_WITHIN + 1
  for (const other of others) {
    for (const part of [0, 0.5, 1]) {
      const dx = other.x + other.width * part - (moved.x + moved.width * part)
      const dy = other.y + other.height * part - (moved.y + moved.height * part)
      if (Math.abs(dx) < bestX) {
        bestX = Math.abs(dx)
        result.x = other.x + other.width * part
        result.snapped.x = moved.x + dx
      }
      if (Math.abs(dy) < bestY) {
        bestY = Math.abs(dy)
        result.y = other.y + other.height * part
        result.snapped.y = moved.y + dy
      }
    }
  }
  return result
}
