import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { NODE_KINDS } from '@soniarose/graph'
import { test } from '@japa/runner'
import { advance, compileVersion } from '../../src/index.ts'
import { firstDifference, readHistory, type History } from '../support/history.ts'
import { record, recordings } from '../support/record.ts'

const folder = join(import.meta.dirname, '..', 'histories')

/** With RECORD_HISTORIES=1, recordings that have no file yet get one. */
if (process.env['RECORD_HISTORIES'] === '1')
  for (const [file, recording] of Object.entries(recordings))
    if (!existsSync(join(folder, file)))
      writeFileSync(join(folder, file), `${JSON.stringify(record(recording), null, 1)}\n`)

const files = readdirSync(folder).filter((file) => file.endsWith('.json'))

/** Where a run now goes another way than it was recorded, and what to do about it; null when it goes the same way. */
function otherWay(file: string, { graph, behaviours = [], calls }: History): string | null {
  const compiled = compileVersion(graph, behaviours)
  if (compiled instanceof Error) return `${file}: ${compiled.message}`
  for (const [index, { run, event, result }] of calls.entries()) {
    const difference = firstDifference(result, JSON.parse(JSON.stringify(advance(compiled, run, event))))
    if (difference === null) continue
    return (
      `${file}, call ${index + 1} (at "${run.nodeId}", visit ${run.seq}): ${difference}. ` +
      'Runs that wait for days would change their course with an update. Put the new behaviour behind a named flag that ' +
      'new versions carry and old ones lack (docs/adr/0006), and leave the recorded run as it is.'
    )
  }
  return null
}

/**
 * Runs as earlier releases walked them. A run that waits for days must not change course because the core did: what
 * an old graph does may only change behind a flag that its version carries.
 */
test.group('Recorded runs', () => {
  for (const file of files)
    test(`${file} goes the way that it went when it was recorded`, ({ assert }) => {
      assert.isNull(otherWay(file, readHistory(join(folder, file))))
    })

  test('are many, and no kind of node is without one', ({ assert }) => {
    const kinds = new Set<string>()
    for (const file of files)
      for (const { result } of readHistory(join(folder, file)).calls)
        for (const step of result.steps) kinds.add(step.nodeType)
    assert.isAtLeast(files.length, 40)
    assert.deepEqual(
      [...NODE_KINDS].filter((kind) => !kinds.has(kind)),
      [],
    )
  })

  test('say what to do when the core goes another way', ({ assert }) => {
    const [file = ''] = files
    const history = readHistory(join(folder, file))
    const [first] = history.calls
    if (!first) return assert.fail('the history is empty')
    const changed = { ...first, result: { ...first.result, run: { ...first.result.run, seq: 99 } } }
    const says = otherWay(file, { ...history, calls: [changed] })
    assert.include(says ?? '', 'run.seq was 99 and is')
    assert.include(says ?? '', 'named flag')
  })
})
