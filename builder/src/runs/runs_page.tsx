import { useParams } from 'react-router'
import { useWorkflow } from '../api/workflows.ts'
import { Page } from '../app/page.tsx'

/** The runs of one workflow. */
export function RunsPage() {
  const { id } = useParams()
  const workflow = useWorkflow(id)
  const crumbs = [
    { label: 'Workflows', to: '/crm/workflows' },
    { label: workflow.data?.name ?? 'Workflow', to: `/crm/workflows/${id}` },
  ]
  return <Page title="Runs" crumbs={crumbs} fill />
}
