/**
 * Runs one suite in a process of its own: `node runtime/testing/suite.ts unit REPORT [--files P] [--tests T]`.
 * Writes a SuiteReport to the file REPORT at its end; a process that crashes leaves none.
 */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

import { assert } from '@japa/assert'
import { configure, processCLIArgs, run } from '@japa/runner'
import { dot, spec } from '@japa/runner/reporters'
import type { PluginFn } from '@japa/runner/types'

import { specFiles } from './files.ts'
import { suites } from './suites.ts'
import type { SuiteReport } from './tally.ts'

const root = resolve(import.meta.dirname, '..', '..')

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: 'string', multiple: true, default: [] },
    tests: { type: 'string', multiple: true, default: [] },
  },
})
const [name, reportFile] = positionals
const suite = suites.find((candidate) => candidate.name === name)
if (!suite || !reportFile) throw new Error('usage: suite.ts SUITE REPORT [--files PATTERN] [--tests TITLE]')

/** Notes what was left out and writes the report when japa has come to its end. */
function reportTo(file: string): PluginFn {
  return ({ runner, emitter }) => {
    const skipped: string[] = []
    emitter.on('test:end', (test) => {
      if (!test.isSkipped && !test.isTodo) return
      skipped.push(`${test.title.expanded}: ${test.skipReason ?? 'no reason given'}`)
    })
    emitter.on('runner:end', () => {
      const { aggregates, hasError } = runner.getSummary()
      const report: SuiteReport = {
        passed: aggregates.passed,
        failed: aggregates.failed + aggregates.regression,
        skipped,
        hasError,
      }
      writeFileSync(file, JSON.stringify(report))
    })
  }
}

processCLIArgs([])
configure({
  suites: [
    {
      name: suite.name,
      files: () => specFiles(root, suite.files, values.files).map((file) => pathToFileURL(file)),
      timeout: suite.timeout,
    },
  ],
  filters: values.tests.length > 0 ? { tests: values.tests } : {},
  plugins: [assert(), reportTo(reportFile)],
  reporters: { activated: [process.env.REPORTER === 'dot' ? 'dot' : 'spec'], list: [spec(), dot()] },
  // A pool or a server that a test left open must not keep the run from ending.
  forceExit: true,
})
await run()
