import { useState } from 'react'
import { fieldError } from '../../api/problem.ts'
import type { Settings } from '../../api/types.ts'
import { Bubble } from '../../ui/bubble.tsx'
import { Field } from '../../ui/field.tsx'
import { Textarea } from '../../ui/input.tsx'
import { Switch } from '../../ui/switch.tsx'
import { SegmentsMeter } from '../shared/segments_meter.tsx'
import { defaultRequest, missingInRequest } from './opt_in_wording.ts'
import { SettingsCard } from './settings_card.tsx'

/** Whether newcomers are asked by text, and in which words. */
export function DoubleOptInCard() {
  return (
    <SettingsCard
      title="Asking for consent by text"
      description="A contact without consent gets one text that asks for it; their “yes” opts them in, with both texts as evidence."
    >
      {({ value, set, error }) => <Wording value={value} set={set} error={fieldError(error, 'doubleOptIn.text')} />}
    </SettingsCard>
  )
}

interface WordingProps {
  value: Settings
  set: (change: Partial<Settings>) => void
  error: string | null
}

function Wording({ value, set, error }: WordingProps) {
  const asks = value.doubleOptIn ?? null
  const own = defaultRequest(value.brandName || value.workspaceName)
  // What was written stays while the switch is tried out.
  const [kept, setKept] = useState('')
  const text = asks?.text ?? ''
  const shown = text.trim() || own
  const missing = missingInRequest(shown)
  return (
    <>
      <Switch
        checked={asks !== null}
        onChange={(on) => set({ doubleOptIn: on ? { text: kept } : null })}
        label="Ask everybody who joins by the public form"
        hint="Off, the form itself is their consent. Any contact without consent can be asked from their own page either way."
      />
      {asks ? (
        <>
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
              onChange={(event) => {
                setKept(event.target.value)
                set({ doubleOptIn: { text: event.target.value } })
              }}
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
      ) : null}
    </>
  )
}
