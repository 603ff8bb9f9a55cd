import { fieldError } from '../../api/problem.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { SettingsCard } from './settings_card.tsx'

const FOREVER = 'forever'
/** What the law lets a claim about a text come after: four years, and a year to hear of it. */
const PROOF_MONTHS = 60

const monthChoices = [
  { value: FOREVER, label: 'Keep forever' },
  { value: '3', label: '3 months' },
  { value: '6', label: '6 months' },
  { value: '12', label: 'A year' },
  { value: '24', label: '2 years' },
  { value: '60', label: '5 years' },
]

const dayChoices = [
  { value: FOREVER, label: 'Keep forever' },
  { value: '7', label: 'A week' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
]

const defaults = { steps: null, texts: null, webhookDays: 90 }

/** What is let go of as it ages. */
export function RetentionSection() {
  return (
    <SettingsCard
      title="What is let go of, and when"
      description="Consents, opt-outs, the suppression list, the runs themselves, and who was texted when with the reason it was allowed always stay. What goes is gone for good; each time is noted in the audit log."
    >
      {({ value, set, error }) => {
        const retention = value.retention ?? defaults
        const change = (next: Partial<typeof retention>) => set({ retention: { ...retention, ...next } })
        return (
          <>
            <Choice
              label="Steps of runs that have ended"
              hint="After this, a run shows that it ran and how it ended, not what it did at each step."
              error={fieldError(error, 'retention.steps')}
              value={retention.steps}
              choices={monthChoices}
              unit="months"
              onChange={(steps) => change({ steps })}
            />
            <Choice
              label="Words and pictures of texts"
              hint={
                retention.texts !== null && retention.texts < PROOF_MONTHS
                  ? 'Less than 5 years: in the US, somebody may claim for four years that a text wasn’t allowed, and you couldn’t show what it said.'
                  : 'After this, a conversation shows that a text was sent and when, not what it said. Texts that gave or withdrew consent keep their words.'
              }
              error={fieldError(error, 'retention.texts')}
              value={retention.texts}
              choices={monthChoices}
              unit="months"
              onChange={(texts) => change({ texts })}
            />
            <Choice
              label="The carrier’s calls as they came in"
              hint="For developers, to look into a webhook. What was made of them stays."
              error={fieldError(error, 'retention.webhookDays')}
              value={retention.webhookDays}
              choices={dayChoices}
              unit="days"
              onChange={(webhookDays) => change({ webhookDays })}
            />
          </>
        )
      }}
    </SettingsCard>
  )
}

interface ChoiceProps {
  label: string
  hint: string
  error: string | null
  value: number | null
  choices: readonly { value: string; label: string }[]
  unit: string
  onChange: (value: number | null) => void
}

function Choice({ label, hint, error, value, choices, unit, onChange }: ChoiceProps) {
  const chosen = value === null ? FOREVER : String(value)
  // Over the API any number may have been set.
  const options = choices.some((choice) => choice.value === chosen)
    ? choices
    : [...choices, { value: chosen, label: `${chosen} ${unit}` }]
  return (
    <Field label={label} hint={hint} error={error}>
      <Select
        value={chosen}
        onChange={(next) => onChange(next === FOREVER ? null : Number(next))}
        options={options}
        className="sm:max-w-56"
      />
    </Field>
  )
}
