import type { Graph } from '@soniarose/graph'
import { ReactFlowProvider } from '@xyflow/react'
import { ArrowLeft, Waypoints } from 'lucide-react'
import { useState } from 'react'
import { Page } from '../app/page.tsx'
import { usePlugins } from '../api/plugins.ts'
import { messageOf } from '../api/problem.ts'
import type { Workflow } from '../api/types.ts'
import { Badge } from '../ui/badge.tsx'
import { WhoMay } from '../crm/shared/who_may.tsx'
import { WorkflowStatusBadge } from '../crm/shared/workflow_status.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { ErrorState } from '../ui/empty_state.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { ReadOnlyCanvas } from './canvas/read_only_canvas.tsx'
import { useVersion } from './use_draft.ts'

interface VersionViewProps {
  workflow: Workflow
  versionId: string
  onClose: () => void
}

/** One published version, to look at. */
export function VersionView({ workflow, versionId, onClose }: VersionViewProps) {
  const version = useVersion(workflow.id, versionId)
  return (
    <Page
      title={workflow.name}
      crumbs={[{ label: 'Workflows', to: '/crm/workflows' }]}
      status={version.data ? <Badge tone="info">Version {version.data.number}, as published</Badge> : null}
      actions={
        <Button size="sm" icon={<ArrowLeft />} onClick={onClose}>
          Back to the draft
        </Button>
      }
      fill
    >
      {version.isPending ? <SkeletonRows className="p-6" /> : null}
      {version.isError ? (
        <ErrorState message={messageOf(version.error)} onRetry={() => void version.refetch()} />
      ) : null}
      {version.data ? <Drawing key={versionId} workflowId={workflow.id} graph={version.data.graph} /> : null}
    </Page>
  )
}

/** The draft, to look at, for whoever may not change it. */
export function DraftView({ workflow, graph }: { workflow: Workflow; graph: Graph }) {
  return (
    <Page
      title={workflow.name}
      crumbs={[{ label: 'Workflows', to: '/crm/workflows' }]}
      status={<WorkflowStatusBadge status={workflow.status} />}
      actions={
        <ButtonLink size="sm" to={`/crm/workflows/${workflow.id}/runs`} icon={<Waypoints />}>
          Runs
        </ButtonLink>
      }
      fill
    >
      <WhoMay scope="workflows:write" className="border-b border-line px-4 py-2 md:px-6" />
      <Drawing key={workflow.draft.revision} workflowId={workflow.id} graph={graph} />
    </Page>
  )
}

function Drawing({ workflowId, graph }: { workflowId: string; graph: Graph }) {
  const plugins = usePlugins().data
  const [shown] = useState(graph)
  return (
    <ReactFlowProvider>
      <ReadOnlyCanvas workflowId={workflowId} graph={shown} plugins={plugins} />
    </ReactFlowProvider>
  )
}
