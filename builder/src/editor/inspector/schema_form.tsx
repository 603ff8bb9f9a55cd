import { isRecord, type JsonSchema } from '@soniarose/graph'
import { ChevronRight, Plus, Trash2 } from 'lucide-react'
import { useMemo, type ComponentType } from 'react'
import { Button } from '../../ui/button.tsx'
import { FieldGroup } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon_button.tsx'
import { BranchesField } from './fields/branches_field.tsx'
import {
  MemberField,
  SegmentField,
  SenderField,
  TagField,
  WeekdaysField,
  WorkflowField,
} from './fields/choice_fields.tsx'
import { ConditionField } from './fields/condition_field.tsx'
import { DurationField } from './fields/duration_field.tsx'
import { EventField } from './fields/event_field.tsx'
import type { WidgetProps } from './fields/field_props.ts'
import { JsonField } from './fields/json_field.tsx'
import { MediaField } from './fields/media_field.tsx'
import { PairsField } from './fields/pairs_field.tsx'
import { ScheduleField } from './fields/schedule_field.tsx'
import { TemplateField } from './fields/template_field.tsx'
import {
  BooleanField,
  ChoiceField,
  NumberField,
  PathField,
  TextField,
  TimeField,
  WordsField,
} from './fields/text_fields.tsx'
import { freshBranchId } from '../store/fresh_ids.ts'
import { useFormFacts } from './form_context.tsx'
import { fieldsOf, isShown, resolve, type FormField } from './read_schema.ts'

type Widget = ComponentType<WidgetProps>

const Template: Widget = ({ errors, ...props }) => <TemplateField {...props} error={errors.get('')} />
const Duration: Widget = ({ field, value, onChange, errors }) => (
  <DurationField
    title={field.title}
    required={field.required}
    hint={field.description}
    signed={field.hints.signed}
    value={value}
    onChange={onChange}
    error={errors.get('')}
  />
)
const ContactPath: Widget = (props) => <PathField {...props} only={(path) => path.startsWith('contact.')} />

/** The fields that a schema can ask for by name. */
const WIDGETS: Record<string, Widget> = {
  branches: BranchesField,
  condition: ConditionField,
  contact_field: ContactPath,
  duration: Duration,
  event: EventField,
  field: PathField,
  fields: ListField,
  media: MediaField,
  member: MemberField,
  pairs: PairsField,
  rrule: ScheduleField,
  segment: SegmentField,
  sender: SenderField,
  tag: TagField,
  template: Template,
  textarea: Template,
  time: TimeField,
  weekdays: WeekdaysField,
  words: WordsField,
  workflow: WorkflowField,
}

const BY_TYPE: Record<FormField['type'], Widget> = {
  text: TextField,
  choice: ChoiceField,
  number: NumberField,
  integer: NumberField,
  boolean: BooleanField,
  words: WordsField,
  list: ListField,
  group: GroupField,
  other: JsonField,
}

interface SchemaFormProps {
  schema: JsonSchema
  /** The document that `$ref`s point into; the schema itself when absent. */
  root?: JsonSchema
  value: Record<string, unknown>
  /** Gets the whole new value and the name of the field that changed. */
  onChange: (value: Record<string, unknown>, field: string) => void
  /** What is wrong, by path below this form: `branches.0.match`. */
  errors: ReadonlyMap<string, string>
  /** Fields that are drawn elsewhere. */
  except?: readonly string[]
}

