import { useState, type FormEvent } from 'react'
import { fieldError, messageOf } from '../../api/problem.ts'
import { useSaveSender, useTestSender } from '../../api/senders.ts'
import type { Sender } from '../../api/senders.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { TestVerdict } from './test_verdict.tsx'

/** Puts a new auth token in place of the old one, which works from the next text on, and tries it at once. */
export function CredentialsDialog({ sender, onClose }: { sender: Sender; onClose: () => void }) {
  const [accountSid, setAccountSid] = useState(sender.accountSid ?? '')
  const [authToken, setAuthToken] = useState('')
  const save = useSaveSender()
  const test = useTestSender(sender.id)
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    const token = authToken.trim()
    if (!token) return
    const account = accountSid.trim() === sender.accountSid ? {} : { accountSid: accountSid.trim() }
    save.mutate({ id: sender.id, authToken: token, ...account }, { onSuccess: () => test.mutate({}) })
  }
  const saved = save.isSuccess
  const problem = fieldError(save.error, 'accountSid') ?? fieldError(save.error, 'authToken')
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Replace the credentials"
      description="The new token works from the next text on; nothing has to be started again. Make it in the Twilio console first, and take the old one away there afterwards."
      footer={
        saved ? (
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" disabled={!authToken.trim()} loading={save.isPending} onClick={() => submit()}>
              Replace and try it
            </Button>
          </>
        )
      }
    >
      {saved ? (
        <TestVerdict test={test} />
      ) : (
        <form onSubmit={submit} className="flex flex-col gap-4">
          <Field label="Account SID" error={fieldError(save.error, 'accountSid')}>
            <Input value={accountSid} autoComplete="off" onChange={(event) => setAccountSid(event.target.value)} />
          </Field>
          <Field
            label="New auth token"
            error={fieldError(save.error, 'authToken')}
            hint="Kept encrypted; nobody sees it again."
          >
            <Input
              type="password"
              autoComplete="off"
              value={authToken}
              onChange={(event) => setAuthToken(event.target.value)}
            />
          </Field>
          {save.isError && !problem ? (
            <p role="alert" className="text-sm text-bad-ink">
              {messageOf(save.error)}
            </p>
          ) : null}
          <button type="submit" className="sr-only" tabIndex={-1}>
            Replace
          </button>
        </form>
      )}
    </Dialog>
  )
}
