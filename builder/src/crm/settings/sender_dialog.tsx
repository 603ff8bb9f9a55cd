import { useState, type FormEvent } from 'react'
import { fieldError, messageOf } from '../../api/problem.ts'
import { useWorkspace } from '../../api/session.ts'
import { useSaveSender } from '../../api/settings.ts'
import type { Sender } from '../../api/types.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { toast } from '../../ui/toast.tsx'
import { senderFields, senderInput, type SenderForm } from './sender_input.ts'

/** Adds a sender, or changes one; its auth token is kept encrypted and never shown again. */
export function SenderDialog({ sender, onClose }: { sender: Sender | null; onClose: () => void }) {
  const workspace = useWorkspace()
  const live = workspace?.mode === 'live'
  const [form, setForm] = useState<SenderForm>({
    label: sender?.label ?? '',
    phone: sender?.phone ?? '',
    messagingServiceSid: sender?.messagingServiceSid ?? '',
    accountSid: sender?.accountSid ?? '',
    authToken: '',
  })
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
  const input = (field: keyof SenderForm, placeholder: string, type = 'text') => (
    <Input
      type={type}
      placeholder={placeholder}
      autoComplete="off"
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
          : 'A further number with the built-in emulator.'
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
        {live ? (
          <>
            <Field
              label="Messaging Service SID"
              error={error('messagingServiceSid')}
              hint="Instead of a number, or beside it."
              className="sm:col-span-2"
            >
              {input('messagingServiceSid', 'MG…')}
            </Field>
            <Field label="Account SID" error={error('accountSid')}>
              {input('accountSid', 'AC…')}
            </Field>
            <Field
              label="Auth token"
              error={error('authToken')}
              hint={
                sender
                  ? 'Leave it empty to keep the present one.'
                  : 'Not needed for an account that is known here already.'
              }
            >
              {input('authToken', '••••••••', 'password')}
            </Field>
          </>
        ) : null}
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
