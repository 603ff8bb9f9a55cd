import { formatAgo, formatMoment } from './format.ts'
import { Tooltip } from './tooltip.tsx'
import { useWorkspaceNow } from './workspace_now.ts'

interface AgoProps {
  at: string
  /** The contact's zone, shown as a second line on hover. */
  zone?: string | null
  className?: string
}

/** A moment told from the workspace's now ("5 min ago"), in full on hover; keeps itself up to date. */
export function Ago({ at, zone, className }: AgoProps) {
  const now = useWorkspaceNow()
  const label = (
    <span>
      {formatMoment(at)}
      {zone ? (
        <span className="block opacity-75">
          {formatMoment(at, zone)} in {zone}
        </span>
      ) : null}
    </span>
  )
  return (
    <Tooltip
      label={label}
      render={
        <time dateTime={at} className={className}>
          {formatAgo(at, now)}
        </time>
      }
    />
  )
}
