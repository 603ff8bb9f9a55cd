import type { ReactNode } from 'react'
import { cn } from './cn.ts'

interface BubbleProps {
  /** `out` is from us, at the right. */
  side: 'in' | 'out'
  children: ReactNode
  /** The line under the bubble: time, delivery. */
  meta?: ReactNode
  /** Fainter: not, or not yet, with the recipient. */
  faint?: boolean
  images?: readonly string[]
}

/** One text of a conversation. */
export function Bubble({ side, children, meta, faint, images = [] }: BubbleProps) {
  return (
    <div className={cn('flex max-w-full flex-col gap-1', side === 'out' ? 'items-end' : 'items-start')}>
      {images.map((url) => (
        <img
          key={url}
          src={url}
          alt="Picture sent with the text"
          className="max-h-56 max-w-[min(16rem,80%)] rounded-lg border border-line object-cover"
        />
      ))}
      {children === '' ? null : (
        <div
          className={cn(
            'max-w-[min(34rem,86%)] rounded-xl px-3.5 py-2 text-base wrap-anywhere whitespace-pre-wrap',
            side === 'out'
              ? 'rounded-br-xs bg-rose text-on-rose'
              : 'rounded-bl-xs border border-line bg-raised text-ink',
            faint && side === 'out' && 'border border-dashed border-rose-line bg-rose-soft text-rose-ink',
          )}
        >
          {children}
        </div>
      )}
      {meta ? (
        <div
          className={cn(
            'flex flex-wrap items-center gap-x-1.5 px-1 text-xs text-ink-faint',
            side === 'out' && 'justify-end text-right',
          )}
        >
          {meta}
        </div>
      ) : null}
    </div>
  )
}
