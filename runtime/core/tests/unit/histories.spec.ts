import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { advance, compile } from '../../src/index.ts'
import { record, recordings } from '../support/record.ts'

const folder = join(import.meta.dirname, '..', 'histories')

/** With RECORD_HISTORIES=1, recordings that have no file yet get one. */
if (process.env['RECORD_HISTORIES'] === '1')
  for (const [file, recording] of Object.entries(recordings))
    if (!existsSync(join(folder, file)))
      writeFileSync(join(folder, file), `${JSON.stringify(record(recording), null, 1)}\n`)

/**
 * Runs as earlier releases walked them. A run that waits for days must not change course because the core did: what
 * an old graph does may only change behind a flag that its version carries.
 */
test.group('Recorded runs', () => {
  for (const file of readdirSync(folder))
    test(`${file} goes the way that it went when it was recorded`, ({ assert }) => {
      const history = JSON.parse(readFileSync(join(folder, file), 'utf8'))
      const graph = compile(history.graph)
      for (const { run, event, result } of history.calls)
        assert.deepEqual(JSON.parse(JSON.stringify(advance(graph, run, event))), result)
    })
})
