import { useParams } from 'react-router'
import { useWorkflow } from '../api/workflows.ts'
import { Page } from '../app/page.tsx'

/** The canvas of one workflow. */
export function EditorPage() {
  const workflow = useWorkflow(useParams().id)
  return <Page title={workflow.data?.name ?? 'Workflow'} crumbs={[{ label: 'Workflows', to: '/crm/workflows' }]} fill />
}
