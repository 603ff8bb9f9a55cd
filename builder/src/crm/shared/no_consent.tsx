import { BellOff } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useAskForConsent } from '../../api/contacts.ts'
import { messageOf } from '../../api/problem.ts'
import type { Contact } from '../../api/types.ts'
import { Button } from '../../ui/button.tsx'
import { cn } from '../../ui/cn.ts'
import { toast } from '../../ui/toast.tsx'
import { consentText } from './contact_text.ts'
import { useMay } from '../../api/session.ts'
import { WHO_MAY } from './who_may_words.ts'

const ConsentDialog = lazy(async () => ({ default: (await import('./consent_dialog.tsx')).ConsentDialog }))

interface NoConsentProps {
  contact: Pick<Contact, 'id' | 'firstName' | 'lastName' | 'phone' | 'optInStatus'>
  className?: string
}

/** Why somebody can't be texted, and what may be done about it: ask them by text, or note that they agreed. */
export function NoConsent({ contact, className }: NoConsentProps) {
  const [open, setOpen] = useState(false)
  const may = useMay('contacts:write')
  const ask = useAskForConsent(contact.id)
  const out = contact.optInStatus === 'opted_out'
  return (
    <div
      className={cn(
        'flex flex-wrap items-center justify-between gap-3 rounded-md px-4 py-3',
        out ? 'bg-bad-soft text-bad-ink' : 'bg-warn-soft text-warn-ink',
        className,
      )}
    >
      <p className="flex min-w-0 flex-1 basis-56 items-start gap-2.5 text-base">
        <BellOff aria-hidden className="mt-0.5 size-4.5 shrink-0" />
        <span>
          <strong className="font-semibold">You can’t text this contact.</strong>{' '}
          {consentText[contact.optInStatus].meaning}
          {out ? ' They can opt in again by texting START.' : ''}
          {out || may ? '' : ` ${WHO_MAY['contacts:write']}`}
        </span>
      </p>
      {out || !may ? null : (
        <span className="flex flex-wrap gap-2">
          <Button
            size="sm"
            loading={ask.isPending}
            onClick={() =>
              ask.mutate(undefined, {
                onSuccess: () => toast.success('Asked by text', { description: 'Their “yes” opts them in.' }),
                onError: (error) => toast.error('They weren’t asked', { description: messageOf(error) }),
              })
            }
          >
            Ask by text
          </Button>
          <Button size="sm" onClick={() => setOpen(true)}>
            Record consent
          </Button>
        </span>
      )}
      {open ? (
        <Suspense>
          <ConsentDialog contact={contact} open onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </div>
  )
}
