/** What one suite's process wrote down at its end. */
export interface SuiteReport {
  readonly passed: number
  readonly failed: number
  /** Titles of tests that were left out, with the reason that they gave. */
  readonly skipped: readonly string[]
  /** Whether anything failed at all: a test, a hook, or something outside of both. */
  readonly hasError: boolean
}

/** How a suite's process ended. */
export interface SuiteOutcome {
  readonly suite: string
  /** Nothing when it ended before it could write its report. */
  readonly report: SuiteReport | undefined
  readonly exitCode: number
  /** Whether the person narrowed the run down, so that a suite without a test is no fault. */
  readonly narrowed: boolean
}

export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: readonly string[]
  /** Failures that belong to no test, as sentences. */
  readonly faults: readonly string[]
}

export const emptyTally: Tally = { passed: 0, failed: 0, skipped: [], faults: [] }

/** The failure of a suite that no test of it stands for, as a sentence. */
function faultOf({ suite, report, exitCode, narrowed }: SuiteOutcome): string | undefined {
  if (!report) return `The ${suite} suite ended before its tests did (exit code ${exitCode}).`
  if (report.failed > 0) return undefined
  if (report.hasError || exitCode !== 0) return `Something failed in the ${suite} suite outside of its tests.`
  if (report.passed === 0 && report.skipped.length === 0 && !narrowed) return `The ${suite} suite has no test.`
  return undefined
}

/** Adds a suite's outcome. A suite that crashed or has no test counts as one failure. */
export function add(tally: Tally, outcome: SuiteOutcome): Tally {
  const fault = faultOf(outcome)
  return {
    passed: tally.passed + (outcome.report?.passed ?? 0),
    failed: tally.failed + (outcome.report?.failed ?? 0) + (fault ? 1 : 0),
    skipped: [...tally.skipped, ...(outcome.report?.skipped ?? [])],
    faults: fault ? [...tally.faults, fault] : tally.faults,
  }
}

/** The closing line: `12 passed, 0 failed`, with `, 1 skipped` after it where something was left out. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  const rest = skipped.length > 0 ? `, ${skipped.length} skipped` : ''
  return `${passed} passed, ${failed} failed${rest}`
}
