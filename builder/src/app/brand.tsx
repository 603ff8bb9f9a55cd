import { cn } from '../ui/cn.ts'

/** SoniaRose's mark: a rose inside a speech bubble. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className={cn('size-7', className)}>
      <path
        d="M16 2.5c7.6 0 13.5 5.4 13.5 12.4S23.6 27.3 16 27.3c-1.500 0-2.900-.2-4.200-.6-1.700 1.500-4 2.500-6.700 2.800-.7.1-1.100-.7-.7-1.200 1-1.200 1.600-2.600 1.800-4C3.900 22 2.500 18.700 2.500 14.900 2.500 7.900 8.400 2.500 16 2.500Z"
        className="fill-rose"
      />
      <path
        d="M16 8.200c-3.900 0-6.900 2.900-6.900 6.600 0 3.800 3 6.600 6.700 6.600 3.500 0 6.200-2.500 6.200-5.700 0-2.900-2.300-5-5-5-2.400 0-4.300 1.700-4.300 4 0 1.900 1.500 3.300 3.200 3.300 1.500 0 2.600-1 2.600-2.300"
        fill="none"
        className="stroke-on-rose"
        strokeWidth="2.1"
        strokeLinecap="round"
      />
    </svg>
  )
}
