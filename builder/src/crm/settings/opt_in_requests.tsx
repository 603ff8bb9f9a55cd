import { fieldError } from '../../api/problem.ts'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { Switch } from '../../ui/switch.tsx'
import { hoursOf, toDuration } from './durations.ts'
import { SettingsCard } from './settings_card.tsx'

const DAY_HOURS = 24
const DEFAULT_DAYS = 3

/** Whether a workflow's text to somebody without consent asks for it first, and how long the run waits for the yes. */
export function OptInRequestsCard() {
  return (
    <SettingsCard
      title="Workflows and contacts without consent"
      description="A text is never sent to somebody who has not said yes. This decides whether a workflow asks for it, in the words that stand below."
    >
      {({ value, set, error }) => {
        const requests = value.optInRequests ?? null
        const days = (hoursOf(requests?.answerWithin ?? '') ?? DEFAULT_DAYS * DAY_HOURS) / DAY_HOURS
        const setDays = (count: number): void =>
          set({ optInRequests: { answerWithin: toDuration(Math.min(90, Math.max(1, count)) * DAY_HOURS) } })
        return (
          <>
            <Switch
              checked={requests !== null}
              onChange={(on) => (on ? setDays(DEFAULT_DAYS) : set({ optInRequests: null }))}
              label="Ask once, and wait for their yes"
              hint="Off, such a text is blocked and the run takes its “failed” way."
            />
            {requests ? (
              <Field
                label="Days to answer"
                hint="Whoever lets them go by gets nothing; a STOP ends the run at once."
                error={fieldError(error, 'optInRequests.answerWithin')}
              >
                <Input
                  type="number"
                  min={1}
                  max={90}
                  className="sm:max-w-32"
                  value={days}
                  onChange={(event) => setDays(Math.round(Number(event.target.value)) || 1)}
                />
              </Field>
            ) : null}
          </>
        )
      }}
    </SettingsCard>
  )
}
