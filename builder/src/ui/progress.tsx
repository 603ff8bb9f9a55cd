import { cn } from './cn.ts'

interface ProgressProps {
  /** 0 to 1; null while the end isn't known. */
  value: number | null
  label: string
  className?: string
}

/** How far something is. */
export function Progress({ value, label, className }: ProgressProps) {
  const percent = value === null ? undefined : Math.round(value * 100)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={cn('h-2 overflow-hidden rounded-full bg-hover', className)}
    >
      <div
        className={cn('h-full rounded-full bg-rose calm transition-[width]', value === null && 'breathe w-full')}
        style={value === null ? undefined : { width: `${percent}%` }}
      />
    </div>
  )
}
