import { Page } from '../../app/page.tsx'

/** Contact. */
export function ContactPage() {
  return <Page title="Contact" />
}
