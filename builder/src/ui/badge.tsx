import { cva, type VariantProps } from 'class-variance-authority'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'

export type Tone = 'neutral' | 'rose' | 'ok' | 'warn' | 'bad' | 'info' | 'plum'

const badgeLook = cva(
  'inline-flex max-w-full items-center gap-1.5 rounded-full align-middle font-medium whitespace-nowrap [&_svg]:size-3.5 [&_svg]:shrink-0',
  {
    variants: {
      tone: {
        neutral: 'bg-hover text-ink-soft',
        rose: 'bg-rose-soft text-rose-ink',
        ok: 'bg-ok-soft text-ok-ink',
        warn: 'bg-warn-soft text-warn-ink',
        bad: 'bg-bad-soft text-bad-ink',
        info: 'bg-info-soft text-info-ink',
        plum: 'bg-plum-soft text-plum-ink',
      },
      size: { sm: 'h-5 px-2 text-xs', md: 'h-6 px-2.5 text-sm' },
    },
    defaultVariants: { tone: 'neutral', size: 'sm' },
  },
)

type BadgeProps = VariantProps<typeof badgeLook> & {
  children: ReactNode
  icon?: ReactNode
  className?: string
  title?: string
}

/** A short word about the state of something; never by colour alone. */
export function Badge({ tone, size, icon, children, className, title }: BadgeProps) {
  return (
    <span data-slot="badge" title={title} className={cn(badgeLook({ tone, size }), className)}>
      {icon}
      <span className="truncate">{children}</span>
    </span>
  )
}

const dotColors: Record<Tone, string> = {
  neutral: 'bg-ink-faint',
  rose: 'bg-rose',
  ok: 'bg-ok',
  warn: 'bg-warn',
  bad: 'bg-bad',
  info: 'bg-info',
  plum: 'bg-plum',
}

/** A coloured dot; `live` lets it breathe. Put a word beside it. */
export function StatusDot({ tone = 'neutral', live, className }: { tone?: Tone; live?: boolean; className?: string }) {
  return (
    <span
      aria-hidden
      className={cn('inline-block size-2 shrink-0 rounded-full', dotColors[tone], live && 'breathe', className)}
    />
  )
}
