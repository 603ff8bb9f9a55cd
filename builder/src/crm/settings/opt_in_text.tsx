import { fieldError } from '../../api/problem.ts'
import type { Settings } from '../../api/types.ts'
import { Bubble } from '../../ui/bubble.tsx'
import { Field } from '../../ui/field.tsx'
import { Textarea } from '../../ui/input.tsx'
import { SegmentsMeter } from '../shared/segments_meter.tsx'
import { defaultRequest, missingInRequest, whoAsks } from './opt_in_wording.ts'
import { SettingsCard } from './settings_card.tsx'

/** The words in which people are asked for their consent: one wording, whoever asks. */
export function OptInTextCard() {
  return (
    <SettingsCard
      title="The question for consent"
      description="The one text that a contact without consent may get. Their “yes” opts them in, with both texts as evidence."
    >
      {({ value, set, error }) => (
        <Wording value={value} onChange={(optInText) => set({ optInText })} error={fieldError(error, 'optInText')} />
      )}
    </SettingsCard>
  )
}

interface WordingProps {
  value: Settings
  onChange: (text: string) => void
  error: string | null
}

function Wording({ value, onChange, error }: WordingProps) {
  const own = defaultRequest(value.brandName || value.workspaceName)
  const text = value.optInText ?? ''
  const shown = text.trim() || own
  const missing = missingInRequest(shown)
  return (
    <>
      <p className="text-base text-pretty text-ink-soft">{whoAsks(value)}</p>
      <Field
        label="The question"
        hint="Empty: our own wording. Say who asks, how many texts there will be, that rates may apply, and HELP and STOP."
        error={error}
        aside={<SegmentsMeter text={shown} />}
      >
        <Textarea
          autoGrow
          rows={3}
          maxLength={1600}
          value={text}
          placeholder={own}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
      {missing.length > 0 ? (
        <ul className="flex flex-col gap-1 rounded-md bg-warn-soft px-3.5 py-2.5 text-sm text-warn-ink">
          {missing.map((message) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      ) : null}
      <div className="rounded-lg bg-sunken p-4">
        <p className="mb-2 text-xs font-medium text-ink-faint">As they get it</p>
        <Bubble side="in">{shown}</Bubble>
      </div>
    </>
  )
}
