import { useState } from 'react'
import { useSetConsent } from '../../api/contacts.ts'
import { messageOf } from '../../api/problem.ts'
import type { Contact } from '../../api/types.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { toast } from '../../ui/toast.tsx'
import { ConsentFields, emptyConsent } from './consent_fields.tsx'
import { contactName } from './contact_text.ts'

interface ConsentDialogProps {
  contact: Pick<Contact, 'id' | 'firstName' | 'lastName' | 'phone' | 'optInStatus'>
  open: boolean
  onClose: () => void
}

/** Records that somebody agreed, or asked to stop, with the evidence. */
export function ConsentDialog({ contact, open, onClose }: ConsentDialogProps) {
  const [status, setStatus] = useState<'opted_in' | 'opted_out'>(
    contact.optInStatus === 'opted_in' ? 'opted_out' : 'opted_in',
  )
  const [draft, setDraft] = useState(emptyConsent)
  const [touched, setTouched] = useState(false)
  const save = useSetConsent(contact.id)
  const missing = touched && !draft.wording.trim()
  const submit = () => {
    setTouched(true)
    if (!draft.wording.trim()) return
    save.mutate(
      { status, source: draft.source, wording: draft.wording.trim(), at: new Date(draft.at).toISOString() },
      {
        onSuccess: () => {
          toast.success(status === 'opted_in' ? 'Consent recorded' : 'Opt-out recorded')
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? undefined : onClose())}
      title="Record consent"
      description={`What did ${contactName(contact)} say? It is added to the record and never overwritten.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant={status === 'opted_out' ? 'danger' : 'primary'} loading={save.isPending} onClick={submit}>
            {status === 'opted_in' ? 'Record opt-in' : 'Record opt-out'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Segmented
          label="Agreed or asked to stop"
          value={status}
          onChange={setStatus}
          className="self-start"
          options={[
            { value: 'opted_in', label: 'Agreed to texts' },
            { value: 'opted_out', label: 'Asked to stop' },
          ]}
        />
        <ConsentFields value={draft} onChange={setDraft} wordingError={missing ? 'Write down the words.' : null} />
        {save.isError ? (
          <p role="alert" className="text-sm text-bad-ink">
            {messageOf(save.error)}
          </p>
        ) : null}
      </div>
    </Dialog>
  )
}
