import { nodeJsonSchema, TRIGGER_EVENTS, type TriggerEvent } from '@soniarose/graph'
import { Field } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { asText } from '../fields/field_props.ts'
import { useFormFacts } from '../form_context.tsx'
import { SchemaForm } from '../schema_form.tsx'
import type { StepFormProps } from './step_form.ts'
import { TriggerHelp } from './trigger_help.tsx'

/** What can start a workflow, in words. */
const WORDS: Record<TriggerEvent, { label: string; hint: string }> = {
  contact_created: { label: 'A contact is added', hint: 'By hand, import, form, API or a first text' },
  tag_added: { label: 'A contact gets a tag', hint: 'From anywhere' },
  keyword: { label: 'Someone texts a word', hint: 'JOIN, for example' },
  event: { label: 'An event comes', hint: 'Sent by your own systems' },
  segment_entered: { label: 'A contact comes into a segment', hint: 'As soon as its rules hold' },
  schedule: { label: 'At set times', hint: 'For everybody in a segment' },
  webhook: { label: 'Another system calls', hint: 'By an address of its own' },
  manual: { label: 'By hand or by the API', hint: 'Someone starts it for chosen contacts' },
}

/** What starts the workflow. */
export function TriggerForm({ data, onChange, errors }: StepFormProps) {
  const { readOnly } = useFormFacts()
  const on = TRIGGER_EVENTS.find((each) => each === asText(data['on'])) ?? null
  return (
    <div className="flex flex-col gap-4">
      <Field label="Starts when" required error={errors.get('on')}>
        <Select<TriggerEvent>
          label="Starts when"
          value={on}
          disabled={readOnly}
          onChange={(next) =>
            onChange({ ...(data['label'] === undefined ? {} : { label: data['label'] }), on: next }, 'on')
          }
          options={TRIGGER_EVENTS.map((each) => ({ value: each, ...WORDS[each] }))}
        />
      </Field>
      <SchemaForm
        schema={nodeJsonSchema('trigger')}
        value={data}
        onChange={onChange}
        errors={errors}
        except={['on', 'label']}
      />
      {on ? <TriggerHelp on={on} /> : null}
    </div>
  )
}
