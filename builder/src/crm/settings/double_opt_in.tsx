import { Switch } from '../../ui/switch.tsx'
import { SettingsCard } from './settings_card.tsx'

/** Whether those who join by the public form are asked by text before they count as opted in. */
export function DoubleOptInCard() {
  return (
    <SettingsCard
      title="People who join by the public form"
      description="Asked by text as well, nobody can sign up somebody else’s number. The words stand below."
    >
      {({ value, set }) => (
        <Switch
          checked={value.doubleOptIn ?? false}
          onChange={(doubleOptIn) => set({ doubleOptIn })}
          label="Ask everybody who joins by the public form"
          hint="Off, the form itself is their consent."
        />
      )}
    </SettingsCard>
  )
}
