import { BellOff, CircleCheck, CircleHelp } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { useEvidence } from '../../api/compliance.ts'
import { useContactSearch } from '../../api/contacts.ts'
import { messageOf } from '../../api/problem.ts'
import type { Contact } from '../../api/types.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ConsentBadge } from '../shared/consent_badge.tsx'
import { consentText, contactName, formatPhone, toE164 } from '../shared/contact_text.ts'
import { CheckPack } from './check_pack.tsx'
import { EvidenceDownloads } from './evidence_downloads.tsx'
import { EvidenceSummary } from './evidence_summary.tsx'

interface NumberLookupProps {
  phone: string
  onPhone: (phone: string) => void
}

/** Tells whether a number may be texted now, and shows its events below. */
export function NumberLookup({ phone, onPhone }: NumberLookupProps) {
  const [typed, setTyped] = useState(phone)
  const digits = phone.replaceAll(/\D/g, '')
  const found = useContactSearch(phone, digits.length > 4)
  const contact = found.data?.find((item) => item.phone.endsWith(digits))
  return (
    <Card
      title="May I text this number?"
      description="Looks up consent, opt-outs and evidence, and filters the events below."
      footer={
        <>
          <span className="text-sm text-ink-faint">Somebody hands you an evidence pack (JSON)?</span>
          <CheckPack />
        </>
      }
    >
      <form
        role="search"
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          onPhone(typed.trim() ? toE164(typed) : '')
        }}
      >
        <Field label="Number" hideLabel className="w-full sm:w-72">
          <Input
            type="tel"
            data-search
            placeholder="+1 415 555 0132"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Field>
        <Button type="submit">Look up</Button>
        {phone ? (
          <Button
            variant="ghost"
            onClick={() => {
              setTyped('')
              onPhone('')
            }}
          >
            Clear
          </Button>
        ) : null}
      </form>
      <div aria-live="polite" className="mt-3 empty:hidden">
        {phone && digits.length <= 4 ? (
          <p className="text-base text-ink-soft">Write the whole number with its country code.</p>
        ) : null}
        {digits.length > 4 && found.isPending ? <Skeleton className="h-12 w-full" /> : null}
        {digits.length > 4 && found.isError ? <p className="text-base text-bad-ink">{messageOf(found.error)}</p> : null}
        {digits.length > 4 && found.data ? <Verdict contact={contact} phone={phone} /> : null}
        {digits.length > 4 ? <Evidence phone={phone} /> : null}
      </div>
    </Card>
  )
}

function Verdict({ contact, phone }: { contact: Contact | undefined; phone: string }) {
  if (!contact) {
    return (
      <p className="flex items-center gap-2.5 rounded-md bg-sunken px-3.5 py-3 text-base">
        <CircleHelp className="size-5 text-ink-faint" />
        No contact has {formatPhone(phone)}. Without consent it can’t be texted.
      </p>
    )
  }
  const allowed = contact.optInStatus === 'opted_in'
  const Icon = allowed ? CircleCheck : BellOff
  return (
    <div
      className={`flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md px-3.5 py-3 text-base ${allowed ? 'bg-ok-soft text-ok-ink' : 'bg-bad-soft text-bad-ink'}`}
    >
      <Icon className="size-5" />
      <span className="min-w-0 flex-1 basis-48">
        <strong className="font-semibold">{allowed ? 'Yes.' : 'No.'}</strong> {consentText[contact.optInStatus].meaning}
      </span>
      <Link to={`/crm/contacts/${contact.id}`} className="font-medium underline">
        {contactName(contact)}
      </Link>
      <ConsentBadge status={contact.optInStatus} />
    </div>
  )
}

/** What is on record about the number, contact or not: a number that was erased keeps its opt-outs. */
function Evidence({ phone }: { phone: string }) {
  const evidence = useEvidence(/^\+[1-9]\d{4,14}$/.test(phone) ? phone : null)
  if (evidence.isError) return <p className="mt-3 text-sm text-bad-ink">{messageOf(evidence.error)}</p>
  if (!evidence.data) return null
  return (
    <div className="mt-3 flex flex-wrap items-start justify-between gap-x-6 gap-y-3 rounded-md border border-line px-3.5 py-3">
      <EvidenceSummary pack={evidence.data} />
      <div className="flex flex-col gap-1.5">
        <span className="text-xs text-ink-faint">All evidence, sealed</span>
        <EvidenceDownloads phone={phone} />
      </div>
    </div>
  )
}
