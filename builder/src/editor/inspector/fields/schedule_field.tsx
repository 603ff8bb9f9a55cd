import { Field, FieldGroup } from '../../../ui/field.tsx'
import { Input } from '../../../ui/input.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { useFormFacts } from '../form_context.tsx'
import { fieldNamed } from '../read_schema.ts'
import { readSchedule, writeSchedule, type PickedSchedule } from '../schedule_model.ts'
import { WeekdaysField } from './choice_fields.tsx'
import { asText, asTexts, type WidgetProps } from './field_props.ts'

const DEFAULT: PickedSchedule = { every: 'week', days: ['mon'], monthDay: 1, time: '09:00' }

const DAYS_FIELD = fieldNamed('days', 'On')

/** How often a schedule runs; a rule that the form can't show is edited as it is written. */
export function ScheduleField({ field, value, onChange, errors }: WidgetProps) {
  const { readOnly } = useFormFacts()
  const rrule = asText(value)
  const picked = rrule === '' ? DEFAULT : readSchedule(rrule)
  if (picked === null || readOnly) {
    return (
      <Field
        label={field.title}
        hint="A recurrence rule (RFC 5545). Clear it to choose instead."
        error={errors.get('')}
      >
        <Input
          value={rrule}
          readOnly={readOnly}
          onChange={(event) => onChange(event.target.value || undefined)}
          className="font-mono text-sm"
        />
      </Field>
    )
  }
  const set = (next: Partial<PickedSchedule>) => onChange(writeSchedule({ ...picked, ...next }))
  return (
    <FieldGroup label={field.title} required error={errors.get('')}>
      <div className="flex flex-col gap-3">
        <Segmented
          label="How often"
          value={rrule === '' ? '' : picked.every}
          onChange={(every) => set({ every: every === 'day' || every === 'month' ? every : 'week' })}
          options={[
            { value: 'day', label: 'Every day' },
            { value: 'week', label: 'Every week' },
            { value: 'month', label: 'Every month' },
          ]}
        />
        {rrule !== '' && picked.every === 'week' ? (
          <WeekdaysField
            field={DAYS_FIELD}
            value={picked.days}
            errors={new Map()}
            onChange={(days) => set({ days: asDays(days) })}
          />
        ) : null}
        <div className="flex flex-wrap items-center gap-2 text-sm text-ink-soft">
          {picked.every === 'month' ? (
            <span className="flex items-center gap-2">
              On day
              <Input
                aria-label="Day of the month"
                type="number"
                min={1}
                max={31}
                value={String(picked.monthDay)}
                onChange={(event) => set({ monthDay: Math.min(31, Math.max(1, Number(event.target.value) || 1)) })}
                className="nums w-18"
              />
            </span>
          ) : null}
          <span className="flex items-center gap-2">
            at
            <Input
              aria-label="Time of day"
              type="time"
              value={picked.time}
              onChange={(event) => set({ time: event.target.value || '09:00' })}
              className="w-32"
            />
          </span>
        </div>
      </div>
    </FieldGroup>
  )
}

const asDays = (value: unknown): PickedSchedule['days'] =>
  (['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const).filter((day) => asTexts(value).includes(day))
