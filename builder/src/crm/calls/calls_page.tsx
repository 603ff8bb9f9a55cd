import { Page } from '../../app/page.tsx'

/** Calls. */
export function CallsPage() {
  return <Page title="Calls" />
}
