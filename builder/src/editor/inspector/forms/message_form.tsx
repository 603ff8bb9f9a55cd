import { compileTemplate, TemplateError, type ScopeSource } from '@soniarose/core'
import { nodeJsonSchema, titleOf, type NodeData } from '@soniarose/graph'
import { countSegments, smartEncode } from '@soniarose/messaging'
import { Lightbulb, WandSparkles } from 'lucide-react'
import { useMemo, useState, type ReactNode } from 'react'
import { contactName } from '../../../crm/shared/contact_text.ts'
import { SegmentsMeter } from '../../../crm/shared/segments_meter.tsx'
import type { Contact } from '../../../api/types.ts'
import { Bubble } from '../../../ui/bubble.tsx'
import { Button } from '../../../ui/button.tsx'
import { PhoneFrame } from '../../../ui/phone_frame.tsx'
import { Select } from '../../../ui/select.tsx'
import { useInsights } from '../../editor_context.tsx'
import { TemplateField } from '../fields/template_field.tsx'
import { asText } from '../fields/field_props.ts'
import { useFormFacts } from '../form_context.tsx'
import { useSampleContacts } from '../lookups.ts'
import { fieldsOf } from '../read_schema.ts'
import { SchemaForm } from '../schema_form.tsx'
import type { StepFormProps } from './step_form.ts'

const STOP_HINT = 'Reply STOP to opt out.'

/** The text of a message with its length, a preview on a phone, and the rest of its settings. */
export function MessageForm({ data, onChange, errors }: StepFormProps) {
  const { nodeId, readOnly } = useFormFacts()
  const schema = nodeJsonSchema('send_sms')
  const field = useMemo(() => fieldsOf(schema).find((each) => each.name === 'body'), [schema])
  const asksForStop = useInsights(
    (state) => state.warnings.get(nodeId)?.some((issue) => issue.code === 'W_NO_STOP_WORDING') ?? false,
  )
  const body = asText(data['body'])
  const setBody = (text: unknown) => onChange({ ...data, body: text ?? '' }, 'body')
  const plain = smartEncode(body)
  if (!field) return null
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-1.5">
        <TemplateField field={field} value={body} onChange={setBody} error={errors.get('body') ?? null} keepEmpty />
        {plain !== body && countSegments(plain).segments < countSegments(body).segments && !readOnly ? (
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
      <Preview data={data} />
      <SchemaForm schema={schema} value={data} onChange={onChange} errors={errors} except={['body', 'label']} />
    </div>
  )
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

const SAMPLE: Contact = {
  id: 'sample',
  phone: '+12025550143',
  firstName: 'Ana',
  lastName: 'Lopez',
  email: 'ana@example.com',
  timeZone: 'America/New_York',
  optInStatus: 'opted_in',
  tags: [],
  attributes: {},
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
}

/** The text as one contact would get it. */
function Preview({ data }: { data: NodeData }) {
  const contacts = useSampleContacts().data ?? []
  const { graph, nodeId } = useFormFacts()
  const people = contacts.length > 0 ? contacts : [SAMPLE]
  const [chosen, setChosen] = useState('')
  const person = people.find((each) => each.id === chosen) ?? people[0] ?? SAMPLE
  const body = asText(data['body'])
  const shown = useMemo(() => renderFor(body, person, graph.name), [body, person, graph.name])
  const node = graph.nodes.find((each) => each.id === nodeId)
  return (
    <section aria-label="Preview" className="rounded-lg bg-sunken p-3">
      <div className="mb-2.5 flex items-center justify-between gap-2">
        <SegmentsMeter text={shown.ok ? shown.text : body} />
        <Select
          label="Preview as"
          size="sm"
          value={person.id}
          onChange={setChosen}
          options={people.map((each) => ({ value: each.id, label: contactName(each) }))}
          className="w-36"
        />
      </div>
      <PhoneFrame
        title={graph.name || 'SoniaRose'}
        subtitle={node ? titleOf(node) : undefined}
        clock="9:41"
        className="mx-auto w-64"
      >
        <div className="min-h-28 p-3">
          {shown.ok && shown.text.trim() !== '' ? (
            <Bubble side="in">{shown.text}</Bubble>
          ) : (
            <p className="py-6 text-center text-sm text-ink-faint">
              {shown.ok ? 'The text appears here.' : shown.message}
            </p>
          )}
        </div>
      </PhoneFrame>
    </section>
  )
}

type Rendered = { ok: true; text: string } | { ok: false; message: string }

/** A text with a contact's data put in; what only a run knows stands in as a word in brackets. */
function renderFor(body: string, contact: Contact, workflow: string): Rendered {
  const now = Date.now()
  const roots: Record<string, unknown> = {
    contact,
    workflow: { id: 'preview', name: workflow },
    run: { id: 'preview', startedAt: new Date(now).toISOString(), stepsUsed: 1 },
    now: new Date(now).toISOString(),
    reply: { body: '[their reply]', receivedAt: new Date(now).toISOString() },
    steps: stepsIn(body),
    trigger: {},
  }
  const source: ScopeSource = { zone: contact.timeZone ?? 'UTC', now, root: (name) => roots[name] }
  try {
    return { ok: true, text: compileTemplate(body).render(source) }
  } catch (error) {
    if (error instanceof TemplateError) return { ok: false, message: error.message }
    throw error
  }
}

/** Stand-ins for what earlier steps would give back: `steps.quote.text` shows as "[text]". */
function stepsIn(body: string): Record<string, Record<string, string>> {
  const steps: Record<string, Record<string, string>> = {}
  for (const [, id = '', key = ''] of body.matchAll(/steps\.([\w:-]+)\.([\w:-]+)/g))
    steps[id] = { ...steps[id], [key]: `[${key}]` }
  return steps
}
