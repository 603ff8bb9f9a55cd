/**
 * Runs suites one after the other, each in a process of its own, and adds up what they found:
 * `node runtime/testing/run.ts [unit functional browser] [--files P] [--tests T]`.
 * The services are in the environment (DATABASE_URL, TEST_REDIS_URL, CHROMIUM_PATH); what couldn't be had is in
 * LEFT_OUT, one sentence a line. Ends with `N passed, N failed`.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { serviceVariables, suites, type SuiteDefinition } from './suites.ts'
import { add, closingLine, emptyTally, type SuiteOutcome, type SuiteReport } from './tally.ts'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: 'string', multiple: true, default: [] },
    tests: { type: 'string', multiple: true, default: [] },
  },
})
const narrowed = values.files.length + values.tests.length > 0
const filters = [
  ...values.files.flatMap((pattern) => ['--files', pattern]),
  ...values.tests.flatMap((title) => ['--tests', title]),
]

/** A suite sees only the services that it declares, so that a unit test can't lean on a database unnoticed. */
function environmentOf(suite: SuiteDefinition): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env)
  return Object.fromEntries(
    entries.filter(([name]) => !serviceVariables.includes(name) || suite.services.includes(name)),
  )
}

function runSuite(suite: SuiteDefinition, reportFile: string): Promise<SuiteOutcome> {
  const script = join(import.meta.dirname, 'suite.ts')
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script, suite.name, reportFile, ...filters],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: suite.limit,
      killSignal: 'SIGKILL',
      env: environmentOf(suite),
    },
  )
  return new Promise((done) => {
    child.once('close', (exitCode) => {
      const report: SuiteReport | undefined = existsSync(reportFile)
        ? JSON.parse(readFileSync(reportFile, 'utf8'))
        : undefined
      done({ suite: suite.name, report, exitCode: exitCode ?? 1, narrowed })
    })
  })
}

const wanted = suites.filter((suite) => positionals.length === 0 || positionals.includes(suite.name))
const folder = mkdtempSync(join(tmpdir(), 'soniarose-tests-'))
let tally = emptyTally
for (const suite of wanted) {
  process.stdout.write(`\n── ${suite.name} ${'─'.repeat(60 - suite.name.length)}\n`)
  tally = add(tally, await runSuite(suite, join(folder, `${suite.name}.json`)))
}
rmSync(folder, { recursive: true, force: true })

const leftOut = (process.env.LEFT_OUT ?? '').split('\n').filter(Boolean)
const nothingRan = tally.passed + tally.failed === 0
const total = {
  ...tally,
  failed: tally.failed + (nothingRan ? 1 : 0),
  skipped: [...tally.skipped, ...leftOut],
  faults: nothingRan ? [...tally.faults, 'No test was run.'] : tally.faults,
}
process.stdout.write('\n')
for (const reason of total.skipped) process.stdout.write(`SKIPPED  ${reason}\n`)
for (const fault of total.faults) process.stdout.write(`FAILED   ${fault}\n`)
process.stdout.write(`${closingLine(total)}\n`)
process.exitCode = total.failed > 0 ? 1 : 0
