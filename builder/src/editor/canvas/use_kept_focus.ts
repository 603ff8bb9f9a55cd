import { useEffect, type RefObject } from 'react'
import { useEditor } from '../editor_context.tsx'

/** The card goes when React has drawn: on a busy machine some frames later. */
const FRAMES = 60

/**
 * Keeps the keyboard's focus on the canvas when an edit takes away the card that had it (Delete, cut, undo): the arrows
 * go on working from there, instead of from the top of the page.
 */
export function useKeptFocus(frame: RefObject<HTMLElement | null>): void {
  const { store } = useEditor()
  useEffect(
    () =>
      store.subscribe((now, before) => {
        const had = document.activeElement
        if (now.graph.nodes.length >= before.graph.nodes.length || !frame.current?.contains(had)) return
        const whenGone = (frames: number): void => {
          if (had?.isConnected && frames > 0) requestAnimationFrame(() => whenGone(frames - 1))
          else if (document.activeElement === document.body) frame.current?.focus({ preventScroll: true })
        }
        whenGone(FRAMES)
      }),
    [store, frame],
  )
}
