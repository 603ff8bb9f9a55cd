import { Page } from '../../app/page.tsx'

/** Dev phone. */
export function PhonePage() {
  return <Page title="Dev phone" />
}
