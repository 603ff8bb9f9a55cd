import { useId } from 'react'
import { TagsInput } from '../../../ui/combobox.tsx'
import { cn } from '../../../ui/cn.ts'
import { Field } from '../../../ui/field.tsx'
import { Input } from '../../../ui/input.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { Select } from '../../../ui/select.tsx'
import { Switch } from '../../../ui/switch.tsx'
import { useFormFacts } from '../form_context.tsx'
import { asText, asTexts, orNothing, type WidgetProps } from './field_props.ts'

/** One line of text. */
export function TextField({ field, value, onChange, errors }: WidgetProps) {
  const { readOnly } = useFormFacts()
  return (
    <Field label={field.title} required={field.required} hint={field.description} error={errors.get('')}>
      <Input
        value={asText(value)}
        readOnly={readOnly}
        placeholder={field.hints.placeholder}
        className={cn(field.hints.mono && 'font-mono text-sm')}
        onChange={(event) => onChange(field.required ? event.target.value : orNothing(event.target.value))}
      />
    </Field>
  )
}

/** A time of day. */
export function TimeField({ field, value, onChange, errors }: WidgetProps) {
  const { readOnly } = useFormFacts()
  return (
    <Field label={field.title} required={field.required} hint={field.description} error={errors.get('')}>
      <Input
        type="time"
        value={asText(value)}
        readOnly={readOnly}
        onChange={(event) => onChange(orNothing(event.target.value))}
        className="w-36"
      />
    </Field>
  )
}

/** A number; empty is no value. */
export function NumberField({ field, value, onChange, errors }: WidgetProps) {
  const { readOnly } = useFormFacts()
  const bound = (key: string) => (typeof field.schema[key] === 'number' ? field.schema[key] : undefined)
  return (
    <Field label={field.title} required={field.required} hint={field.description} error={errors.get('')}>
      <Input
        type="number"
        value={asText(value)}
        readOnly={readOnly}
        min={bound('minimum')}
        max={bound('maximum')}
        step={field.type === 'integer' ? 1 : 'any'}
        placeholder={asText(field.schema['default']) || undefined}
        onChange={(event) => onChange(event.target.value === '' ? undefined : Number(event.target.value))}
        className="nums w-36"
      />
    </Field>
  )
}

/** Yes or no. */
export function BooleanField({ field, value, onChange }: WidgetProps) {
  const { readOnly } = useFormFacts()
  const on = typeof value === 'boolean' ? value : field.schema['default'] === true
  return <Switch label={field.title} hint={field.description} checked={on} disabled={readOnly} onChange={onChange} />
}

/** One of a few choices: all in sight where they are short, else a list. */
export function ChoiceField({ field, value, onChange, errors }: WidgetProps) {
  const { readOnly } = useFormFacts()
  const fallback = field.schema['default']
  const chosen = asText(value) || (typeof fallback === 'string' ? fallback : '')
  const fits = field.choices.length <= 4 && field.choices.every((choice) => choice.label.length <= 9)
  return (
    <Field label={field.title} required={field.required} hint={field.description} error={errors.get('')}>
      {fits && !readOnly ? (
        <Segmented label={field.title} value={chosen} onChange={onChange} options={field.choices} />
      ) : (
        <Select
          label={field.title}
          value={chosen || null}
          disabled={readOnly}
          onChange={onChange}
          options={field.choices}
        />
      )}
    </Field>
  )
}

/** Any number of words or phrases. */
export function WordsField({ field, value, onChange, errors }: WidgetProps) {
  const { readOnly } = useFormFacts()
  const words = asTexts(value)
  return (
    <Field label={field.title} required={field.required} hint={field.description} error={errors.get('')}>
      {readOnly ? (
        <p className="text-base text-ink-soft">{words.join(', ') || '–'}</p>
      ) : (
        <TagsInput
          value={words}
          onChange={(next) => onChange(next.length === 0 && !field.required ? undefined : next)}
          suggestions={[]}
          label={field.title}
          placeholder="Type a word, then Enter"
        />
      )}
    </Field>
  )
}

/** A path such as `contact.attributes.city`; what is known is offered. */
export function PathField({
  field,
  value,
  onChange,
  errors,
  only,
}: WidgetProps & { only?: (path: string) => boolean }) {
  const { variables, readOnly } = useFormFacts()
  const list = useId()
  return (
    <Field label={field.title} required={field.required} hint={field.description} error={errors.get('')}>
      <Input
        value={asText(value)}
        list={list}
        readOnly={readOnly}
        autoComplete="off"
        spellCheck={false}
        className="font-mono text-sm"
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={list}>
        {variables
          .filter((variable) => only?.(variable.path) ?? true)
          .map((variable) => (
            <option key={variable.path} value={variable.path}>
              {variable.label}
            </option>
          ))}
      </datalist>
    </Field>
  )
}
