/**
 * Runs the specs of one folder: `node runtime/testing/folder.ts FOLDER`. For plugins, which may lie anywhere.
 * Exit code 1 when one failed.
 */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

import { assert } from '@japa/assert'
import { configure, processCLIArgs, run } from '@japa/runner'
import { spec } from '@japa/runner/reporters'

import { specFiles } from './files.ts'

const [given] = process.argv.slice(2)
if (given === undefined) throw new Error('usage: folder.ts FOLDER')
const folder = resolve(given)

processCLIArgs([])
configure({
  files: () => specFiles(folder, ['tests/**/*.spec.ts'], []).map((file) => pathToFileURL(file)),
  plugins: [assert()],
  reporters: { activated: ['spec'], list: [spec()] },
  timeout: 20_000,
  forceExit: true,
})
await run()
