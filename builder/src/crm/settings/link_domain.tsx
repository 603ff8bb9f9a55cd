import { fieldError } from '../../api/problem.ts'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { SettingsCard } from './settings_card.tsx'

/** The address under which texts' short links stand. */
export function LinkDomainCard() {
  return (
    <SettingsCard
      title="Short links"
      description="Texts with “Short links” on get short addresses whose clicks are counted. Carriers trust a domain of your own more than a shared shortener."
    >
      {({ value, set, error }) => {
        const base = (value.linkDomain ?? '').replace(/\/+$/, '') || window.location.origin
        return (
          <Field
            label="Your domain for links"
            error={fieldError(error, 'linkDomain')}
            hint={
              <>
                It must lead to this server. A link then looks like{' '}
                <code className="font-mono wrap-anywhere">{base}/l/7fK2pQx9Ab</code>
              </>
            }
          >
            <Input
              type="url"
              inputMode="url"
              placeholder="https://go.example.com"
              value={value.linkDomain ?? ''}
              onChange={(event) => set({ linkDomain: event.target.value.trim() || null })}
            />
          </Field>
        )
      }}
    </SettingsCard>
  )
}
