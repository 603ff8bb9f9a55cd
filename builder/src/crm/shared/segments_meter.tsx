import { countSegments } from '@soniarose/messaging'
import { cn } from '../../ui/cn.ts'
import { plural } from '../../ui/format.ts'
import { Tooltip } from '../../ui/tooltip.tsx'

/** How many segments a text takes, how much room is left, and which characters make it dearer. */
export function SegmentsMeter({ text, className }: { text: string; className?: string }) {
  if (!text) return <span className={cn('text-xs text-ink-faint', className)}>160 characters to a segment</span>
  const count = countSegments(text)
  const unicode = count.encoding === 'UCS-2'
  const words = unicode
    ? `${count.offending.slice(0, 6).join(' ')} can’t be sent in the plain alphabet, so a segment holds 70 signs, not 160.`
    : `${count.unitsLeft} more signs fit into this segment.`
  return (
    <Tooltip
      label={words}
      render={
        <span
          tabIndex={0}
          aria-live="polite"
          className={cn('nums inline-flex items-center gap-1.5 rounded-xs text-xs text-ink-faint', className)}
        >
          <span className={cn(count.segments > 3 && 'font-medium text-warn-ink')}>
            {plural(count.segments, 'segment')}
          </span>
          <span aria-hidden>·</span>
          <span>{count.unitsLeft} left</span>
          {unicode ? <span className="rounded-xs bg-warn-soft px-1 text-warn-ink">Unicode</span> : null}
        </span>
      }
    />
  )
}
