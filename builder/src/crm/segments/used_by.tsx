import { Link } from 'react-router'
import type { SegmentUse } from '../../api/segments.ts'
import { WorkflowStatusBadge } from '../shared/workflow_status.tsx'

const ON_WORDS: Record<SegmentUse['on'][number], string> = {
  segment_entered: 'Starts for whoever comes in',
  schedule: 'Starts for all of it on a schedule',
}

/** How a workflow uses a segment, in words. */
const howUsed = ({ on, isPublished }: SegmentUse) =>
  `${on.map((each) => ON_WORDS[each]).join('. ')}${isPublished ? '' : ', in its draft'}`

/** The workflows that start by a segment, each with how. */
export function UsedBy({ workflows }: { workflows: readonly SegmentUse[] }) {
  return (
    <ul className="flex flex-col divide-y divide-line rounded-md border border-line bg-raised">
      {workflows.map((workflow) => (
        <li key={workflow.id} className="flex items-center justify-between gap-3 px-3 py-2">
          <span className="min-w-0">
            <Link
              to={`/crm/workflows/${workflow.id}`}
              className="block truncate rounded-xs text-base font-medium text-ink hover:text-rose-ink"
            >
              {workflow.name}
            </Link>
            <span className="block text-sm text-ink-faint">{howUsed(workflow)}</span>
          </span>
          <WorkflowStatusBadge status={workflow.status} />
        </li>
      ))}
    </ul>
  )
}
