import { ArrowLeft, ArrowRightLeft, PencilRuler } from 'lucide-react'
import { useState } from 'react'
import { useParams } from 'react-router'
import { Page } from '../app/page.tsx'
import { useMay } from '../api/session.ts'
import type { RunStatus } from '../api/types.ts'
import { useWorkflow } from '../api/workflows.ts'
import { WorkflowStatusBadge } from '../crm/shared/workflow_status.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { cn } from '../ui/cn.ts'
import { EmptyState } from '../ui/empty_state.tsx'
import { RunInspector } from './run_inspector.tsx'
import { RunsList } from './runs_list.tsx'

/** The runs of a workflow: `/crm/workflows/:id/runs`, and one of them: `…/runs/:runId`. */
export function RunsPage() {
  const { id = '', runId } = useParams()
  const workflow = useWorkflow(id)
  const may = useMay('workflows:write')
  const [status, setStatus] = useState<RunStatus | ''>('')
  const name = workflow.data?.name ?? 'Workflow'
  return (
    <Page
      title={`Runs of ${name}`}
      titleSlot="Runs"
      crumbs={[
        { label: 'Workflows', to: '/crm/workflows' },
        { label: name, to: `/crm/workflows/${id}` },
      ]}
      status={workflow.data ? <WorkflowStatusBadge status={workflow.data.status} /> : null}
      actions={
        <>
          {runId ? (
            <ButtonLink size="sm" to={`/crm/workflows/${id}/runs`} icon={<ArrowLeft />} className="md:hidden">
              All runs
            </ButtonLink>
          ) : null}
          {may && workflow.data?.publishedVersionId ? (
            <ButtonLink size="sm" to={`/crm/workflows/${id}/runs/move`} icon={<ArrowRightLeft />}>
              <span className={runId && 'max-sm:sr-only'}>Move runs</span>
            </ButtonLink>
          ) : null}
          <ButtonLink size="sm" to={`/crm/workflows/${id}`} icon={<PencilRuler />}>
            <span className={runId && 'max-sm:sr-only'}>{may ? 'Edit' : 'Canvas'}</span>
          </ButtonLink>
        </>
      }
      fill
    >
      <div className="flex min-h-0 flex-1">
        <div className={cn('w-full shrink-0 border-line md:w-80 md:border-r', runId && 'max-md:hidden')}>
          <RunsList
            workflowId={id}
            status={status}
            onStatus={setStatus}
            runId={runId}
            graph={workflow.data?.draft.graph}
          />
        </div>
        <div className={cn('min-w-0 flex-1', !runId && 'max-md:hidden')}>
          {runId ? (
            <RunInspector key={runId} workflowId={id} runId={runId} />
          ) : (
            <EmptyState
              className="h-full"
              title="Choose a run"
              description="You will see the way that it took, what each step came to, and why."
            />
          )}
        </div>
      </div>
    </Page>
  )
}
