import { Paperclip, SendHorizontal } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import { useSendReply } from '../../api/conversations.ts'
import { messageOf } from '../../api/problem.ts'
import type { Contact, MediaAsset } from '../../api/types.ts'
import { Button } from '../../ui/button.tsx'
import { cn } from '../../ui/cn.ts'
import { formatMoment } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon_button.tsx'
import { controlLook, Textarea } from '../../ui/input.tsx'
import { Keys } from '../../ui/kbd.tsx'
import { toast } from '../../ui/toast.tsx'
import { MOST_FILES, PickFiles } from '../media/pick_files.tsx'
import { AttachedFiles } from './attached_files.tsx'
import { NoConsent } from './no_consent.tsx'
import { SegmentsMeter } from './segments_meter.tsx'
import { SendLater } from './send_later.tsx'
import { useMay } from '../../api/session.ts'
import { WhoMay } from './who_may.tsx'

interface ComposerProps {
  contact: Pick<Contact, 'id' | 'firstName' | 'lastName' | 'phone' | 'optInStatus'>
  className?: string
}

/** Writes a text to one contact; without consent it says why not instead. */
export function Composer({ contact, className }: ComposerProps) {
  const may = useMay('conversations:write')
  if (contact.optInStatus !== 'opted_in') return <NoConsent contact={contact} className={className} />
  if (!may) return <WhoMay scope="conversations:write" className={className} />
  return <Writer key={contact.id} contact={contact} className={className} />
}

function Writer({ contact, className }: ComposerProps) {
  const [body, setBody] = useState('')
  const [files, setFiles] = useState<readonly MediaAsset[]>([])
  const [picking, setPicking] = useState(false)
  const send = useSendReply(contact.id)
  const ready = (body.trim() !== '' || files.length > 0) && !send.isPending
  const submit = (sendAt?: string) => {
    if (!ready) return
    const reply = { body: body.trim(), mediaIds: files.map((file) => file.id), ...(sendAt ? { sendAt } : {}) }
    send.mutate(reply, {
      onSuccess: () => {
        setBody('')
        setFiles([])
        if (sendAt) toast.success('Scheduled', { description: `It goes out ${formatMoment(sendAt)}.` })
      },
    })
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
          maxLength={1600}
          value={body}
          onChange={(event) => setBody(event.target.value)}
          onKeyDown={onKeyDown}
          className="min-h-15 resize-none border-0 bg-transparent focus:ring-0"
        />
        {files.length > 0 ? (
          <div className="px-3 pb-2">
            <AttachedFiles files={files} onRemove={(id) => setFiles(files.filter((file) => file.id !== id))} />
          </div>
        ) : null}
        <div className="flex items-center justify-between gap-3 px-3 pb-2">
          <SegmentsMeter text={body} />
          <span className="flex items-center gap-1.5">
            <span className="mr-1 hidden items-center gap-1 md:flex">
              <Keys combo="mod+Enter" />
            </span>
            <IconButton
              size="sm"
              label="Add a picture"
              icon={<Paperclip />}
              disabled={files.length >= MOST_FILES}
              onClick={() => setPicking(true)}
            />
            <SendLater disabled={!ready} onSend={submit} />
            <Button
              variant="primary"
              size="sm"
              icon={<SendHorizontal />}
              loading={send.isPending}
              disabled={!ready}
              onClick={() => submit()}
            >
              Send
            </Button>
          </span>
        </div>
      </div>
      <PickFiles
        open={picking}
        taken={files.map((file) => file.id)}
        onPick={(more) => setFiles([...files, ...more])}
        onClose={() => setPicking(false)}
      />
    </div>
  )
}
