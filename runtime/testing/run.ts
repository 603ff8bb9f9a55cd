/**
 * Runs suites, each in a process of its own, and adds up what they found:
 * `node runtime/testing/run.ts [unit functional browser] [--files P] [--tests T]`.
 * The services of each suite are in SERVICES, as JSON: suite → environment variables (DATABASE_URL, TEST_REDIS_URL,
 * CHROMIUM_PATH). What couldn't be had is in LEFT_OUT, one sentence a line. Ends with `N passed, N failed`.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { lanes, suites, type SuiteDefinition } from './suites.ts'
import { add, closingLine, emptyTally, type SuiteOutcome, type SuiteReport } from './tally.ts'
import { takeTurns, type Voice } from './turns.ts'

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
const { SERVICES = '{}', LEFT_OUT = '', ...ordinary } = process.env
const services: Record<string, NodeJS.ProcessEnv> = JSON.parse(SERVICES)
// A pipe has no colours of its own accord.
const colours = process.stdout.isTTY && !process.env.NO_COLOR ? { FORCE_COLOR: '1' } : {}

function runSuite(suite: SuiteDefinition, reportFile: string, voice: Voice): Promise<SuiteOutcome> {
  const script = join(import.meta.dirname, 'suite.ts')
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script, suite.name, reportFile, ...filters],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: suite.limit,
      killSignal: 'SIGKILL',
      // A suite sees only its own services, so that a unit test can't lean on a database unnoticed.
      env: { ...ordinary, ...colours, ...services[suite.name] },
    },
  )
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', voice.say)
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
const nextVoice = takeTurns((text) => void process.stdout.write(text))

async function runLane(lane: readonly SuiteDefinition[]): Promise<SuiteOutcome[]> {
  const outcomes: SuiteOutcome[] = []
  for (const suite of lane) {
    const voice = nextVoice()
    voice.say(`\n── ${suite.name} ${'─'.repeat(60 - suite.name.length)}\n`)
    outcomes.push(await runSuite(suite, join(folder, `${suite.name}.json`), voice))
    voice.end()
  }
  return outcomes
}

const outcomes = await Promise.all(lanes.map((names) => runLane(wanted.filter((suite) => names.includes(suite.name)))))
const tally = outcomes.flat().reduce(add, emptyTally)
rmSync(folder, { recursive: true, force: true })

const nothingRan = tally.passed + tally.failed === 0
const total = {
  ...tally,
  failed: tally.failed + (nothingRan ? 1 : 0),
  skipped: [...tally.skipped, ...LEFT_OUT.split('\n').filter(Boolean)],
  faults: nothingRan ? [...tally.faults, 'No test was run.'] : tally.faults,
}
process.stdout.write('\n')
for (const reason of total.skipped) process.stdout.write(`SKIPPED  ${reason}\n`)
for (const fault of total.faults) process.stdout.write(`FAILED   ${fault}\n`)
process.stdout.write(`${closingLine(total)}\n`)
process.exitCode = total.failed > 0 ? 1 : 0
