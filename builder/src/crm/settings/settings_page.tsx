import { Page } from '../../app/page.tsx'

/** Settings. */
export function SettingsPage() {
  return <Page title="Settings" />
}
