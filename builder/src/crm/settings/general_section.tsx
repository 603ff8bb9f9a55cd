import { fieldError } from '../../api/problem.ts'
import { Card } from '../../ui/card.tsx'
import { Combobox } from '../../ui/combobox.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { useTheme } from '../../app/theme.ts'
import { timeZoneOptions } from '../shared/time_zones.ts'
import { SettingsCard } from './settings_card.tsx'

const zones = timeZoneOptions()

/** Name, sender's identity, zone, and how the console looks in this browser. */
export function GeneralSection() {
  const { theme, setTheme } = useTheme()
  return (
    <>
      <SettingsCard title="Workspace">
        {({ value, set, error }) => (
          <>
            <Field label="Name" error={fieldError(error, 'workspaceName')}>
              <Input value={value.workspaceName} onChange={(event) => set({ workspaceName: event.target.value })} />
            </Field>
            <Field
              label="Time zone"
              hint="For contacts whose own zone isn’t known."
              error={fieldError(error, 'timeZone')}
            >
              <Combobox
                value={zones.find((zone) => zone.value === value.timeZone) ?? null}
                onChange={(zone) => set({ timeZone: zone?.value ?? null })}
                options={zones}
                placeholder="None: be careful, hold when not sure"
              />
            </Field>
          </>
        )}
      </SettingsCard>
      <SettingsCard
        title="Who the texts are from"
        description="Shown on the public pages and in HELP answers; carriers ask for both."
      >
        {({ value, set, error }) => (
          <>
            <Field label="Brand name" error={fieldError(error, 'brandName')}>
              <Input
                value={value.brandName ?? ''}
                placeholder="Rose & Co"
                onChange={(event) => set({ brandName: event.target.value })}
              />
            </Field>
            <Field
              label="Support contact"
              hint="A number, an e-mail or an address that answers."
              error={fieldError(error, 'supportContact')}
            >
              <Input
                value={value.supportContact ?? ''}
                placeholder="help@example.com"
                onChange={(event) => set({ supportContact: event.target.value })}
              />
            </Field>
          </>
        )}
      </SettingsCard>
      <Card title="Appearance" description="Kept in this browser.">
        <Segmented
          label="Theme"
          value={theme}
          onChange={setTheme}
          options={[
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
            { value: 'system', label: 'As the device' },
          ]}
        />
      </Card>
    </>
  )
}
