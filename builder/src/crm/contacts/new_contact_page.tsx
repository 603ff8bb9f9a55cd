import { useState, type FormEvent } from 'react'
import { Link, useNavigate } from 'react-router'
import { useCreateContact, useTags } from '../../api/contacts.ts'
import { fieldError, hasCode, messageOf } from '../../api/problem.ts'
import { Page } from '../../app/page.tsx'
import { useShortcuts } from '../../app/shortcuts.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Combobox, TagsInput } from '../../ui/combobox.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { toast } from '../../ui/toast.tsx'
import { ConsentFields, emptyConsent } from '../shared/consent_fields.tsx'
import { contactName } from '../shared/contact_text.ts'
import { timeZoneOptions } from '../shared/time_zones.ts'
import { useMay } from '../../api/session.ts'
import { WhoMay } from '../shared/who_may.tsx'

const blank = { phone: '', firstName: '', lastName: '', email: '', timeZone: '' }
const zones = timeZoneOptions()

/** Adds one contact, with the proof of consent or without. */
export function NewContactPage() {
  if (useMay('contacts:write')) return <Form />
  return (
    <Page title="New contact" crumbs={[{ label: 'Contacts', to: '/crm/contacts' }]} width="narrow">
      <WhoMay scope="contacts:write" />
    </Page>
  )
}

function Form() {
  const navigate = useNavigate()
  const [form, setForm] = useState(blank)
  const [tags, setTags] = useState<string[]>([])
  const [withConsent, setWithConsent] = useState<'yes' | 'no'>('yes')
  const [consent, setConsent] = useState(emptyConsent)
  const [touched, setTouched] = useState(false)
  const create = useCreateContact()
  const set = (change: Partial<typeof blank>) => setForm({ ...form, ...change })
  const wordingError =
    touched && withConsent === 'yes' && !consent.wording.trim()
      ? 'Write down what they agreed to, or choose “Not yet”.'
      : null

  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    setTouched(true)
    if (!form.phone.trim() || (withConsent === 'yes' && !consent.wording.trim())) return
    create.mutate(
      {
        phone: form.phone.trim(),
        firstName: form.firstName.trim() || null,
        lastName: form.lastName.trim() || null,
        email: form.email.trim() || null,
        timeZone: form.timeZone || null,
        tags,
        consent:
          withConsent === 'yes'
            ? { source: consent.source, wording: consent.wording.trim(), at: new Date(consent.at).toISOString() }
            : undefined,
      },
      {
        onSuccess: (contact) => {
          toast.success(`${contactName(contact)} was added`)
          void navigate(`/crm/contacts/${contact.id}`)
        },
      },
    )
  }
  useShortcuts('New contact', [{ keys: 'mod+Enter', label: 'Save', run: () => submit(), inFields: true }])
  const phoneError =
    touched && !form.phone.trim()
      ? 'A contact needs a number.'
      : (fieldError(create.error, 'phone') ??
        (hasCode(create.error, 'E_INVALID_PHONE') ? messageOf(create.error) : null))

  return (
    <Page title="New contact" crumbs={[{ label: 'Contacts', to: '/crm/contacts' }]} width="narrow">
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <IdentityCard
          form={form}
          onForm={set}
          tags={tags}
          onTags={setTags}
          phoneError={phoneError}
          error={create.error}
        />
        <Card title="Consent" description="Did they agree to be texted?">
          <Segmented
            label="Did they agree to be texted?"
            value={withConsent}
            onChange={setWithConsent}
            options={[
              { value: 'yes', label: 'Yes, they agreed' },
              { value: 'no', label: 'Not yet' },
            ]}
          />
          <div className="mt-4">
            {withConsent === 'yes' ? (
              <ConsentFields value={consent} onChange={setConsent} wordingError={wordingError} />
            ) : (
              <p className="rounded-md bg-warn-soft px-3 py-2.5 text-base text-warn-ink">
                Without consent they get no text but an opt-in request, whatever a workflow says.
              </p>
            )}
          </div>
        </Card>
        {create.isError && !phoneError ? <Problem error={create.error} /> : null}
        <div className="flex justify-end gap-2">
          <ButtonLink to="/crm/contacts">Cancel</ButtonLink>
          <Button type="submit" variant="primary" loading={create.isPending}>
            Add contact
          </Button>
        </div>
      </form>
    </Page>
  )
}

function Problem({ error }: { error: unknown }) {
  const existing = hasCode(error, 'E_CONTACT_EXISTS') ? (error.body.contactId ?? error.body.id) : null
  return (
    <p role="alert" className="rounded-md bg-bad-soft px-3 py-2.5 text-base text-bad-ink">
      {messageOf(error)}{' '}
      {typeof existing === 'string' ? (
        <Link to={`/crm/contacts/${existing}`} className="font-medium underline">
          Open that contact
        </Link>
      ) : null}
    </p>
  )
}

interface IdentityCardProps {
  form: typeof blank
  onForm: (change: Partial<typeof blank>) => void
  tags: string[]
  onTags: (tags: string[]) => void
  phoneError: string | null
  error: unknown
}

function IdentityCard({ form, onForm, tags, onTags, phoneError, error }: IdentityCardProps) {
  const known = useTags()
  return (
    <Card title="Who">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Phone number"
          required
          error={phoneError}
          hint="With the country code, like +1 415 555 0132."
          className="sm:col-span-2"
        >
          <Input
            type="tel"
            name="phone"
            autoComplete="off"
            autoFocus
            value={form.phone}
            onChange={(event) => onForm({ phone: event.target.value })}
            className="sm:max-w-xs"
          />
        </Field>
        <Field label="First name" error={fieldError(error, 'firstName')}>
          <Input
            name="firstName"
            value={form.firstName}
            onChange={(event) => onForm({ firstName: event.target.value })}
          />
        </Field>
        <Field label="Last name" error={fieldError(error, 'lastName')}>
          <Input name="lastName" value={form.lastName} onChange={(event) => onForm({ lastName: event.target.value })} />
        </Field>
        <Field label="E-mail" error={fieldError(error, 'email')}>
          <Input
            type="email"
            name="email"
            value={form.email}
            onChange={(event) => onForm({ email: event.target.value })}
          />
        </Field>
        <Field
          label="Time zone"
          hint="Left open, it is worked out from the number."
          error={fieldError(error, 'timeZone')}
        >
          <Combobox
            value={zones.find((zone) => zone.value === form.timeZone) ?? null}
            onChange={(zone) => onForm({ timeZone: zone?.value ?? '' })}
            options={zones}
            placeholder="From the number"
          />
        </Field>
        <Field label="Tags" className="sm:col-span-2">
          <TagsInput
            value={tags}
            onChange={onTags}
            suggestions={(known.data ?? []).map((tag) => tag.name)}
            placeholder="Choose or type"
          />
        </Field>
      </div>
    </Card>
  )
}
