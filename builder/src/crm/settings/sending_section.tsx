import { Plus, X } from 'lucide-react'
import { fieldError } from '../../api/problem.ts'
import type { Settings } from '../../api/types.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon_button.tsx'
import { Input } from '../../ui/input.tsx'
import { Select } from '../../ui/select.tsx'
import { Switch } from '../../ui/switch.tsx'
import { hoursOf, toDuration } from './durations.ts'
import { FreezeCard } from './freeze_card.tsx'
import { LinkDomainCard } from './link_domain.tsx'
import { SettingsCard } from './settings_card.tsx'

const policies = [
  { value: 'skip', label: 'Skip it and go on', hint: 'The safe way: nobody gets a text twice' },
  { value: 'hold', label: 'Hold the run', hint: 'Until somebody looks' },
  { value: 'resend', label: 'Send it again', hint: 'They may get it twice' },
] as const

const windows = [
  { value: 'PT1H', label: 'an hour' },
  { value: 'P1D', label: 'a day' },
  { value: 'P7D', label: '7 days' },
  { value: 'P30D', label: '30 days' },
] as const

/** When texts may go out, how many, and what becomes of those whose fate isn't known. */
export function SendingSection() {
  return (
    <>
      <FreezeCard />
      <SettingsCard
        title="Quiet hours"
        description="Texts outside these hours are held until they open, in the recipient’s own time zone."
      >
        {({ value, set, error }) => (
          <QuietHours
            value={value}
            set={set}
            error={fieldError(error, 'quietHours.start') ?? fieldError(error, 'quietHours.end')}
          />
        )}
      </SettingsCard>
      <SettingsCard
        title="Texts whose fate isn’t known"
        description="When no answer came back from the carrier, a text may or may not have been sent."
      >
        {({ value, set }) => (
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="After this many hours">
              <Input
                type="number"
                min={1}
                max={720}
                value={hoursOf(value.unknownPolicy.after) ?? ''}
                onChange={(event) =>
                  set({ unknownPolicy: { ...value.unknownPolicy, after: toDuration(Number(event.target.value) || 1) } })
                }
              />
            </Field>
            <Field label="Then">
              <Select
                value={value.unknownPolicy.then}
                onChange={(then) => set({ unknownPolicy: { ...value.unknownPolicy, then } })}
                options={policies}
              />
            </Field>
          </div>
        )}
      </SettingsCard>
      <LinkDomainCard />
      <SettingsCard title="Frequency caps" description="The most that one person gets, over all workflows.">
        {({ value, set }) => (
          <Caps caps={value.frequencyCaps ?? []} onCaps={(frequencyCaps) => set({ frequencyCaps })} />
        )}
      </SettingsCard>
    </>
  )
}

/** Until midnight is the end of this day, which a time control can only call the next one's beginning. */
const endOf = (typed: string) => (typed === '00:00' ? '24:00' : typed)

interface QuietHoursProps {
  value: Settings
  set: (change: Partial<Settings>) => void
  error: string | null
}

function QuietHours({ value, set, error }: QuietHoursProps) {
  const hours = value.quietHours
  return (
    <>
      <Switch
        checked={hours !== null}
        onChange={(on) => set({ quietHours: on ? { start: '09:00', end: '20:00' } : null })}
        label="Keep to sending hours"
        hint="Off, texts go at any time that the law allows."
      />
      {hours ? (
        <div className="grid grid-cols-2 gap-4 sm:max-w-sm">
          <Field label="From" error={error}>
            <Input
              type="time"
              value={hours.start}
              onChange={(event) => set({ quietHours: { ...hours, start: event.target.value } })}
            />
          </Field>
          <Field label="Until" hint={hours.end === '24:00' ? 'Midnight, the end of the day' : undefined}>
            <Input
              type="time"
              value={hours.end === '24:00' ? '00:00' : hours.end}
              onChange={(event) => set({ quietHours: { ...hours, end: endOf(event.target.value) } })}
            />
          </Field>
        </div>
      ) : null}
      <Field
        label="Answers in a conversation may pass for this many hours"
        hint="After a text of theirs, somebody may be answered outside the hours too."
      >
        <Input
          type="number"
          min={0}
          max={168}
          className="sm:max-w-32"
          value={hoursOf(value.conversationWindow ?? 'PT24H') ?? ''}
          onChange={(event) => set({ conversationWindow: toDuration(Number(event.target.value)) })}
        />
      </Field>
    </>
  )
}

type Cap = NonNullable<Settings['frequencyCaps']>[number]

function Caps({ caps, onCaps }: { caps: readonly Cap[]; onCaps: (caps: Cap[]) => void }) {
  const change = (index: number, next: Partial<Cap>) =>
    onCaps(caps.map((cap, at) => (at === index ? { ...cap, ...next } : cap)))
  return (
    <div className="flex flex-col gap-2.5">
      {caps.length === 0 ? <p className="text-base text-ink-soft">No cap is set.</p> : null}
      {caps.map((cap, index) => (
        <div key={index} className="flex flex-wrap items-center gap-2 text-base">
          at most
          <Input
            aria-label="Texts"
            type="number"
            min={1}
            max={1000}
            className="w-20"
            value={cap.limit}
            onChange={(event) => change(index, { limit: Number(event.target.value) || 1 })}
          />
          texts in
          <Select
            label="Window"
            className="w-32"
            value={cap.window}
            onChange={(window) => change(index, { window })}
            options={
              windows.some((item) => item.value === cap.window)
                ? windows
                : [...windows, { value: cap.window, label: cap.window }]
            }
          />
          <IconButton
            size="sm"
            label="Remove this cap"
            icon={<X />}
            onClick={() => onCaps(caps.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      {caps.length < 5 ? (
        <Button
          size="sm"
          variant="ghost"
          icon={<Plus />}
          className="self-start"
          onClick={() => onCaps([...caps, { limit: 3, window: 'P1D' }])}
        >
          Add a cap
        </Button>
      ) : null}
    </div>
  )
}
