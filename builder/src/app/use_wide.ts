import { useCallback, useSyncExternalStore } from 'react'

/** Widths from which on there is room for a panel beside the main thing, as the style sheets have them. */
const WIDTHS = { md: '(min-width: 768px)', xl: '(min-width: 1280px)' } as const

/** Whether there is room for a panel beside the main thing. */
export function useWide(width: keyof typeof WIDTHS): boolean {
  const media = WIDTHS[width]
  const subscribe = useCallback(
    (onChange: () => void) => {
      const query = window.matchMedia(media)
      query.addEventListener('change', onChange)
      return () => query.removeEventListener('change', onChange)
    },
    [media],
  )
  return useSyncExternalStore(subscribe, () => window.matchMedia(media).matches)
}
