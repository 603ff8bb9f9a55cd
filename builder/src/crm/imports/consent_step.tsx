import { useTags } from '../../api/contacts.ts'
import { Card } from '../../ui/card.tsx'
import { TagsInput } from '../../ui/combobox.tsx'
import { Field } from '../../ui/field.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { ConsentFields, type ConsentDraft } from '../shared/consent_fields.tsx'

export interface ConsentChoice {
  /** null until somebody said which it is. */
  given: boolean | null
  consent: ConsentDraft
  tags: string[]
  onExisting: 'update' | 'skip'
}

interface ConsentStepProps {
  choice: ConsentChoice
  onChoice: (choice: ConsentChoice) => void
}

/** Whether everybody in the file agreed, by which words, and what else to do with them. */
export function ConsentStep({ choice, onChoice }: ConsentStepProps) {
  const known = useTags()
  const value = choice.given === null ? 'none' : choice.given ? 'yes' : 'no'
  return (
    <>
      <Card title="Consent" description="Did everybody in this file agree to be texted by you?">
        <Segmented
          label="Consent"
          value={value}
          onChange={(next) => onChoice({ ...choice, given: next === 'yes' })}
          options={[
            { value: 'yes', label: 'Yes, with proof' },
            { value: 'no', label: 'No, or not sure' },
          ]}
        />
        <div className="mt-4 empty:hidden">
          {choice.given === true ? (
            <ConsentFields value={choice.consent} onChange={(consent) => onChoice({ ...choice, consent })} />
          ) : null}
          {choice.given === false ? (
            <p className="rounded-md bg-warn-soft px-3 py-2.5 text-base text-warn-ink">
              They come in without consent and get no text but an opt-in request. Who opted out before stays opted out.
            </p>
          ) : null}
        </div>
      </Card>
      <Card title="And then">
        <div className="flex flex-col gap-4">
          <Field label="Tags for everybody in the file" hint="Adding a tag can start workflows that listen for it.">
            <TagsInput
              value={choice.tags}
              onChange={(tags) => onChoice({ ...choice, tags })}
              suggestions={(known.data ?? []).map((tag) => tag.name)}
              placeholder="Choose or type"
            />
          </Field>
          <div className="flex flex-col gap-1.5">
            <span className="text-sm font-medium">When a number is known already</span>
            <Segmented
              label="When a number is known already"
              value={choice.onExisting}
              onChange={(onExisting) => onChoice({ ...choice, onExisting })}
              className="self-start"
              options={[
                { value: 'update', label: 'Update the contact' },
                { value: 'skip', label: 'Leave it as it is' },
              ]}
            />
          </div>
        </div>
      </Card>
    </>
  )
}
