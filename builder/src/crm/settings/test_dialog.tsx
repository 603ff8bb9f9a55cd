import { useState, type FormEvent } from 'react'
import { useContactSearch } from '../../api/contacts.ts'
import { fieldError } from '../../api/problem.ts'
import { useTestSender } from '../../api/senders.ts'
import type { Sender } from '../../api/senders.ts'
import type { Contact } from '../../api/types.ts'
import { useDebounced } from '../../app/use_debounced.ts'
import { Button } from '../../ui/button.tsx'
import { Combobox } from '../../ui/combobox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { contactName, formatPhone } from '../shared/contact_text.ts'
import { TestVerdict } from './test_verdict.tsx'

interface Choice {
  value: string
  label: string
  hint?: string
}

const choiceOf = (contact: Contact): Choice => ({
  value: contact.phone,
  label: contactName(contact),
  hint: formatPhone(contact.phone),
})

/** Tries a sender: first whether its credentials work, then, if one wishes, a text to somebody who has consented. */
export function TestDialog({ sender, onClose }: { sender: Sender; onClose: () => void }) {
  const [query, setQuery] = useState('')
  const [to, setTo] = useState<Choice | null>(null)
  const found = useContactSearch(useDebounced(query, 180))
  const test = useTestSender(sender.id)
  const options = (found.data ?? []).filter((contact) => contact.optInStatus === 'opted_in').map(choiceOf)
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    test.mutate(to ? { to: to.value } : {})
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Test ${sender.label ?? 'the sender'}`}
      description="Asks the carrier whether the credentials work. With a contact, one short text goes out too, by the same rules as any other."
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button variant="primary" loading={test.isPending} onClick={() => submit()}>
            {to ? 'Test and send a text' : 'Test the credentials'}
          </Button>
        </>
      }
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label="Text somebody, too"
          hint="Yourself, perhaps. Only contacts who have consented."
          error={fieldError(test.error, 'to')}
        >
          <Combobox
            value={to}
            onChange={setTo}
            options={options}
            onQuery={setQuery}
            placeholder="Nobody: only the credentials"
            emptyText="No contact with consent matches"
          />
        </Field>
        {fieldError(test.error, 'to') ? null : <TestVerdict test={test} />}
      </form>
    </Dialog>
  )
}
