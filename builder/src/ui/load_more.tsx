import { useEffect, useRef } from 'react'
import { Button } from './button.tsx'

interface LoadMoreProps {
  hasMore: boolean
  loading: boolean
  onMore: () => void
}

/** Loads the next page when it comes into sight; the button does the same by hand. */
export function LoadMore({ hasMore, loading, onMore }: LoadMoreProps) {
  const ref = useRef<HTMLDivElement>(null)
  const latest = useRef(onMore)
  latest.current = onMore
  useEffect(() => {
    const mark = ref.current
    if (!mark || !hasMore || loading) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) latest.current()
      },
      { rootMargin: '240px' },
    )
    observer.observe(mark)
    return () => observer.disconnect()
  }, [hasMore, loading])
  if (!hasMore) return null
  return (
    <div ref={ref} className="grid place-items-center py-4">
      <Button variant="ghost" loading={loading} onClick={onMore}>
        Load more
      </Button>
    </div>
  )
}
