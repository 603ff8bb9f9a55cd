import { useState } from 'react'
import { Field } from '../../../ui/field.tsx'
import { Input } from '../../../ui/input.tsx'
import { Select } from '../../../ui/select.tsx'
import { useFormFacts } from '../form_context.tsx'
import { asText, type WidgetProps } from './field_props.ts'

/** What the product itself raises; all other events are sent by the workspace's own systems. */
const CLICK = 'link_clicked'

const kinds = [
  { value: CLICK, label: 'They click a short link', hint: 'The first click on any link of a text' },
  { value: 'own', label: 'An event of your own', hint: 'Sent by your systems to /api/events' },
] as const
type Kind = (typeof kinds)[number]['value']

/** An event by its name: a click on one of our links, or one that other systems send. */
export function EventField({ field, value, onChange, errors }: WidgetProps) {
  const { graph, readOnly } = useFormFacts()
  const name = asText(value)
  // An event of one's own that is called the same is the same.
  const [choosing, setChoosing] = useState(false)
  const kind: Kind | null = name === CLICK ? CLICK : name !== '' || choosing ? 'own' : null
  const shortens = graph.nodes.some((node) => node.type === 'send_sms' && node.data['shortenLinks'] === true)
  const choose = (next: Kind) => {
    setChoosing(next === 'own')
    // Never no value at all: the field itself stays, empty, until it is named.
    onChange(next === CLICK ? CLICK : name === CLICK ? '' : name)
  }
  return (
    <div className="flex flex-col gap-3">
      <Field
        label={field.title}
        required={field.required}
        hint={
          kind === CLICK && !shortens
            ? 'No text of this workflow has “Short links” on yet; turn it on where the link is.'
            : undefined
        }
        error={kind === 'own' ? null : errors.get('')}
      >
        <Select label={field.title} value={kind} disabled={readOnly} onChange={choose} options={kinds} />
      </Field>
      {kind === 'own' ? (
        <Field label="Its name" error={errors.get('')} hint={field.description ?? 'As your system sends it.'}>
          <Input
            value={name}
            readOnly={readOnly}
            maxLength={100}
            placeholder="order_shipped"
            autoComplete="off"
            spellCheck={false}
            className="font-mono text-sm"
            onChange={(event) => onChange(event.target.value)}
          />
        </Field>
      ) : null}
    </div>
  )
}
