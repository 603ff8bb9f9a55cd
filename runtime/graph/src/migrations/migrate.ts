import { fail, ok, type Result } from '../result.ts'
import { GRAPH_VERSIONS, MIGRATIONS, type Migration, type VersionedJson } from './migrations.ts'

export type MigrationProblem = { code: 'E_SCHEMA_TOO_NEW' | 'E_SCHEMA_VERSION'; message: string }

/**
 * Brings a graph file of an older version up to this one. A file without `schemaVersion` counts as the first.
 *
 * @param migrations the steps to use; the tests pass their own
 * @returns the file at the newest version, or why it can't be read
 */
export function migrate(
  json: Record<string, unknown>,
  migrations: readonly Migration[] = MIGRATIONS,
): Result<VersionedJson, MigrationProblem> {
  const newest = checkSequence(migrations)
  const version = json['schemaVersion'] ?? GRAPH_VERSIONS.FirstRelease
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    return fail({
      code: 'E_SCHEMA_VERSION',
      message: `schemaVersion must be ${newest === 1 ? 'the number 1' : `a whole number from 1 to ${newest}`}`,
    })
  if (version > newest)
    return fail({
      code: 'E_SCHEMA_TOO_NEW',
      message: `This workflow was saved by a newer SoniaRose (schemaVersion ${version}; this one reads up to ${newest}). Upgrade SoniaRose to open it`,
    })
  const migrated = migrations.filter((step) => step.to > version).reduce((current, step) => step.up(current), json)
  return ok({ ...migrated, schemaVersion: newest })
}

/** The newest version that the steps lead to. Throws when they leave a gap: a mistake of ours, not of a file. */
function checkSequence(migrations: readonly Migration[]): number {
  let version: number = GRAPH_VERSIONS.FirstRelease
  for (const step of migrations) {
    if (step.to !== version + 1)
      throw new Error(`Migration ${step.name} makes version ${step.to}, expected ${version + 1}`)
    version = step.to
  }
  return version
}
