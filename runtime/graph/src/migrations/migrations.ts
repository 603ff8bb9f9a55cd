/** A graph of some version as it lies in a file: an object that nobody has judged yet. */
export type VersionedJson = Record<string, unknown> & { schemaVersion: number }

/** One step from a version to the next. Pure; must not lose what it doesn't understand. */
export interface Migration {
  /** What changed, in words: `RenameDelayToWait`. */
  name: string
  /** The version that it makes; it takes the one before. */
  to: number
  up(json: Record<string, unknown>): Record<string, unknown>
}

/** The versions of the graph file, by what they brought. */
export const GRAPH_VERSIONS = { FirstRelease: 1 } as const

/** Every migration in order. Adding one needs a case in the tests: a meta-test fails without it. */
export const MIGRATIONS: readonly Migration[] = []
