import type { StandingVersion } from '../../api/run_migrations.ts'
import { Field } from '../../ui/field.tsx'
import { plural } from '../../ui/format.ts'
import { Select } from '../../ui/select.tsx'

interface VersionPairProps {
  versions: readonly StandingVersion[]
  /** The version that new runs start on. */
  publishedId: string | null
  from: string | null
  to: string | null
  onFrom: (id: string) => void
  onTo: (id: string) => void
}

/** From which version the runs are moved, and to which. */
export function VersionPair({ versions, publishedId, from, to, onFrom, onTo }: VersionPairProps) {
  const options = (other: string | null) =>
    versions.map((version) => ({
      value: version.id,
      label: `Version ${version.number}${version.id === publishedId ? ' · live' : ''}`,
      hint: `${plural(version.runs, 'run')} under way`,
      disabled: version.id === other,
    }))
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="From">
        <Select value={from} onChange={onFrom} options={options(to)} label="From version" />
      </Field>
      <Field label="To">
        <Select value={to} onChange={onTo} options={options(from)} label="To version" />
      </Field>
    </div>
  )
}
