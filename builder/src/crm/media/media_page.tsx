import { Page } from '../../app/page.tsx'

/** Media. */
export function MediaPage() {
  return <Page title="Media" />
}
