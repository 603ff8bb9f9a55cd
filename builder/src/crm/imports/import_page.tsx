import { Page } from '../../app/page.tsx'

/** Import contacts. */
export function ImportPage() {
  return <Page title="Import contacts" />
}
