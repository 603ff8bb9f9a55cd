import { Link } from 'react-router'
import type { Contact } from '../../api/types.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge } from '../../ui/badge.tsx'
import type { Column } from '../../ui/data_table.tsx'
import { Ago } from '../../ui/time.tsx'
import { ConsentBadge } from '../shared/consent_badge.tsx'
import { contactName, formatPhone } from '../shared/contact_text.ts'

/** The columns of the list of contacts; narrow screens keep name and consent. */
export const contactColumns: readonly Column<Contact>[] = [
  {
    id: 'name',
    header: 'Name',
    className: 'max-w-72 max-sm:w-full max-sm:max-w-0',
    cell: (contact) => (
      <Link to={`/crm/contacts/${contact.id}`} tabIndex={-1} className="flex min-w-0 items-center gap-3">
        <Avatar name={contactName(contact)} size="sm" className="max-sm:hidden" />
        <span className="min-w-0">
          <span className="block truncate font-medium text-ink">{contactName(contact)}</span>
          <span className="nums block truncate text-sm text-ink-faint md:hidden">{formatPhone(contact.phone)}</span>
        </span>
      </Link>
    ),
  },
  {
    id: 'phone',
    header: 'Number',
    from: 'md',
    className: 'nums whitespace-nowrap',
    cell: (contact) => formatPhone(contact.phone),
  },
  { id: 'consent', header: 'Consent', cell: (contact) => <ConsentBadge status={contact.optInStatus} /> },
  {
    id: 'tags',
    header: 'Tags',
    from: 'lg',
    cell: (contact) => (
      <span className="flex flex-wrap gap-1">
        {contact.tags.slice(0, 3).map((tag) => (
          <Badge key={tag}>{tag}</Badge>
        ))}
        {contact.tags.length > 3 ? <Badge>+{contact.tags.length - 3}</Badge> : null}
      </span>
    ),
  },
  {
    id: 'zone',
    header: 'Time zone',
    from: 'xl',
    className: 'text-ink-soft',
    cell: (contact) => contact.timeZone?.replaceAll('_', ' ') ?? '–',
  },
  {
    id: 'created',
    header: 'Added',
    from: 'sm',
    align: 'right',
    className: 'whitespace-nowrap text-ink-soft',
    cell: (contact) => <Ago at={contact.createdAt} />,
  },
]
