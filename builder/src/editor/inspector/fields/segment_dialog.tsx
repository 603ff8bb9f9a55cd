import { conditionSchema } from '@soniarose/graph'
import { useMemo, useState } from 'react'
import { messageOf } from '../../../api/problem.ts'
import { useSaveSegment, useSegmentCount, type Segment } from '../../../api/segments.ts'
import { useDebounced } from '../../../app/use_debounced.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field } from '../../../ui/field.tsx'
import { plural } from '../../../ui/format.ts'
import { Input } from '../../../ui/input.tsx'
import { FormFactsProvider, useFormFacts } from '../form_context.tsx'
import { fieldNamed } from '../read_schema.ts'
import { ConditionField } from './condition_field.tsx'

interface SegmentDialogProps {
  /** The one to change; null makes a new one. */
  segment: Segment | null
  onClose: () => void
  onSaved: (id: string) => void
}

const RULES = fieldNamed('rules', 'Who is in it')
const START = { field: 'contact.tags', op: 'has_tag', value: '' }
const NONE: ReadonlyMap<string, string> = new Map()

/** Makes or changes a segment: a name and rules over what is known of contacts, with how many they take now. */
export function SegmentDialog({ segment, onClose, onSaved }: SegmentDialogProps) {
  const facts = useFormFacts()
  const ofContacts = useMemo(
    () => ({ ...facts, variables: facts.variables.filter((variable) => variable.group === 'Contact') }),
    [facts],
  )
  const [name, setName] = useState(segment?.name ?? '')
  const [rules, setRules] = useState<unknown>(segment?.rules ?? START)
  const saving = useSaveSegment(segment?.id ?? null)
  const read = conditionSchema.safeParse(rules)
  const ready = read.success && name.trim() !== ''
  const save = () => {
    if (ready) saving.mutate({ name: name.trim(), rules: read.data }, { onSuccess: ({ id }) => onSaved(id) })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={segment ? 'Change the segment' : 'New segment'}
      description={
        segment
          ? 'The change counts wherever the segment is used.'
          : 'Contacts come into it, and leave it, by themselves as its rules hold for them.'
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={!ready} loading={saving.isPending} onClick={save}>
            {segment ? 'Save' : 'Make it'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label="Name" required>
          <Input
            value={name}
            maxLength={120}
            placeholder="Spring buyers"
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <FormFactsProvider value={ofContacts}>
          <ConditionField field={RULES} value={rules} errors={NONE} onChange={setRules} />
        </FormFactsProvider>
        <Count rules={rules} />
        {saving.isError ? (
          <p role="alert" className="text-sm text-bad-ink">
            {messageOf(saving.error)}
          </p>
        ) : null}
      </div>
    </Dialog>
  )
}

/** Whom the rules take now, or why they can't be asked. */
function Count({ rules }: { rules: unknown }) {
  const read = conditionSchema.safeParse(useDebounced(rules, 400))
  const asked = useSegmentCount(read.success ? read.data : undefined)
  const words = () => {
    if (rules === undefined) return 'Add a rule.'
    if (!read.success) return 'A rule isn’t finished yet.'
    if (asked.isError) return messageOf(asked.error)
    return asked.data ? `${plural(asked.data.count, 'contact')} now.` : 'Counting…'
  }
  return (
    <p role="status" className="nums text-sm text-ink-soft">
      {words()}
    </p>
  )
}
