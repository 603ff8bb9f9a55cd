import { Compass } from 'lucide-react'
import { ButtonLink } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty_state.tsx'
import { Page } from './page.tsx'

/** What an unknown address shows. */
export function NotFoundPage() {
  return (
    <Page title="Not found">
      <EmptyState
        icon={<Compass />}
        title="There is no such page"
        description="The address may be mistyped, or what it showed is gone."
        action={
          <ButtonLink variant="primary" to="/crm/dashboard">
            Go to the dashboard
          </ButtonLink>
        }
      />
    </Page>
  )
}
