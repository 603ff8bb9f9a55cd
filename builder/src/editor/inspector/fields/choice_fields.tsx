import { Toggle } from '@base-ui/react/toggle'
import { WEEKDAYS } from '@soniarose/graph'
import { Pencil, Plus } from 'lucide-react'
import { useId, useState, type ReactNode } from 'react'
import { useSegments, type Segment } from '../../../api/segments.ts'
import type { Sender } from '../../../api/senders.ts'
import { conditionInWords } from '../../../crm/segments/condition_words.ts'
import { SegmentDialog } from '../../../crm/segments/segment_dialog.tsx'
import { formatPhone } from '../../../crm/shared/contact_text.ts'
import { Button } from '../../../ui/button.tsx'
import { Field } from '../../../ui/field.tsx'
import { Input } from '../../../ui/input.tsx'
import { Select } from '../../../ui/select.tsx'
import { useFormFacts } from '../form_context.tsx'
import { useMembers, useSenders, useTags, useWorkflowChoices } from '../lookups.ts'
import { asText, asTexts, orNothing, type WidgetProps } from './field_props.ts'

const DAY_NAMES: Record<(typeof WEEKDAYS)[number], string> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
}

/** The days of the week, each on or off; none chosen means every day. */
export function WeekdaysField({ field, value, onChange, errors }: WidgetProps) {
  const chosen = asTexts(value)
  const { readOnly } = useFormFacts()
  return (
    <Field label={field.title} hint={chosen.length === 0 ? 'Every day' : undefined} error={errors.get('')}>
      <div role="group" aria-label={field.title} className="flex flex-wrap gap-1">
        {WEEKDAYS.map((day) => (
          <Toggle
            key={day}
            disabled={readOnly}
            pressed={chosen.includes(day)}
            aria-label={DAY_NAMES[day]}
            onPressedChange={(on) => {
              const next = WEEKDAYS.filter((each) => (each === day ? on : chosen.includes(each)))
              onChange(next.length === 0 ? undefined : next)
            }}
            className="h-8 w-10 rounded-md border border-control/75 bg-raised text-sm font-medium text-ink-soft calm transition-colors hover:border-control data-[pressed]:border-rose data-[pressed]:bg-rose-soft data-[pressed]:text-rose-ink"
          >
            {DAY_NAMES[day].slice(0, 2)}
          </Toggle>
        ))}
      </div>
    </Field>
  )
}

/** A tag by its name; known ones are offered, new ones can be written. */
export function TagField({ field, value, onChange, errors }: WidgetProps) {
  const tags = useTags().data ?? []
  const { readOnly } = useFormFacts()
  const list = useId()
  return (
    <Field label={field.title} required={field.required} hint={field.description} error={errors.get('')}>
      <Input
        value={asText(value)}
        list={list}
        readOnly={readOnly}
        autoComplete="off"
        placeholder="vip"
        onChange={(event) => onChange(field.required ? event.target.value : orNothing(event.target.value))}
      />
      <datalist id={list}>
        {tags.map((tag) => (
          <option key={tag.name} value={tag.name}>
            {tag.name}
          </option>
        ))}
      </datalist>
    </Field>
  )
}

interface Choice {
  value: string
  label: string
  hint?: string
}

/** One of some things that the server knows; a chosen one that it doesn't know is still shown. */
function LookupField({
  field,
  value,
  onChange,
  errors,
  choices,
  none,
  foot,
}: WidgetProps & { choices: readonly Choice[]; none?: string; foot?: ReactNode }) {
  const { readOnly } = useFormFacts()
  const chosen = asText(value)
  const known = chosen === '' || choices.some((choice) => choice.value === chosen)
  const options = [
    ...(none === undefined ? [] : [{ value: '', label: none }]),
    ...(known ? [] : [{ value: chosen, label: `Not found (${chosen.slice(0, 8)}…)` }]),
    ...choices,
  ]
  const control = (
    <Field
      label={field.title}
      required={field.required}
      hint={field.description}
      error={errors.get('') ?? (known ? null : 'This one no longer exists. Choose another.')}
    >
      <Select
        label={field.title}
        value={chosen === '' && none === undefined ? null : chosen}
        disabled={readOnly}
        onChange={(next) => onChange(orNothing(next))}
        options={options}
        placeholder={choices.length === 0 ? 'Nothing to choose from yet' : 'Choose…'}
      />
    </Field>
  )
  if (readOnly || foot === undefined) return control
  // Beside the field, not in it: what opens from here has labels of its own.
  return (
    <div className="flex flex-col gap-1">
      {control}
      {foot}
    </div>
  )
}

/** A segment of the contacts; one that is missing is made on the spot. */
export function SegmentField(props: WidgetProps) {
  const segments = useSegments().data ?? []
  const [editing, setEditing] = useState<Segment | 'new' | null>(null)
  const chosen = segments.find((segment) => segment.id === props.value)
  return (
    <LookupField
      {...props}
      foot={
        <span className="flex flex-wrap gap-1">
          <Button size="sm" variant="ghost" icon={<Plus />} onClick={() => setEditing('new')}>
            New segment
          </Button>
          {chosen ? (
            <Button size="sm" variant="ghost" icon={<Pencil />} onClick={() => setEditing(chosen)}>
              Change its rules
            </Button>
          ) : null}
          {editing ? (
            <SegmentDialog
              segment={editing === 'new' ? null : editing}
              onClose={() => setEditing(null)}
              onSaved={({ id }) => {
                setEditing(null)
                props.onChange(id)
              }}
            />
          ) : null}
        </span>
      }
      choices={segments.map(({ id, name, rules }) => ({
        value: id,
        label: name,
        hint: conditionInWords(rules),
      }))}
    />
  )
}

export function MemberField(props: WidgetProps) {
  const members = useMembers().data ?? []
  return (
    <LookupField
      {...props}
      none="Everybody"
      choices={members.map(({ id, name, email }) => ({ value: id, label: name || email }))}
    />
  )
}

function aboutSender({ phone, messagingServiceSid, isDefault, pausedAt }: Sender): string {
  const parts = [
    phone ? formatPhone(phone) : messagingServiceSid,
    isDefault ? 'default' : null,
    pausedAt ? 'paused' : null,
  ]
  return parts.filter(Boolean).join(' · ')
}

export function SenderField(props: WidgetProps) {
  const senders = useSenders().data ?? []
  return (
    <LookupField
      {...props}
      none="The contact’s own sender"
      choices={senders.map((sender) => ({
        value: sender.id,
        label: sender.label || sender.phone || sender.id,
        hint: aboutSender(sender),
      }))}
    />
  )
}

/** Another workflow of this workspace. */
export function WorkflowField(props: WidgetProps) {
  const workflows = useWorkflowChoices().data ?? []
  return (
    <LookupField
      {...props}
      choices={workflows.map(({ id, name, status }) => ({ value: id, label: name, hint: status }))}
    />
  )
}
