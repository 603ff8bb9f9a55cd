import { nodeJsonSchema, type NodeData } from '@soniarose/graph'
import { useMemo } from 'react'
import { Field } from '../../../ui/field.tsx'
import { Input } from '../../../ui/input.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { Select } from '../../../ui/select.tsx'
import { asText } from '../fields/field_props.ts'
import { PathField } from '../fields/text_fields.tsx'
import { useFormFacts } from '../form_context.tsx'
import { fieldsOf } from '../read_schema.ts'
import { SchemaForm } from '../schema_form.tsx'
import type { StepFormProps } from './step_form.ts'

/** The ways to wait, each with the fields that belong to it and what it starts from. */
const MODES = {
  for: { label: 'For a while', fields: ['for'], start: { for: 'P1D' } },
  untilTime: { label: 'Time of day', fields: ['untilTime', 'days'], start: { untilTime: '09:00' } },
  untilDate: { label: 'Date', fields: ['untilDate', 'offset', 'atTime'], start: { untilDate: '' } },
  untilEvent: { label: 'Event', fields: ['untilEvent', 'timeout'], start: { untilEvent: '', timeout: 'P7D' } },
} as const
type Mode = keyof typeof MODES

const NAMES: readonly Mode[] = ['for', 'untilTime', 'untilDate', 'untilEvent']

/** The way that a step waits; the first where none is set yet. */
function modeOf(data: NodeData): Mode {
  return NAMES.find((mode) => data[mode] !== undefined) ?? 'for'
}

/** How a step waits: choose the way, then how long or until when. */
export function WaitForm({ data, onChange, errors }: StepFormProps) {
  const { readOnly } = useFormFacts()
  const schema = nodeJsonSchema('wait')
  const mode = modeOf(data)
  const others = NAMES.filter((each) => each !== mode).flatMap((each): readonly string[] => MODES[each].fields)
  const choose = (next: Mode) => {
    if (next === mode && data[mode] !== undefined) return
    onChange({ ...(data['label'] === undefined ? {} : { label: data['label'] }), ...MODES[next].start }, 'mode')
  }
  return (
    <div className="flex flex-col gap-4">
      {readOnly ? null : (
        <Segmented<Mode>
          label="Wait"
          value={mode}
          onChange={choose}
          options={NAMES.map((each) => ({ value: each, label: MODES[each].label }))}
        />
      )}
      {mode === 'untilDate' ? <DateOrField data={data} onChange={onChange} errors={errors} /> : null}
      <SchemaForm
        schema={schema}
        value={data}
        onChange={onChange}
        errors={errors}
        except={[...others, 'untilDate', 'label']}
      />
      <p className="text-sm text-ink-faint">In the contact’s own time zone, also when the clocks change.</p>
    </div>
  )
}

/** A fixed date, or a date that each contact has. */
function DateOrField({ data, onChange, errors }: StepFormProps) {
  const { readOnly } = useFormFacts()
  const field = useMemo(() => fieldsOf(nodeJsonSchema('wait')).find((each) => each.name === 'untilDate'), [])
  const value = asText(data['untilDate'])
  const isField = value.startsWith('contact')
  const set = (next: unknown) => onChange({ ...data, untilDate: next ?? '' }, 'untilDate')
  if (!field) return null
  return (
    <div className="flex flex-col gap-3">
      <Select
        label="Which date"
        value={isField ? 'field' : 'fixed'}
        disabled={readOnly}
        onChange={(next) => set(next === 'field' ? 'contact.attributes.birthday' : '')}
        options={[
          { value: 'fixed', label: 'The same date for everybody' },
          { value: 'field', label: 'A date that the contact has', hint: 'Such as a birthday or an appointment' },
        ]}
      />
      {isField ? (
        <PathField
          field={{ ...field, title: 'Field', description: undefined }}
          value={value}
          onChange={set}
          errors={new Map([...errors].filter(([key]) => key === 'untilDate').map(([, text]) => ['', text]))}
          only={(path) => path.startsWith('contact.')}
        />
      ) : (
        <Field label="Date" error={errors.get('untilDate')}>
          <Input
            type={value === '' || /^\d{4}-\d{2}-\d{2}$/.test(value) ? 'date' : 'text'}
            value={value}
            readOnly={readOnly}
            onChange={(event) => set(event.target.value)}
            className="w-44"
          />
        </Field>
      )}
    </div>
  )
}
