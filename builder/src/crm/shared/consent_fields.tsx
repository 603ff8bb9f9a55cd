import { Field } from '../../ui/field.tsx'
import { Input, Textarea } from '../../ui/input.tsx'
import { Select } from '../../ui/select.tsx'
import { toLocalInput } from './local_input.ts'

export interface ConsentDraft {
  source: string
  wording: string
  /** As a `datetime-local` control holds it, in the viewer's zone. */
  at: string
}

const sources = [
  { value: 'web_form', label: 'Web form' },
  { value: 'keyword', label: 'Texted a keyword' },
  { value: 'paper_form', label: 'Paper form' },
  { value: 'verbal', label: 'In person or by phone' },
  { value: 'other', label: 'Other' },
] as const

/** A consent as new: by web form, now. */
export function emptyConsent(): ConsentDraft {
  return { source: 'web_form', wording: '', at: toLocalInput(new Date()) }
}

interface ConsentFieldsProps {
  value: ConsentDraft
  onChange: (value: ConsentDraft) => void
  wordingError?: string | null
}

/** Where, when and by which words somebody agreed; kept as evidence. */
export function ConsentFields({ value, onChange, wordingError }: ConsentFieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Where it was given">
        <Select
          value={sources.find((source) => source.value === value.source)?.value ?? null}
          onChange={(source) => onChange({ ...value, source })}
          options={sources}
        />
      </Field>
      <Field label="When">
        <Input
          type="datetime-local"
          value={value.at}
          max={toLocalInput(new Date())}
          onChange={(event) => onChange({ ...value, at: event.target.value })}
        />
      </Field>
      <Field
        label="Exact wording"
        required
        error={wordingError}
        hint="The sentence that they agreed to. It is kept as it is, as evidence."
        className="sm:col-span-2"
      >
        <Textarea
          value={value.wording}
          autoGrow
          placeholder="I agree to receive texts from Rose & Co. Reply STOP to opt out."
          onChange={(event) => onChange({ ...value, wording: event.target.value })}
        />
      </Field>
    </div>
  )
}
