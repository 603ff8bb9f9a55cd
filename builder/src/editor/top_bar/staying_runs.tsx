import { Waypoints } from 'lucide-react'
import { Link } from 'react-router'
import type { StandingVersion } from '../../api/run_migrations.ts'
import { sayStaying } from './staying_words.ts'

interface StayingRunsProps {
  workflowId: string
  /** undefined while they are not known. */
  versions: readonly StandingVersion[] | undefined
  onGo: () => void
}

/** That who is inside stays on the version that they began with, how many that are, and the way to move them. */
export function StayingRuns({ workflowId, versions, onGo }: StayingRunsProps) {
  const staying = versions ? sayStaying(versions) : null
  if (!staying)
    return versions ? null : <p className="text-ink-soft">Who is inside stays on the version that they began with.</p>
  return (
    <p role="note" className="flex items-start gap-2.5 rounded-md bg-info-soft px-3 py-2 text-pretty text-info-ink">
      <Waypoints aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0">
        {staying}; once this one is live, you can{' '}
        <Link
          to={`/crm/workflows/${workflowId}/runs/move`}
          onClick={onGo}
          className="font-medium underline underline-offset-2"
        >
          move runs to it
        </Link>
        .
      </span>
    </p>
  )
}
