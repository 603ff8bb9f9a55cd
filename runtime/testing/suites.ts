/** What one suite is made of and how long one of its tests may take. */
export interface SuiteDefinition {
  readonly name: SuiteName
  /** Globs from the root. */
  readonly files: readonly string[]
  /** The longest a test may take unless it says otherwise. Milliseconds. */
  readonly timeout: number
  /** The longest that the whole suite may take: the end of a test that never gives the thread back. Milliseconds. */
  readonly limit: number
}

export type SuiteName = 'unit' | 'functional' | 'browser'

/** The suites in the order in which they run: the quickest answer first. */
export const suites: readonly SuiteDefinition[] = [
  {
    name: 'unit',
    files: ['*/tests/unit/**/*.spec.ts', '*/*/tests/unit/**/*.spec.ts'],
    timeout: 20_000,
    limit: 600_000,
  },
  {
    name: 'functional',
    files: ['backend/tests/functional/**/*.spec.ts'],
    timeout: 60_000,
    limit: 1_200_000,
  },
  {
    name: 'browser',
    files: ['builder/tests/e2e/**/*.spec.ts'],
    timeout: 180_000,
    limit: 900_000,
  },
]

/**
 * The suites of a lane follow one another; lanes run side by side, as half of what the functional suite does is waiting.
 * No two of them share a service: one of its tests crashes its Postgres.
 */
export const lanes: readonly (readonly SuiteName[])[] = [['unit', 'browser'], ['functional']]
