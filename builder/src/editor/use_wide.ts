import { useSyncExternalStore } from 'react'

/** From this width on there is room for a panel beside the canvas. */
const WIDE = '(min-width: 768px)'

function subscribe(onChange: () => void): () => void {
  const query = window.matchMedia(WIDE)
  query.addEventListener('change', onChange)
  return () => query.removeEventListener('change', onChange)
}

/** Whether there is room for a panel beside the canvas. */
export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(WIDE).matches)
}
