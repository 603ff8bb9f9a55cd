import { useEffect, useState } from 'react'
import { Field } from '../../../ui/field.tsx'
import { Textarea } from '../../../ui/input.tsx'
import { useFormFacts } from '../form_context.tsx'
import type { WidgetProps } from './field_props.ts'

/** A value of a shape that no other field can draw, as JSON. What can't be read isn't taken over. */
export function JsonField({ field, value, onChange, errors }: WidgetProps) {
  const { readOnly } = useFormFacts()
  const written = value === undefined ? '' : JSON.stringify(value, null, 2)
  const [text, setText] = useState(written)
  const [fault, setFault] = useState<string | null>(null)
  useEffect(() => setText(written), [written])
  return (
    <Field
      label={field.title}
      required={field.required}
      hint={field.description ?? 'JSON'}
      error={fault ?? errors.get('')}
    >
      <Textarea
        value={text}
        rows={4}
        readOnly={readOnly}
        spellCheck={false}
        className="font-mono text-sm"
        onChange={(event) => {
          setText(event.target.value)
          setFault(null)
        }}
        onBlur={() => {
          try {
            onChange(text.trim() === '' ? undefined : JSON.parse(text))
          } catch (error) {
            if (!(error instanceof SyntaxError)) throw error
            setFault(`This can’t be read as JSON: ${error.message}`)
          }
        }}
      />
    </Field>
  )
}
