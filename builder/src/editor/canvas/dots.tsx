import { useStoreApi } from '@xyflow/react'
import { useLayoutEffect, useRef } from 'react'
import { GRID } from '../store/geometry.ts'

/** Between two dots, in canvas pixels; closer than this on the screen they are only noise. */
const GAP = GRID * 3
const CLOSEST = 9

/**
 * The dots behind the steps. A sheet a little larger than the canvas is pushed about by at most one gap, so that moving
 * the view never paints them anew.
 */
export function Dots() {
  const store = useStoreApi()
  const sheet = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    let size = 0
    const place = () => {
      const element = sheet.current
      if (!element) return
      const [x, y, zoom] = store.getState().transform
      const gap = GAP * zoom
      if (gap !== size) {
        size = gap
        element.style.visibility = gap < CLOSEST ? 'hidden' : 'visible'
        element.style.inset = `${-gap}px`
        element.style.backgroundSize = `${gap}px ${gap}px`
      }
      element.style.transform = `translate(${rest(x, gap)}px, ${rest(y, gap)}px)`
    }
    place()
    return store.subscribe(place)
  }, [store])
  return (
    <div aria-hidden className="pointer-events-none absolute inset-0 -z-1 overflow-hidden">
      <div ref={sheet} className="sr-dots absolute" />
    </div>
  )
}

/** What is left of a length once all whole gaps are taken away; never below zero. */
const rest = (length: number, gap: number): number => ((length % gap) + gap) % gap
