import { cn } from '../../ui/cn.ts'
import { DoubleOptInCard } from './double_opt_in.tsx'
import { OptInRequestsCard } from './opt_in_requests.tsx'
import { OptInTextCard } from './opt_in_text.tsx'
import { SettingsCard } from './settings_card.tsx'

const choices = [
  {
    value: 'carrier',
    title: 'The carrier answers',
    text: 'Twilio confirms STOP, START and HELP itself. Nobody gets two answers.',
  },
  {
    value: 'own',
    title: 'SoniaRose answers',
    text: 'Only when you have turned Twilio’s own handling off for the number, or use Advanced Opt-Out without replies.',
  },
] as const

/** How consent is asked for, and who confirms STOP, START and HELP. */
export function OptOutSection() {
  return (
    <>
      <SettingsCard
        title="Who confirms STOP, START and HELP?"
        description="Either way the opt-out itself works at once, for every number of this workspace."
      >
        {({ value, set }) => (
          <fieldset className="grid gap-3 sm:grid-cols-2">
            <legend className="sr-only">Who confirms</legend>
            {choices.map((choice) => {
              const active = value.optOutReplies === choice.value
              return (
                <label
                  key={choice.value}
                  className={cn(
                    'flex cursor-pointer flex-col gap-1 rounded-lg border p-4 calm transition-colors has-disabled:cursor-default has-disabled:opacity-60 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-rose',
                    active ? 'border-rose bg-rose-soft/60' : 'border-line-strong not-has-disabled:hover:border-control',
                  )}
                >
                  <input
                    type="radio"
                    name="opt-out-replies"
                    checked={active}
                    onChange={() => set({ optOutReplies: choice.value })}
                    className="sr-only"
                  />
                  <span className="text-base font-semibold">{choice.title}</span>
                  <span className="text-sm text-ink-soft">{choice.text}</span>
                </label>
              )
            })}
          </fieldset>
        )}
      </SettingsCard>
      <DoubleOptInCard />
      <OptInRequestsCard />
      <OptInTextCard />
    </>
  )
}
