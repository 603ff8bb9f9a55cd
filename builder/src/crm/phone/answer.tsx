import { ArrowUp, ImagePlus } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { useSendInbound } from '../../api/clock.ts'
import { messageOf } from '../../api/problem.ts'
import type { Contact, MediaAsset } from '../../api/types.ts'
import { MOST_FILES, PickFiles } from '../media/pick_files.tsx'
import { contactName } from '../shared/contact_text.ts'
import { AttachedFiles } from '../shared/attached_files.tsx'

const quickReplies = ['YES', 'NO', 'HELP', 'STOP'] as const

/** Texts as the contact would: quick words, own words, pictures. */
export function Answer({ contact }: { contact: Contact }) {
  const [body, setBody] = useState('')
  const [files, setFiles] = useState<readonly MediaAsset[]>([])
  const [picking, setPicking] = useState(false)
  const send = useSendInbound()
  const post = (text: string, mediaUrls: string[] = []) => {
    const words = text.trim()
    if (!words && mediaUrls.length === 0) return
    send.mutate(
      { from: contact.phone, body: words, mediaUrls },
      {
        onSuccess: () => {
          setBody('')
          setFiles([])
        },
      },
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    post(
      body,
      files.map((file) => file.url),
    )
  }
  const refused = send.data && !send.data.delivered
  const empty = !body.trim() && files.length === 0
  return (
    <div className="flex flex-col gap-2">
      {send.isError || refused ? (
        <p role="alert" className="px-1 text-xs text-bad-ink">
          {send.isError ? messageOf(send.error) : 'The webhook refused this text; the server’s log says why.'}
        </p>
      ) : null}
      <div className="flex gap-1.5">
        {quickReplies.map((word) => (
          <button
            key={word}
            type="button"
            disabled={send.isPending}
            onClick={() => post(word)}
            className="h-7 flex-1 rounded-full border border-line-strong text-xs font-semibold text-ink-soft calm transition-colors hover:border-rose hover:bg-rose-soft hover:text-rose-ink disabled:opacity-50"
          >
            {word}
          </button>
        ))}
      </div>
      <AttachedFiles files={files} onRemove={(id) => setFiles(files.filter((file) => file.id !== id))} />
      <form
        onSubmit={submit}
        className="flex items-center gap-1.5 rounded-full border border-control/75 bg-raised py-1 pr-1 pl-1.5 focus-within:border-rose focus-within:ring-3 focus-within:ring-rose/20"
      >
        <button
          type="button"
          aria-label={`Add a picture as ${contactName(contact)}`}
          title="Add a picture"
          disabled={files.length >= MOST_FILES}
          onClick={() => setPicking(true)}
          className="grid size-7 shrink-0 place-items-center rounded-full text-ink-faint calm transition-colors hover:bg-hover hover:text-ink"
        >
          <ImagePlus className="size-4.5" />
        </button>
        <input
          data-phone-input
          aria-label={`Text as ${contactName(contact)}`}
          placeholder="Text message"
          maxLength={1600}
          value={body}
          onChange={(event) => setBody(event.target.value)}
          className="h-7 min-w-0 flex-1 bg-transparent text-base outline-none max-sm:text-[16px]"
        />
        <button
          type="submit"
          aria-label="Send as the contact"
          disabled={empty || send.isPending}
          className="grid size-7 shrink-0 place-items-center rounded-full bg-rose text-on-rose calm transition-opacity disabled:opacity-40"
        >
          <ArrowUp className="size-4" strokeWidth={2.5} />
        </button>
      </form>
      <PickFiles
        open={picking}
        taken={files.map((file) => file.id)}
        onPick={(more) => setFiles([...files, ...more])}
        onClose={() => setPicking(false)}
      />
    </div>
  )
}
