import { useState, type FormEvent } from 'react'
import { fieldError, messageOf } from '../../api/problem.ts'
import { useWorkspace } from '../../api/session.ts'
import { useSaveSender } from '../../api/senders.ts'
import type { Sender } from '../../api/senders.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { Select } from '../../ui/select.tsx'
import { Switch } from '../../ui/switch.tsx'
import { toast } from '../../ui/toast.tsx'
import { senderFields, senderForm, senderInput, type SenderForm } from './sender_input.ts'
import { SenderPace } from './sender_pace.tsx'

type TextField = Exclude<keyof SenderForm, 'pooled' | 'optOutHandledBy'>

const handlers = [
  { value: 'twilio', label: 'Twilio blocks and answers', hint: 'As numbers are unless somebody changed it' },
  { value: 'us', label: 'SoniaRose alone', hint: 'Short codes, and numbers with Twilio’s handling turned off' },
] as const

/** Adds a sender, or changes one; its auth token is kept encrypted and never shown again. */
export function SenderDialog({ sender, onClose }: { sender: Sender | null; onClose: () => void }) {
  const workspace = useWorkspace()
  const live = workspace?.mode === 'live'
  const [form, setForm] = useState<SenderForm>(() => senderForm(sender))
  const save = useSaveSender()
  const error = (field: keyof SenderForm) => fieldError(save.error, field)
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    save.mutate(
      { id: sender?.id, ...senderInput(form, sender) },
      {
        onSuccess: () => {
          toast.success(sender ? 'Sender saved' : 'Sender added')
          onClose()
        },
      },
    )
  }
  const input = (field: TextField, placeholder: string, type = 'text') => (
    <Input
      type={type}
      placeholder={placeholder}
      autoComplete="off"
      {...(type === 'number' ? { min: field === 'segmentsPerSecond' ? 0.01 : 1, step: 'any' } : {})}
      value={form[field]}
      onChange={(event) => setForm({ ...form, [field]: event.target.value })}
    />
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={sender ? 'Edit sender' : 'Add sender'}
      description={
        live
          ? 'A number or a Messaging Service of your Twilio account.'
          : 'A further number or service with the built-in emulator.'
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" loading={save.isPending} onClick={() => submit()}>
            {sender ? 'Save' : 'Add sender'}
          </Button>
        </>
      }
    >
      <form onSubmit={submit} className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" error={error('label')}>
          {input('label', 'Main number')}
        </Field>
        <Field label="Number" error={error('phone')} hint="With its country code, or a short code.">
          {input('phone', '+1 415 555 0100', 'tel')}
        </Field>
        <Field
          label="Messaging Service SID"
          error={error('messagingServiceSid')}
          hint="Instead of a number, or beside it: Twilio then picks among the service’s numbers."
          className="sm:col-span-2"
        >
          {input('messagingServiceSid', 'MG…')}
        </Field>
        {live && !sender ? (
          <>
            <Field label="Account SID" error={error('accountSid')}>
              {input('accountSid', 'AC…')}
            </Field>
            <Field
              label="Auth token"
              error={error('authToken')}
              hint="Not needed for an account that is known here already."
            >
              {input('authToken', '••••••••', 'password')}
            </Field>
          </>
        ) : null}
        <SenderPace input={input} error={error} />
        <Field label="Who handles STOP at the carrier" error={error('optOutHandledBy')} className="sm:col-span-2">
          <Select
            value={form.optOutHandledBy}
            onChange={(optOutHandledBy) => setForm({ ...form, optOutHandledBy })}
            options={handlers}
          />
        </Field>
        <Switch
          checked={form.pooled}
          onChange={(pooled) => setForm({ ...form, pooled })}
          label="In the pool"
          hint="New contacts are spread over the default sender and those of the pool; everybody keeps theirs."
          className="sm:col-span-2"
        />
        {save.isError && !senderFields.some((field) => error(field)) ? (
          <p role="alert" className="text-sm text-bad-ink sm:col-span-2">
            {messageOf(save.error)}
          </p>
        ) : null}
        <button type="submit" className="sr-only" tabIndex={-1}>
          Save
        </button>
      </form>
    </Dialog>
  )
}
