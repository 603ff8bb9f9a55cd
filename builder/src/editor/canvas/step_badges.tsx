import { Check, CircleAlert, Hourglass, TriangleAlert, UserRound, X } from 'lucide-react'
import { cn } from '../../ui/cn.ts'
import { useInsights, useUi } from '../editor_context.tsx'
import type { PathMark } from '../store/insights_store.ts'

const figures = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** How many problems a step has, at its corner. */
export function ProblemBadge({ id }: { id: string }) {
  const errors = useInsights((state) => state.errors.get(id))
  const warnings = useInsights((state) => state.warnings.get(id))
  const list = errors ?? warnings
  if (!list) return null
  const text = list.map((issue) => issue.message).join('\n')
  return (
    <span
      role="img"
      aria-label={`${list.length} ${errors ? 'error' : 'warning'}${list.length === 1 ? '' : 's'}: ${text}`}
      title={text}
      className={cn(
        'absolute -top-2.5 -right-2.5 flex h-5.5 min-w-5.5 items-center justify-center gap-0.5 rounded-full px-1 text-2xs font-bold shadow-card',
        errors ? 'bg-bad text-on-bad' : 'bg-warn text-[oklch(0.25_0.05_70)]',
      )}
    >
      {errors ? <CircleAlert aria-hidden className="size-3.5" /> : <TriangleAlert aria-hidden className="size-3.5" />}
      {list.length > 1 ? list.length : null}
    </span>
  )
}

/** How many people came to a step, wait there and failed there. */
export function CountsBadge({ id }: { id: string }) {
  const shown = useUi((state) => state.numbersShown)
  const counts = useInsights((state) => (state.path === null ? state.counts[id] : undefined))
  if (!shown || !counts || counts.entered === 0) return null
  return (
    <span
      role="img"
      aria-label={`${counts.entered} came here, ${counts.waiting} wait here, ${counts.failed} failed here`}
      title={`${counts.entered} came here · ${counts.waiting} wait here · ${counts.failed} failed here`}
      className="nums absolute -top-2.5 left-3 flex h-5 items-center gap-2 rounded-full border border-line-strong/70 bg-raised px-2 text-2xs font-semibold text-ink-soft shadow-card [&_svg]:size-3"
    >
      <span className="flex items-center gap-1">
        <UserRound aria-hidden />
        {figures.format(counts.entered)}
      </span>
      {counts.waiting > 0 ? (
        <span className="flex items-center gap-1 text-info-ink">
          <Hourglass aria-hidden />
          {figures.format(counts.waiting)}
        </span>
      ) : null}
      {counts.failed > 0 ? (
        <span className="flex items-center gap-1 text-bad-ink">
          <CircleAlert aria-hidden />
          {figures.format(counts.failed)}
        </span>
      ) : null}
    </span>
  )
}

/** What the shown run did at a step; `none` when it never came there, null when no run is shown. */
export function usePathMark(id: string): PathMark | 'none' | null {
  return useInsights((state) => (state.path === null ? null : (state.path.steps.get(id) ?? 'none')))
}

const PATH_LOOK: Record<PathMark, { look: string; text: string; Icon: typeof Check }> = {
  done: { look: 'bg-ok-ink text-surface', text: 'Done', Icon: Check },
  waiting: { look: 'bg-info-ink text-surface', text: 'Here now', Icon: Hourglass },
  failed: { look: 'bg-bad text-on-bad', text: 'Failed', Icon: X },
  skipped: { look: 'bg-ink-faint text-surface', text: 'Skipped', Icon: X },
}

/** A mark with a word at the bottom left corner of each step that the shown run came to. */
export function PathBadge({ id }: { id: string }) {
  const mark = usePathMark(id)
  const visits = useInsights((state) => state.path?.visits.get(id))
  const isCurrent = useInsights((state) => state.path?.current === id)
  if (mark === null || mark === 'none') return null
  const { look, text, Icon } = PATH_LOOK[mark]
  return (
    <>
      {isCurrent ? (
        <span aria-hidden className="pointer-events-none absolute -inset-1.5 rounded-xl border-2 border-rose" />
      ) : null}
      <span
        className={cn(
          'absolute -top-2.5 -right-2.5 flex h-5.5 items-center gap-1 rounded-full px-2 text-2xs font-bold shadow-card',
          look,
        )}
      >
        <Icon aria-hidden className="size-3" strokeWidth={3} />
        {text}
        {visits !== undefined && visits > 1 ? ` ×${visits}` : null}
      </span>
    </>
  )
}
