import { durationInWords } from '@soniarose/graph'
import { Field, FieldGroup } from '../../../ui/field.tsx'
import { Input } from '../../../ui/input.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { Select } from '../../../ui/select.tsx'
import { DURATION_UNITS, pickDuration, writeDuration, type DurationUnit } from '../../store/duration.ts'
import { useFormFacts } from '../form_context.tsx'
import { asText } from './field_props.ts'

interface DurationFieldProps {
  title: string
  value: unknown
  onChange: (value: string | undefined) => void
  required?: boolean
  hint?: string
  error?: string | null
  /** May also lie before the moment that it is counted from. */
  signed?: boolean
}

/** A length of time: a number and a unit, or the duration itself where one unit can't say it. */
export function DurationField({ title, value, onChange, required, hint, error, signed }: DurationFieldProps) {
  const { readOnly } = useFormFacts()
  const iso = asText(value)
  const before = iso.startsWith('-')
  const picked = pickDuration(iso.replace(/^-/, ''))
  const write = (amount: number, unit: DurationUnit, isBefore: boolean) =>
    onChange(`${isBefore ? '-' : ''}${writeDuration({ amount, unit })}`)
  if (iso !== '' && picked === null) {
    return (
      <Field
        label={title}
        required={required}
        hint={`${durationInWords(iso)}. Clear it to choose a number and a unit.`}
        error={error}
      >
        <Input
          value={iso}
          readOnly={readOnly}
          onChange={(event) => onChange(event.target.value || undefined)}
          className="font-mono"
        />
      </Field>
    )
  }
  const { amount, unit } = picked ?? { amount: Number.NaN, unit: 'days' as const }
  return (
    <FieldGroup label={title} required={required} hint={hint} error={error}>
      <div className="flex flex-wrap gap-2">
        <Input
          type="number"
          min={1}
          step={1}
          inputMode="numeric"
          aria-label={`${title}: how many`}
          aria-invalid={Boolean(error)}
          readOnly={readOnly}
          value={Number.isNaN(amount) ? '' : amount}
          onChange={(event) => {
            const next = Math.floor(Number(event.target.value))
            if (event.target.value === '') onChange(undefined)
            else if (next >= 0) write(next, unit, before)
          }}
          className="nums w-20"
        />
        <Select
          label={`Unit of ${title}`}
          value={unit}
          disabled={readOnly}
          onChange={(next) => write(Number.isNaN(amount) ? 1 : amount, next, before)}
          options={DURATION_UNITS.map((each) => ({ value: each, label: amount === 1 ? each.slice(0, -1) : each }))}
          className="w-30"
        />
        {signed && !readOnly ? (
          <Segmented
            label="Before or after"
            value={before ? 'before' : 'after'}
            onChange={(next) => write(Number.isNaN(amount) ? 1 : amount, unit, next === 'before')}
            options={[
              { value: 'before', label: 'before' },
              { value: 'after', label: 'after' },
            ]}
          />
        ) : null}
      </div>
    </FieldGroup>
  )
}
