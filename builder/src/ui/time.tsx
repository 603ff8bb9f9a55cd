import { useSyncExternalStore } from 'react'
import { formatAgo, formatMoment } from './format.ts'
import { Tooltip } from './tooltip.tsx'

const listeners = new Set<() => void>()
let minute = Date.now()
setInterval(() => {
  minute = Date.now()
  for (const listener of listeners) listener()
}, 20_000)

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

interface AgoProps {
  at: string
  /** The contact's zone, shown as a second line on hover. */
  zone?: string | null
  className?: string
  /** The moment that counts as now, for a workspace whose clock was moved. */
  now?: number
}

/** A moment told from now ("5 min ago"), in full on hover; keeps itself up to date. */
export function Ago({ at, zone, className, now }: AgoProps) {
  const current = useSyncExternalStore(subscribe, () => minute)
  const label = (
    <span>
      {formatMoment(at)}
      {zone ? <span className="block opacity-75">{formatMoment(at, zone)} in {zone}</span> : null}
    </span>
  )
  return <Tooltip label={label} render={<time dateTime={at} className={className}>{formatAgo(at, now ?? current)}</time>} />
}
