import { Page } from '../../app/page.tsx'

/** Contacts. */
export function ContactsPage() {
  return <Page title="Contacts" />
}
