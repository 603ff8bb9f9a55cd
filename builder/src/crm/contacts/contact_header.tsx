import { Clock, Mail, Moon, Phone } from 'lucide-react'
import { useSettings } from '../../api/settings.ts'
import type { Contact } from '../../api/types.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { CopyButton } from '../../ui/copy_button.tsx'
import { formatClock } from '../../ui/format.ts'
import { useWorkspaceNow } from '../../ui/workspace_now.ts'
import { ConsentBadge } from '../shared/consent_badge.tsx'
import { contactName, formatPhone } from '../shared/contact_text.ts'
import { isQuiet } from '../shared/quiet.ts'
import { useMay } from '../../api/session.ts'

/** Name, number, consent, and what time it is where the contact is. */
export function ContactHeader({ contact, onConsent }: { contact: Contact; onConsent: () => void }) {
  const may = useMay('contacts:write')
  return (
    <section aria-label="Contact" className="flex flex-wrap items-center gap-x-5 gap-y-3">
      <Avatar name={contactName(contact)} size="lg" />
      <div className="min-w-0 flex-1 basis-64">
        <div className="flex flex-wrap items-center gap-2.5">
          <h2 className="truncate text-xl font-semibold">{contactName(contact)}</h2>
          <button
            type="button"
            disabled={!may}
            onClick={onConsent}
            title={may ? 'Record consent' : undefined}
            className="rounded-full"
          >
            <ConsentBadge status={contact.optInStatus} size="md" />
          </button>
        </div>
        <div className="mt-1.5 flex flex-wrap items-center gap-x-4 gap-y-1 text-base text-ink-soft [&_svg]:size-4 [&_svg]:text-ink-faint">
          <span className="nums flex items-center gap-1.5">
            <Phone aria-hidden /> {formatPhone(contact.phone)}
            <CopyButton text={contact.phone} label="Copy the number" />
          </span>
          {contact.email ? (
            <span className="flex items-center gap-1.5">
              <Mail aria-hidden /> {contact.email}
            </span>
          ) : null}
          {contact.timeZone ? <LocalTime zone={contact.timeZone} /> : null}
        </div>
      </div>
    </section>
  )
}

function LocalTime({ zone }: { zone: string }) {
  const now = new Date(useWorkspaceNow()).toISOString()
  const settings = useSettings()
  const clock = formatClock(now, zone)
  const quiet = settings.data?.quietHours ? isQuiet(clock, settings.data.quietHours) : false
  return (
    <span className="nums flex items-center gap-1.5" title={zone}>
      {quiet ? <Moon aria-hidden /> : <Clock aria-hidden />} {clock}{' '}
      {quiet ? <span className="text-warn-ink">quiet hours</span> : 'local time'}
    </span>
  )
}