/** A form drawn from a JSON Schema: of a built-in step, of a plugin's, or of the workflow's settings. */
export function SchemaForm({ schema, root, value, onChange, errors, except = [] }: SchemaFormProps) {
  const fields = useMemo(() => fieldsOf(schema, root ?? schema), [schema, root])
  const shown = fields.filter((field) => !except.includes(field.name) && isShown(field, value))
  const draw = (field: FormField) => (
    <SchemaField
      key={field.name}
      field={field}
      value={value[field.name]}
      errors={below(errors, field.name)}
      onChange={(next) => onChange(withKey(value, field.name, next), field.name)}
    />
  )
  const more = shown.filter((field) => field.hints.group === 'more')
  if (shown.length === 0) return null
  return (
    <div className="flex flex-col gap-4">
      {shown.filter((field) => field.hints.group !== 'more').map(draw)}
      {more.length > 0 ? (
        <details
          className="group"
          open={more.some((field) => [...errors.keys()].some((key) => key.startsWith(field.name)))}
        >
          <summary className="flex list-none items-center gap-1 rounded-sm py-1 text-sm font-medium text-ink-soft hover:text-ink">
            <ChevronRight aria-hidden className="size-4 calm transition-transform group-open:rotate-90" />
            More
          </summary>
          <div className="mt-3 flex flex-col gap-4">{more.map(draw)}</div>
        </details>
      ) : null}
    </div>
  )
}

/** One field, drawn by the widget that its schema names, else by its type. */
export function SchemaField(props: WidgetProps) {
  const { field } = props
  const Widget = (field.hints.widget === null ? undefined : WIDGETS[field.hints.widget]) ?? BY_TYPE[field.type]
  return <Widget {...props} />
}

function GroupField({ field, value, onChange, errors }: WidgetProps) {
  return (
    <fieldset className="rounded-md border border-line p-3">
      <legend className="px-1 text-sm font-medium">{field.title}</legend>
      <SchemaForm
        schema={field.schema}
        value={isRecord(value) ? value : {}}
        errors={errors}
        onChange={(next) => onChange(Object.keys(next).length === 0 ? undefined : next)}
      />
    </fieldset>
  )
}

/** A list of objects, each with a small form of its own. */
function ListField({ field, value, onChange, errors }: WidgetProps) {
  const { readOnly } = useFormFacts()
  const rows = Array.isArray(value) ? value.filter(isRecord) : []
  const item = resolve(field.schema['items'], field.schema) ?? {}
  const change = (next: Record<string, unknown>[]) => onChange(next.length === 0 && !field.required ? undefined : next)
  // An id only tells the rows apart; nobody should have to think one up.
  const needsId = fieldsOf(item, field.schema).some((each) => each.name === 'id')
  const add = () => {
    const taken = new Set(rows.map((row) => (typeof row['id'] === 'string' ? row['id'] : '')))
    change([...rows, needsId ? { id: freshBranchId('rule', taken) } : {}])
  }
  return (
    <FieldGroup label={field.title} required={field.required} hint={field.description} error={errors.get('')}>
      <div className="flex flex-col gap-2">
        {rows.map((row, index) => (
          <div key={index} className="relative rounded-md border border-line bg-sunken p-3 pr-10">
            <SchemaForm
              schema={item}
              root={field.schema}
              value={row}
              errors={below(errors, String(index))}
              except={['id']}
              onChange={(next) => change(rows.with(index, next))}
            />
            {readOnly ? null : (
              <IconButton
                size="sm"
                label={`Remove row ${index + 1}`}
                icon={<Trash2 />}
                className="absolute top-1.5 right-1.5"
                onClick={() => change(rows.toSpliced(index, 1))}
              />
            )}
          </div>
        ))}
        {readOnly ? null : (
          <Button size="sm" variant="ghost" icon={<Plus />} className="self-start" onClick={add}>
            Add
          </Button>
        )}
      </div>
    </FieldGroup>
  )
}

/** A value with one key set; a key without a value is left out. */
export function withKey(value: Record<string, unknown>, key: string, next: unknown): Record<string, unknown> {
  if (next !== undefined) return { ...value, [key]: next }
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
}

/** The problems below a path, by what remains of theirs. */
export function below(errors: ReadonlyMap<string, string>, path: string): ReadonlyMap<string, string> {
  return new Map(
    [...errors].flatMap(([key, message]): [string, string][] => {
      if (key === path) return [['', message]]
      return key.startsWith(`${path}.`) ? [[key.slice(path.length + 1), message]] : []
    }),
  )
}
