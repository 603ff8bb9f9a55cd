import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { advance, compile } from '../../src/index.ts'

const folder = join(import.meta.dirname, '..', 'histories')

/**
 * Runs as earlier releases walked them. A run that waits for days must not change course because the core did: what
 * an old graph does may only change behind a flag that its version carries. Recorded by `tests/support/record.ts`.
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
