import { cn } from './cn.ts'

/** The grey shape of something that is on its way; appears after 150 ms so that fast answers don't flicker. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn('block skeleton rounded-sm bg-hover', className)} />
}

/** Rows of skeleton for a list, with one hidden line for screen readers. */
export function SkeletonRows({ rows = 6, className }: { rows?: number; className?: string }) {
  return (
    <div role="status" className={cn('flex flex-col gap-3', className)}>
      <span className="sr-only">Loading…</span>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="flex items-center gap-3">
          <Skeleton className="size-8 rounded-full" />
          <div className="flex flex-1 flex-col gap-1.5">
            <Skeleton className={index % 2 ? 'h-3 w-2/5' : 'h-3 w-1/2'} />
            <Skeleton className="h-2.5 w-1/4" />
          </div>
        </div>
      ))}
    </div>
  )
}
