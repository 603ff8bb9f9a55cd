import { Page } from '../../app/page.tsx'

/** Compliance. */
export function CompliancePage() {
  return <Page title="Compliance" />
}
