import { Pencil, Plus, X } from 'lucide-react'
import { useState } from 'react'
import { useUpdateContact } from '../../api/contacts.ts'
import { fieldError, messageOf } from '../../api/problem.ts'
import type { Contact } from '../../api/types.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Combobox } from '../../ui/combobox.tsx'
import { Field } from '../../ui/field.tsx'
import { formatMoment } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon_button.tsx'
import { Input } from '../../ui/input.tsx'
import { timeZoneOptions } from '../shared/time_zones.ts'
import { attributesOf, rowsOf, type AttributeRow } from './attribute_rows.ts'
import { useMay } from '../../api/session.ts'

const zones = timeZoneOptions()

/** The contact's fields and free attributes, shown or edited. */
export function AttributesCard({ contact }: { contact: Contact }) {
  const [editing, setEditing] = useState(false)
  const may = useMay('contacts:write')
  return (
    <Card
      title="Details"
      actions={
        editing || !may ? null : (
          <IconButton size="sm" label="Edit details" icon={<Pencil />} onClick={() => setEditing(true)} />
        )
      }
    >
      {editing ? <Editor contact={contact} onDone={() => setEditing(false)} /> : <Reading contact={contact} />}
    </Card>
  )
}

function Reading({ contact }: { contact: Contact }) {
  const rows: [string, string][] = [
    ['First name', contact.firstName ?? '–'],
    ['Last name', contact.lastName ?? '–'],
    ['E-mail', contact.email ?? '–'],
    ['Time zone', contact.timeZone?.replaceAll('_', ' ') ?? 'from the number'],
    ...rowsOf(contact.attributes).map((row): [string, string] => [row.key, row.value]),
    ['Added', formatMoment(contact.createdAt)],
  ]
  return (
    <dl className="flex flex-col gap-2.5 text-base">
      {rows.map(([name, value]) => (
        <div key={name} className="grid grid-cols-[7rem_minmax(0,1fr)] gap-3">
          <dt className="truncate text-ink-faint" title={name}>
            {name}
          </dt>
          <dd className="wrap-anywhere text-ink">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Editor({ contact, onDone }: { contact: Contact; onDone: () => void }) {
  const [form, setForm] = useState({
    firstName: contact.firstName ?? '',
    lastName: contact.lastName ?? '',
    email: contact.email ?? '',
    timeZone: contact.timeZone,
  })
  const [rows, setRows] = useState<AttributeRow[]>(() => rowsOf(contact.attributes))
  const save = useUpdateContact(contact.id)
  const setRow = (index: number, change: Partial<AttributeRow>) =>
    setRows(rows.map((row, at) => (at === index ? { ...row, ...change } : row)))
  const submit = () =>
    save.mutate(
      {
        firstName: form.firstName.trim() || null,
        lastName: form.lastName.trim() || null,
        email: form.email.trim() || null,
        timeZone: form.timeZone,
        attributes: attributesOf(rows, contact.attributes),
      },
      { onSuccess: onDone },
    )
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Field label="First name" error={fieldError(save.error, 'firstName')}>
        <Input
          autoFocus
          value={form.firstName}
          onChange={(event) => setForm({ ...form, firstName: event.target.value })}
        />
      </Field>
      <Field label="Last name" error={fieldError(save.error, 'lastName')}>
        <Input value={form.lastName} onChange={(event) => setForm({ ...form, lastName: event.target.value })} />
      </Field>
      <Field label="E-mail" error={fieldError(save.error, 'email')}>
        <Input type="email" value={form.email} onChange={(event) => setForm({ ...form, email: event.target.value })} />
      </Field>
      <Field label="Time zone" error={fieldError(save.error, 'timeZone')}>
        <Combobox
          value={zones.find((zone) => zone.value === form.timeZone) ?? null}
          onChange={(zone) => setForm({ ...form, timeZone: zone?.value ?? null })}
          options={zones}
          placeholder="From the number"
        />
      </Field>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 text-sm font-medium">Attributes</legend>
        {rows.map((row, index) => (
          <div key={index} className="flex items-center gap-1.5">
            <Input
              aria-label="Name of the attribute"
              placeholder="name"
              value={row.key}
              onChange={(event) => setRow(index, { key: event.target.value })}
            />
            <Input
              aria-label={`Value of ${row.key || 'the attribute'}`}
              placeholder="value"
              value={row.value}
              onChange={(event) => setRow(index, { value: event.target.value })}
            />
            <IconButton
              size="sm"
              label="Remove"
              icon={<X />}
              onClick={() => setRows(rows.filter((_, at) => at !== index))}
            />
          </div>
        ))}
        <Button
          size="sm"
          variant="ghost"
          icon={<Plus />}
          className="self-start"
          onClick={() => setRows([...rows, { key: '', value: '' }])}
        >
          Add attribute
        </Button>
      </fieldset>
      {save.isError ? (
        <p role="alert" className="text-sm text-bad-ink">
          {messageOf(save.error)}
        </p>
      ) : null}
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onDone}>
          Cancel
        </Button>
        <Button size="sm" type="submit" variant="primary" loading={save.isPending}>
          Save
        </Button>
      </div>
    </form>
  )
}
