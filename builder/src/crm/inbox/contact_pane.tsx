import { useState } from 'react'
import { useContact } from '../../api/contacts.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { cn } from '../../ui/cn.ts'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { AttributesCard } from '../contacts/attributes_card.tsx'
import { EnrollDialog } from '../contacts/enroll_dialog.tsx'
import { RunsCard } from '../contacts/runs_card.tsx'
import { TagsCard } from '../contacts/tags_card.tsx'

/** The right pane of the inbox: who this is, and what workflows they are in. */
export function ContactPane({ contactId, className }: { contactId: string; className?: string }) {
  const contact = useContact(contactId)
  const [enrolling, setEnrolling] = useState(false)
  return (
    <aside aria-label="About the contact" className={cn('min-h-0 overflow-y-auto bg-sunken p-3', className)}>
      {contact.data ? (
        <div className="flex flex-col gap-3">
          <RunsCard contactId={contactId} onEnroll={() => setEnrolling(true)} />
          <TagsCard contact={contact.data} />
          <AttributesCard key={contactId} contact={contact.data} />
          <ButtonLink variant="ghost" to={`/crm/contacts/${contactId}`}>
            Whole contact and timeline
          </ButtonLink>
          <EnrollDialog open={enrolling} who={{ contactIds: [contactId] }} onClose={() => setEnrolling(false)} />
        </div>
      ) : (
        <SkeletonRows rows={4} className="p-2" />
      )}
    </aside>
  )
}
