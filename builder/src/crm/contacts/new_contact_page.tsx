import { Page } from '../../app/page.tsx'

/** New contact. */
export function NewContactPage() {
  return <Page title="New contact" />
}
