import { Page } from '../../app/page.tsx'

/** Dashboard. */
export function DashboardPage() {
  return <Page title="Dashboard" />
}
