import { useDeferredValue, useMemo } from 'react'
import type { Workflow } from '../../api/types.ts'
import { WorkflowStatusBadge } from '../../crm/shared/workflow_status.tsx'
import { useGraphState } from '../editor_context.tsx'
import { changesBetween } from '../store/changes.ts'
import { useVersion, useVersions } from '../use_draft.ts'

/** Whether the workflow is live, by which version, and whether the canvas shows something else than people get. */
export function LiveStatus({ workflow }: { workflow: Workflow }) {
  const { id, status, publishedVersionId } = workflow
  const versions = useVersions(id, publishedVersionId !== null).data
  const number = versions?.find((version) => version.id === publishedVersionId)?.number
  return (
    <span className="flex shrink-0 items-center gap-1.5 max-sm:hidden">
      <WorkflowStatusBadge status={status} />
      {number === undefined ? null : <span className="nums text-sm text-ink-faint">v{number}</span>}
      {publishedVersionId ? <Difference workflowId={id} versionId={publishedVersionId} /> : null}
    </span>
  )
}

function Difference({ workflowId, versionId }: { workflowId: string; versionId: string }) {
  const live = useVersion(workflowId, versionId).data?.graph
  // Comparing many steps must not be in the way of typing.
  const graph = useDeferredValue(useGraphState((state) => state.graph))
  const context = useGraphState((state) => state.context)
  const differs = useMemo(
    () => live !== undefined && changesBetween(live, graph, context).changes.length > 0,
    [live, graph, context],
  )
  if (!differs) return null
  return (
    <span
      title="People get the published version until you publish again"
      className="flex items-center gap-1.5 text-sm whitespace-nowrap text-warn-ink"
    >
      <span aria-hidden className="size-1.5 rounded-full bg-warn" />
      <span className="max-lg:sr-only">Edits not published</span>
    </span>
  )
}
