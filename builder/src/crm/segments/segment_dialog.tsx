import { conditionSchema, type Condition } from '@soniarose/graph'
import { useState } from 'react'
import { Link } from 'react-router'
import { hasCode, messageOf } from '../../api/problem.ts'
import { useSaveSegment, useSegmentCount, type Segment } from '../../api/segments.ts'
import { useMay } from '../../api/session.ts'
import { useDebounced } from '../../app/use_debounced.ts'
import { ConditionField } from '../../editor/inspector/fields/condition_field.tsx'
import { FormFactsProvider } from '../../editor/inspector/form_context.tsx'
import { fieldNamed } from '../../editor/inspector/read_schema.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { plural } from '../../ui/format.ts'
import { Input } from '../../ui/input.tsx'
import { WhoMay } from '../shared/who_may.tsx'
import { conditionInWords, isFinished } from './condition_words.ts'
import { useSegmentFacts } from './segment_facts.ts'
import { UsedBy } from './used_by.tsx'

interface SegmentDialogProps {
  /** The one to change; null makes a new one. */
  segment: Segment | null
  /** What a new one begins with. */
  start?: { name?: string; rules?: unknown }
  onClose: () => void
  onSaved: (segment: Segment) => void
}

const RULES = fieldNamed('rules', 'Who is in it')
const START: Condition = { field: 'contact.tags', op: 'has_tag', value: '' }
const NONE: ReadonlyMap<string, string> = new Map()

/** Makes, changes or, for whoever may only look, shows a segment: its name, its rules, how many they take, who uses it. */
export function SegmentDialog(props: SegmentDialogProps) {
  const may = useMay('segments:write')
  return may || props.segment === null ? <Form {...props} /> : <Shown segment={props.segment} onClose={props.onClose} />
}

function Shown({ segment, onClose }: { segment: Segment; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={segment.name}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <div className="flex flex-col gap-4">
        <WhoMay scope="segments:write" />
        <section aria-label="Who is in it" className="flex flex-col gap-1">
          <h3 className="text-sm font-medium text-ink">Who is in it</h3>
          <p className="text-base wrap-anywhere text-ink">{conditionInWords(segment.rules)}</p>
        </section>
        <Standing segment={segment} rules={segment.rules} />
      </div>
    </Dialog>
  )
}

const MAKE = {
  title: 'New segment',
  description: 'Contacts come into it, and leave it, by themselves as its rules hold for them.',
  save: 'Make it',
}
const CHANGE = {
  title: 'Change the segment',
  description: 'The change counts wherever the segment is used.',
  save: 'Save',
}

function useForm({ segment, start = {}, onSaved }: SegmentDialogProps) {
  const given = segment ?? { name: '', rules: START, ...start }
  const [name, setName] = useState(given.name)
  const [rules, setRules] = useState<unknown>(given.rules)
  const saving = useSaveSegment(segment?.id ?? null)
  const read = conditionSchema.safeParse(rules)
  const ready = read.success && isFinished(rules) && name.trim() !== ''
  const taken = hasCode(saving.error, 'E_SEGMENT_EXISTS')
  return {
    name,
    rules,
    setRules,
    ready,
    taken,
    pending: saving.isPending,
    error: saving.isError && !taken ? messageOf(saving.error) : null,
    rename: (next: string) => {
      setName(next)
      if (taken) saving.reset()
    },
    save: () => {
      if (ready) saving.mutate({ name: name.trim(), rules: read.data }, { onSuccess: onSaved })
    },
  }
}

function Form(props: SegmentDialogProps) {
  const { segment, onClose } = props
  const facts = useSegmentFacts()
  const form = useForm(props)
  const words = segment ? CHANGE : MAKE
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={words.title}
      description={words.description}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={!form.ready} loading={form.pending} onClick={form.save}>
            {words.save}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field
          label="Name"
          required
          error={form.taken ? 'Another segment has this name. Choose a different one.' : null}
        >
          <Input
            value={form.name}
            maxLength={120}
            placeholder="Spring buyers"
            autoComplete="off"
            onChange={(event) => form.rename(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') form.save()
            }}
          />
        </Field>
        <FormFactsProvider value={facts}>
          <ConditionField field={RULES} value={form.rules} errors={NONE} onChange={form.setRules} />
        </FormFactsProvider>
        {segment ? <Standing segment={segment} rules={form.rules} /> : <Count rules={form.rules} see={null} />}
        {form.error === null ? null : (
          <p role="alert" className="text-sm text-bad-ink">
            {form.error}
          </p>
        )}
      </div>
    </Dialog>
  )
}

/** What hangs on a segment that exists: its contacts, its workflows, and what rules that aren't saved yet would do. */
function Standing({ segment, rules }: { segment: Segment; rules: unknown }) {
  const kept = JSON.stringify(segment.rules) === JSON.stringify(rules)
  return (
    <>
      <Count rules={rules} see={kept ? segment.id : null} />
      <Uses segment={segment} />
      {kept ? null : <Consequence segment={segment} />}
    </>
  )
}

function Uses({ segment: { workflows } }: { segment: Segment }) {
  if (workflows.length === 0) return null
  return (
    <section aria-label="Workflows that use it" className="flex flex-col gap-1.5">
      <h3 className="text-sm font-medium text-ink">Used by</h3>
      <UsedBy workflows={workflows} />
    </section>
  )
}

/** What changed rules do at once where a live workflow starts for whoever comes in. */
function Consequence({ segment }: { segment: Segment }) {
  const starts = segment.workflows.some(
    (use) => use.isPublished && use.status === 'live' && use.on.includes('segment_entered'),
  )
  if (!starts) return null
  return (
    <p role="status" className="rounded-md bg-warn-soft px-3 py-2 text-sm text-warn-ink">
      Contacts whom the changed rules let in count as coming in: what is live starts for them within seconds.
    </p>
  )
}

/** How many the rules take now, or why they can't be asked. @param see the segment whose contacts these are */
function Count({ rules, see }: { rules: unknown; see: string | null }) {
  const shown = useDebounced(rules, 400)
  const read = conditionSchema.safeParse(shown)
  const finished = read.success && isFinished(shown)
  const asked = useSegmentCount(finished ? read.data : undefined)
  const words = () => {
    if (rules === undefined) return 'Add a rule.'
    if (!finished) return 'A rule isn’t finished yet.'
    if (asked.isError) return messageOf(asked.error)
    return asked.data ? `${plural(asked.data.count, 'contact')} now.` : 'Counting…'
  }
  return (
    <p className="nums text-sm text-ink-soft">
      <span role="status">{words()}</span>{' '}
      {see !== null && asked.data?.count ? (
        <Link
          to={`/crm/contacts?segment=${see}`}
          className="rounded-xs font-medium text-rose-ink underline-offset-3 hover:underline"
        >
          See them
        </Link>
      ) : null}
    </p>
  )
}
