import { nodeJsonSchema } from '@soniarose/graph'
import { countSegments, smartEncode } from '@soniarose/messaging'
import { Lightbulb, WandSparkles } from 'lucide-react'
import { useDeferredValue, useMemo, useState, type ReactNode } from 'react'
import { useSettings } from '../../../api/settings.ts'
import { Button } from '../../../ui/button.tsx'
import { Switch } from '../../../ui/switch.tsx'
import { useInsights } from '../../editor_context.tsx'
import { asText, asTexts } from '../fields/field_props.ts'
import { TemplateField } from '../fields/template_field.tsx'
import { useFormFacts } from '../form_context.tsx'
import { useSampleContacts } from '../lookups.ts'
import { estimateText, hasAddress, renderFor, SAMPLE } from '../message_text.ts'
import { fieldsOf } from '../read_schema.ts'
import { SchemaField, withKey } from '../schema_form.tsx'
import { FirstText } from './first_text.tsx'
import { MessageLength } from './message_length.tsx'
import { MessagePreview } from './message_preview.tsx'
import type { StepFormProps } from './step_form.ts'

const STOP_HINT = 'Reply STOP to opt out.'
const NO_ERRORS: ReadonlyMap<string, string> = new Map()

/** The text of a message with its length and price, a preview on a phone, its files, its sender and its links. */
export function MessageForm({ data, onChange, errors }: StepFormProps) {
  const { graph } = useFormFacts()
  const people = useSamplePeople()
  const origin = useLinkOrigin()
  const [chosen, setChosen] = useState('')
  const person = people.find((each) => each.id === chosen) ?? people[0] ?? SAMPLE
  const body = asText(data['body'])
  const shortens = data['shortenLinks'] === true
  const setting = useMemo(
    () => ({ workflow: graph.name, shortLinks: shortens ? origin : null }),
    [graph.name, shortens, origin],
  )
  const shown = useMemo(() => renderFor(body, person, setting), [body, person, setting])
  // Two hundred contacts' worth of merging must not be in the way of typing.
  const calm = useDeferredValue(body)
  const estimate = useMemo(() => estimateText(calm, people, setting), [calm, people, setting])
  const fields = useMemo(() => new Map(fieldsOf(nodeJsonSchema('send_sms')).map((field) => [field.name, field])), [])
  const mediaIds = asTexts(data['mediaIds'])
  const set = (name: string) => (value: unknown) => onChange(withKey(data, name, value), name)
  const other = (name: string) => {
    const field = fields.get(name)
    return field ? (
      <SchemaField field={field} value={data[name]} onChange={set(name)} errors={fieldErrors(errors, name)} />
    ) : null
  }
  return (
    <div className="flex flex-col gap-4">
      <Body data={data} onChange={onChange} errors={errors} />
      <FirstText text={shown.ok ? shown.text : body} />
      {estimate && body.trim() !== '' ? (
        <MessageLength estimate={estimate} withMedia={mediaIds.length > 0} people={people.length} />
      ) : null}
      <MessagePreview shown={shown} mediaIds={mediaIds} people={people} person={person} onPerson={setChosen} />
      {other('mediaIds')}
      <LinksSwitch
        on={shortens}
        useful={hasAddress(body)}
        origin={origin}
        onChange={(on) => set('shortenLinks')(on ? true : undefined)}
      />
      {other('senderId')}
    </div>
  )
}

function useSamplePeople() {
  const contacts = useSampleContacts().data
  return useMemo(() => (contacts && contacts.length > 0 ? contacts : [SAMPLE]), [contacts])
}

/** Where short links of this workspace stand. */
function useLinkOrigin(): string {
  const domain = useSettings().data?.linkDomain
  return domain ? domain.replace(/\/+$/, '') : window.location.origin
}

function fieldErrors(errors: ReadonlyMap<string, string>, name: string): ReadonlyMap<string, string> {
  const message = errors.get(name)
  return message === undefined ? NO_ERRORS : new Map([['', message]])
}

/** The template itself, with what would make it cheaper or keep it lawful. */
function Body({ data, onChange, errors }: StepFormProps) {
  const { nodeId, readOnly } = useFormFacts()
  const field = useMemo(() => fieldsOf(nodeJsonSchema('send_sms')).find((each) => each.name === 'body'), [])
  const body = asText(data['body'])
  const setBody = (text: unknown) => onChange({ ...data, body: text ?? '' }, 'body')
  const plain = smartEncode(body)
  const dearer = plain !== body && countSegments(plain).segments < countSegments(body).segments
  const asksForStop = useInsights(
    (state) => state.warnings.get(nodeId)?.some((issue) => issue.code === 'W_NO_STOP_WORDING') ?? false,
  )
  if (!field) return null
  return (
    <div className="flex flex-col gap-1.5">
      <TemplateField field={field} value={body} onChange={setBody} error={errors.get('body') ?? null} keepEmpty />
      {dearer && !readOnly ? (
        <Hint
          action={
            <Button size="sm" icon={<WandSparkles />} onClick={() => setBody(plain)}>
              Replace them
            </Button>
          }
        >
          Curly quotes or dashes make this text dearer. Plain ones look the same.
        </Hint>
      ) : null}
      {asksForStop && !readOnly ? (
        <Hint
          action={
            <Button size="sm" onClick={() => setBody(`${body.trimEnd()} ${STOP_HINT}`.trim())}>
              Add “{STOP_HINT}”
            </Button>
          }
        >
          The first text of a workflow should say how to opt out.
        </Hint>
      ) : null}
    </div>
  )
}

function LinksSwitch({
  on,
  useful,
  origin,
  onChange,
}: {
  on: boolean
  useful: boolean
  origin: string
  onChange: (on: boolean) => void
}) {
  const { readOnly } = useFormFacts()
  const hint = useful
    ? `Web addresses become ${origin.replace(/^https?:\/\//, '')}/l/…; the first click raises the event link_clicked.`
    : 'For texts with a web address: it becomes a short one, and the first click raises the event link_clicked.'
  return <Switch label="Short links" hint={hint} checked={on} disabled={readOnly} onChange={onChange} />
}

function Hint({ children, action }: { children: ReactNode; action: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 rounded-md bg-warn-soft px-3 py-2 text-sm text-warn-ink">
      <span className="flex min-w-0 flex-1 basis-48 items-start gap-2">
        <Lightbulb aria-hidden className="mt-0.5 size-4 shrink-0" />
        {children}
      </span>
      {action}
    </div>
  )
}
