import { Page } from '../../app/page.tsx'

/** Workflows. */
export function WorkflowsPage() {
  return <Page title="Workflows" />
}
