import { useEffect, type RefObject } from 'react'
import { useEditor } from '../editor_context.tsx'

/**
 * Keeps the keyboard's focus on the canvas when an edit takes away the card that had it (Delete, cut, undo): the arrows
 * go on working from there, instead of from the top of the page.
 */
export function useKeptFocus(frame: RefObject<HTMLElement | null>): void {
  const { store } = useEditor()
  useEffect(
    () =>
      store.subscribe((now, before) => {
        if (now.graph === before.graph || !frame.current?.contains(document.activeElement)) return
        requestAnimationFrame(() => {
          if (document.activeElement === document.body) frame.current?.focus({ preventScroll: true })
        })
      }),
    [store, frame],
  )
}
