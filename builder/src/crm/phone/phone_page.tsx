import { Smartphone } from 'lucide-react'
import { usePhoneScripts } from '../../api/clock.ts'
import { useContacts } from '../../api/contacts.ts'
import { messageOf } from '../../api/problem.ts'
import { useMay, useWorkspace } from '../../api/session.ts'
import type { Contact } from '../../api/types.ts'
import { Page } from '../../app/page.tsx'
import { useShortcuts } from '../../app/shortcuts.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { EmptyState, ErrorState } from '../../ui/empty_state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ClockBar } from './clock_bar.tsx'
import { ContactPhone } from './contact_phone.tsx'
import { PhonePicker } from './phone_picker.tsx'
import { useShownPhones } from './use_shown_phones.ts'

/** Plays the contacts of a sandbox: their phones side by side, and the clock. */
export function PhonePage() {
  const workspace = useWorkspace()
  if (workspace?.mode === 'live') {
    return (
      <Page title="Dev phone">
        <EmptyState
          icon={<Smartphone />}
          title="Only in a sandbox"
          description="A live workspace texts real phones, and its clock is everybody’s. Change to a sandbox workspace to play a contact."
          action={
            <ButtonLink variant="primary" to="/crm/settings/workspaces">
              Choose a workspace
            </ButtonLink>
          }
        />
      </Page>
    )
  }
  return workspace ? <Phones key={workspace.id} workspaceId={workspace.id} /> : <Page title="Dev phone" />
}

function Phones({ workspaceId }: { workspaceId: string }) {
  const contacts = useContacts({})
  const newest = contacts.data?.pages[0]?.data ?? []
  const shown = useShownPhones(workspaceId, newest)
  const scripts = usePhoneScripts().data ?? []
  const mayPlay = useMay('sandbox:write')
  const focusPhone = (index: number) =>
    document.querySelectorAll<HTMLInputElement>('[data-phone-input]')[index]?.focus()
  useShortcuts(
    'Dev phone',
    Array.from({ length: 9 }, (_, index) => ({
      keys: `alt+${index + 1}`,
      label: index === 0 ? 'Write on the first phone (Alt and its number)' : `Write on phone ${index + 1}`,
      run: () => focusPhone(index),
      inFields: true,
    })).slice(0, mayPlay ? Math.max(1, shown.ids.length) : 0),
  )
  return (
    <Page title="Dev phone" fill actions={<PhonePicker shown={shown.ids} onAdd={shown.add} />}>
      <ClockBar />
      {contacts.isError && !contacts.data ? (
        <ErrorState message={messageOf(contacts.error)} onRetry={() => void contacts.refetch()} />
      ) : null}
      {contacts.isPending ? (
        <div className="flex gap-5 p-5">
          <Skeleton className="h-120 w-80 rounded-2xl" />
          <Skeleton className="h-120 w-80 rounded-2xl max-sm:hidden" />
        </div>
      ) : null}
      {contacts.data && newest.length === 0 ? <NoPhones /> : null}
      {shown.ids.length > 0 ? (
        <ul
          aria-label="Phones"
          className="flex min-h-0 flex-1 snap-x snap-mandatory gap-5 overflow-x-auto px-4 py-4 sm:px-6"
        >
          {shown.ids.map((id) => (
            <li key={id} className="h-full min-h-96 w-[min(20.5rem,calc(100vw-3rem))] shrink-0 snap-center">
              <ContactPhone
                contactId={id}
                known={knownContact(newest, id)}
                scripts={scripts}
                onRemove={() => shown.remove(id)}
              />
            </li>
          ))}
        </ul>
      ) : null}
    </Page>
  )
}

function knownContact(contacts: readonly Contact[], id: string): Contact | undefined {
  return contacts.find((contact) => contact.id === id)
}

function NoPhones() {
  const may = useMay('contacts:write')
  return (
    <EmptyState
      icon={<Smartphone />}
      title="Nobody to play yet"
      description={
        may
          ? 'Add a contact; their phone appears here, and the texts they get.'
          : 'The phones of contacts appear here, and the texts they get.'
      }
      action={
        may ? (
          <ButtonLink variant="primary" to="/crm/contacts/new">
            Add contact
          </ButtonLink>
        ) : undefined
      }
    />
  )
}
