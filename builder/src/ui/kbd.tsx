import type { ReactNode } from 'react'
import { comboLabels } from './keys.ts'
import { cn } from './cn.ts'

/** One key cap. */
export function Kbd({ children, inverse }: { children: ReactNode; inverse?: boolean }) {
  return (
    <kbd
      className={cn(
        'inline-flex h-5 min-w-5 items-center justify-center rounded-xs border px-1 font-sans text-2xs font-semibold',
        inverse ? 'border-surface/30 text-surface' : 'border-line-strong border-b-2 bg-raised text-ink-soft',
      )}
    >
      {children}
    </kbd>
  )
}

/** The key caps of a combination such as `mod+k` or `g d`. */
export function Keys({ combo, inverse }: { combo: string; inverse?: boolean }) {
  return (
    <span className="inline-flex items-center gap-1">
      {comboLabels(combo).map((label, index) => (
        <Kbd key={`${label}${index}`} inverse={inverse}>
          {label}
        </Kbd>
      ))}
    </span>
  )
}
