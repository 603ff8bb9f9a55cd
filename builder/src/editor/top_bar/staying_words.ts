import type { StandingVersion } from '../../api/run_migrations.ts'
import { formatCount, plural } from '../../ui/format.ts'

const totalOf = (versions: readonly StandingVersion[]): number =>
  versions.reduce((sum, version) => sum + version.runs, 0)

function sayWhere(standing: readonly StandingVersion[]): string {
  const total = plural(totalOf(standing), 'run is', 'runs are')
  const [only] = standing
  if (only && standing.length === 1) return `${total} under way on version ${only.number}.`
  const each = standing.map((version) => `${formatCount(version.runs)} on version ${version.number}`)
  return `${total} under way: ${each.slice(0, -1).join(', ')} and ${each.at(-1)}.`
}

/** Before a new version is published: how many runs are under way, where, and that they stay there; null: none are. */
export function sayStaying(versions: readonly StandingVersion[]): string | null {
  const standing = versions.filter((version) => version.runs > 0)
  if (standing.length === 0) return null
  const stay = totalOf(standing) === 1 ? 'It stays on the version that it' : 'They stay on the version that they'
  return `${sayWhere(standing)} ${stay} began with`
}

/** After it was published: how many runs are not on it; null: none are. */
export function sayStayed(versions: readonly StandingVersion[]): string | null {
  const total = totalOf(versions)
  if (total === 0) return null
  return `${plural(total, 'run goes', 'runs go')} on with the version that ${total === 1 ? 'it' : 'they'} began with.`
}
