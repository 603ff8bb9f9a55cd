import { BellOff, SendHorizontal } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import { useSendReply } from '../../api/conversations.ts'
import { messageOf } from '../../api/problem.ts'
import type { Contact } from '../../api/types.ts'
import { Button } from '../../ui/button.tsx'
import { controlLook, Textarea } from '../../ui/input.tsx'
import { Keys } from '../../ui/kbd.tsx'
import { cn } from '../../ui/cn.ts'
import { consentText } from './contact_text.ts'
import { ConsentDialog } from './consent_dialog.tsx'
import { SegmentsMeter } from './segments_meter.tsx'

interface ComposerProps {
  contact: Pick<Contact, 'id' | 'firstName' | 'lastName' | 'phone' | 'optInStatus'>
  className?: string
}

/** Writes a text to one contact; without consent it says why not instead. */
export function Composer({ contact, className }: ComposerProps) {
  if (contact.optInStatus !== 'opted_in') return <Blocked contact={contact} className={className} />
  return <Writer key={contact.id} contact={contact} className={className} />
}

function Writer({ contact, className }: ComposerProps) {
  const [body, setBody] = useState('')
  const send = useSendReply(contact.id)
  const submit = () => {
    const text = body.trim()
    if (text && !send.isPending) send.mutate({ body: text }, { onSuccess: () => setBody('') })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      submit()
    }
  }
  return (
    <div className={cn('flex flex-col gap-2', className)}>
      {send.isError ? (
        <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-sm text-bad-ink">
          {messageOf(send.error)}
        </p>
      ) : null}
      <div className={cn(controlLook, 'px-0 focus-within:border-rose focus-within:ring-3 focus-within:ring-rose/20')}>
        <Textarea
          autoGrow
          data-composer
          aria-label={`Text to ${contact.firstName ?? contact.phone}`}
          placeholder="Write a text…"
          rows={2}
          value={body}
          onChange={(event) => setBody(event.target.value)}
          onKeyDown={onKeyDown}
          className="min-h-15 resize-none border-0 bg-transparent focus:ring-0"
        />
        <div className="flex items-center justify-between gap-3 px-3 pb-2">
          <SegmentsMeter text={body} />
          <span className="flex items-center gap-3">
            <span className="hidden items-center gap-1 md:flex">
              <Keys combo="mod+Enter" />
            </span>
            <Button
              variant="primary"
              size="sm"
              icon={<SendHorizontal />}
              loading={send.isPending}
              disabled={!body.trim()}
              onClick={submit}
            >
              Send
            </Button>
          </span>
        </div>
      </div>
    </div>
  )
}

function Blocked({ contact, className }: ComposerProps) {
  const [open, setOpen] = useState(false)
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
        <BellOff className="mt-0.5 size-4.5 shrink-0" />
        <span>
          <strong className="font-semibold">You can’t text this contact.</strong>{' '}
          {consentText[contact.optInStatus].meaning}
          {out ? ' They can opt in again by texting START.' : ''}
        </span>
      </p>
      {out ? null : (
        <Button size="sm" onClick={() => setOpen(true)}>
          Record consent
        </Button>
      )}
      <ConsentDialog contact={contact} open={open} onClose={() => setOpen(false)} />
    </div>
  )
}
