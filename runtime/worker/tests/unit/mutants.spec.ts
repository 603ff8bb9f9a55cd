import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { engineMutants } from '../mutants/engine_mutants.ts'
import { huntOne } from '../mutants/hunt_one.ts'
import { plant, sourceOf } from '../mutants/load_mutant.ts'
import { mergedMutants } from '../mutants/merged_mutants.ts'
import { storeMutants } from '../mutants/store_mutants.ts'

/** A fault that takes more seeds than this to be found would pass a run of CI too often. */
const SEEDS = 2_000

const mutants = [...engineMutants, ...mergedMutants, ...storeMutants]
/** The seed that found each of them last; where the engine has changed since, the search begins anew. */
const foundBy: Record<string, number> = JSON.parse(
  readFileSync(join(import.meta.dirname, '../mutants/found_by.json'), 'utf8'),
)

/**
 * The simulator's own worth: of every fault that is planted in a copy of the engine, or in the store that stands for a
 * statement, it has to find a seed that breaks a promise.
 */
test.group('Planted faults', (group) => {
  group.each.timeout(180_000)

  test('are at least 25, each under its own name, and can still be planted', ({ assert }) => {
    assert.isAtLeast(mutants.length, 25)
    assert.equal(new Set(mutants.map((mutant) => mutant.name)).size, mutants.length)
    for (const mutant of mutants)
      for (const { file } of mutant.faults) assert.notEqual(plant(mutant, file, sourceOf(file)), sourceOf(file))
  })

  for (const mutant of mutants) {
    test(`${mutant.name}: ${mutant.says}`, async ({ assert }) => {
      const result = await huntOne(mutant, { seeds: SEEDS, first: foundBy[mutant.name] ?? 1 })
      assert.isNotNull(result, `${SEEDS} seeds did not notice it`)
      console.log(`    found by seed ${result?.seed}: ${result?.broken?.invariant}`)
    })
  }
})
