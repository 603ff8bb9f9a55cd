import { Page } from '../../app/page.tsx'

/** Inbox. */
export function InboxPage() {
  return <Page title="Inbox" />
}
