import { BellRing, Ellipsis, Trash2, Workflow } from 'lucide-react'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useContact, useDeleteContact } from '../../api/contacts.ts'
import { ApiProblem, messageOf } from '../../api/problem.ts'
import type { Contact } from '../../api/types.ts'
import { Page } from '../../app/page.tsx'
import { useShortcuts } from '../../app/shortcuts.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { EmptyState, ErrorState } from '../../ui/empty_state.tsx'
import { IconButton } from '../../ui/icon_button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { toast } from '../../ui/toast.tsx'
import { ConsentCard } from '../compliance/consent_card.tsx'
import { Composer } from '../shared/composer.tsx'
import { ConsentDialog } from '../shared/consent_dialog.tsx'
import { contactName } from '../shared/contact_text.ts'
import { AttributesCard } from './attributes_card.tsx'
import { ContactHeader } from './contact_header.tsx'
import { EnrollDialog } from './enroll_dialog.tsx'
import { RunsCard } from './runs_card.tsx'
import { TagsCard } from './tags_card.tsx'
import { Timeline } from './timeline.tsx'
import { useMay } from '../../api/session.ts'
import { WhoMay } from '../shared/who_may.tsx'

const crumbs = [{ label: 'Contacts', to: '/crm/contacts' }]

/** Everything about one contact, and all that can be done with them. */
export function ContactPage() {
  const { id = '' } = useParams()
  const contact = useContact(id)
  if (contact.data) return <Loaded key={id} contact={contact.data} />
  const gone = contact.error instanceof ApiProblem && contact.error.status === 404
  return (
    <Page title="Contact" crumbs={crumbs}>
      {gone ? (
        <EmptyState
          title="This contact isn’t here"
          description="They were deleted, or belong to another workspace."
          action={<ButtonLink to="/crm/contacts">All contacts</ButtonLink>}
        />
      ) : contact.isError ? (
        <ErrorState message={messageOf(contact.error)} onRetry={() => void contact.refetch()} />
      ) : (
        <SkeletonRows />
      )}
    </Page>
  )
}

const focusComposer = () => document.querySelector<HTMLElement>('[data-composer]')?.focus()

type Layer = 'consent' | 'enroll' | 'delete' | null

function Loaded({ contact }: { contact: Contact }) {
  const [layer, setLayer] = useState<Layer>(null)
  const close = () => setLayer(null)
  const name = contactName(contact)
  const may = useMay('contacts:write')
  const mayEnroll = useMay('workflows:write')
  const mayText = useMay('conversations:write')
  useShortcuts('Contact', [
    ...(mayText ? [{ keys: 'r', label: 'Write a text', run: focusComposer }] : []),
    ...(mayEnroll ? [{ keys: 'w', label: 'Start a workflow', run: () => setLayer('enroll') }] : []),
    ...(may ? [{ keys: 'c', label: 'Record consent', run: () => setLayer('consent') }] : []),
  ])
  return (
    <Page
      title={name}
      crumbs={crumbs}
      actions={
        <>
          {mayEnroll ? (
            <Button icon={<Workflow />} onClick={() => setLayer('enroll')}>
              Start workflow
            </Button>
          ) : null}
          {may ? (
            <Menu
              trigger={<IconButton label="More actions" tooltip={false} icon={<Ellipsis />} />}
              sections={[
                { items: [{ label: 'Record consent', icon: <BellRing />, onSelect: () => setLayer('consent') }] },
                {
                  items: [
                    { label: 'Delete contact', icon: <Trash2 />, danger: true, onSelect: () => setLayer('delete') },
                  ],
                },
              ]}
            />
          ) : null}
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <WhoMay scope="contacts:write" />
        <ContactHeader contact={contact} onConsent={() => setLayer('consent')} />
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_22rem]">
          <div className="flex min-w-0 flex-col gap-4">
            <Composer contact={contact} />
            <Timeline contact={contact} />
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            <RunsCard contactId={contact.id} onEnroll={() => setLayer('enroll')} />
            <ConsentCard contact={contact} onRecord={() => setLayer('consent')} />
            <TagsCard contact={contact} />
            <AttributesCard contact={contact} />
          </div>
        </div>
      </div>
      <ConsentDialog key={contact.optInStatus} contact={contact} open={layer === 'consent'} onClose={close} />
      <EnrollDialog open={layer === 'enroll'} who={{ contactIds: [contact.id] }} onClose={close} />
      <DeleteContact contact={contact} open={layer === 'delete'} onClose={close} />
    </Page>
  )
}

function DeleteContact({ contact, open, onClose }: { contact: Contact; open: boolean; onClose: () => void }) {
  const navigate = useNavigate()
  const remove = useDeleteContact()
  const name = contactName(contact)
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => (next ? undefined : onClose())}
      title={`Delete ${name}?`}
      description="Their texts, runs, consents and timeline go with them. A number that opted out stays blocked. This can’t be undone."
      confirmLabel="Delete contact"
      danger
      loading={remove.isPending}
      error={remove.isError ? messageOf(remove.error) : null}
      onConfirm={() =>
        remove.mutate(contact.id, {
          onSuccess: () => {
            toast.success(`${name} was deleted`)
            void navigate('/crm/contacts', { replace: true })
          },
        })
      }
    />
  )
}
