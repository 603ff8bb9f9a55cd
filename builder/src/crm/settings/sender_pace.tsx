import type { ReactNode } from 'react'
import { Field } from '../../ui/field.tsx'

type PaceField = 'segmentsPerSecond' | 'segmentsPerDay' | 'campaign' | 'brand'

interface SenderPaceProps {
  input: (field: PaceField, placeholder: string, type?: string) => ReactNode
  error: (field: PaceField) => string | null
}

/** How fast a sender texts, and with whom it shares that: limits are the carriers' of a 10DLC campaign and brand. */
export function SenderPace({ input, error }: SenderPaceProps) {
  return (
    <fieldset className="grid gap-4 border-t border-line pt-4 sm:col-span-2 sm:grid-cols-2">
      <legend className="sr-only">How fast it texts</legend>
      <Field label="Segments a second" error={error('segmentsPerSecond')} hint="Empty: no limit of ours.">
        {input('segmentsPerSecond', 'No limit', 'number')}
      </Field>
      <Field
        label="Segments a day"
        error={error('segmentsPerDay')}
        hint="Such as the day’s cap of a 10DLC brand; counted in Los Angeles."
      >
        {input('segmentsPerDay', 'No limit', 'number')}
      </Field>
      <Field
        label="10DLC campaign"
        error={error('campaign')}
        hint="Numbers of one campaign share their segments a second; one that joins takes over what the others have."
      >
        {input('campaign', 'Its id, if it has one')}
      </Field>
      <Field
        label="10DLC brand"
        error={error('brand')}
        hint="Numbers of one brand share their segments a day; one that joins takes over what the others have."
      >
        {input('brand', 'Its id, if it has one')}
      </Field>
    </fieldset>
  )
}
