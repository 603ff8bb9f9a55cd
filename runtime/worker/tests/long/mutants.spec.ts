import { test } from '@japa/runner'
import { engineMutants } from '../mutants/engine_mutants.ts'
import { loadMutant, plant, sourceOf } from '../mutants/load_mutant.ts'
import { storeMutants } from '../mutants/store_mutants.ts'

/** A fault that takes more seeds than this to be found would pass a run of CI too often. */
const SEEDS = 2_000

const mutants = [...engineMutants, ...storeMutants]

/**
 * The simulator's own worth: of every fault that is planted in a copy of the engine, or in the store that stands for a
 * statement, it has to find a seed that breaks a promise.
 */
test.group('Planted faults', (group) => {
  group.each.timeout(120_000)

  test('are at least 25, each under its own name, and can still be planted', ({ assert }) => {
    assert.isAtLeast(mutants.length, 25)
    assert.equal(new Set(mutants.map((mutant) => mutant.name)).size, mutants.length)
    for (const mutant of mutants)
      for (const { file } of mutant.faults) assert.notEqual(plant(mutant, file, sourceOf(file)), sourceOf(file))
  })

  for (const mutant of mutants) {
    test(`${mutant.name}: ${mutant.says}`, async ({ assert }) => {
      const simulate = await loadMutant(mutant)
      for (let seed = 1; seed <= SEEDS; seed++) {
        const { broken } = await simulate({ seed })
        if (!broken) continue
        console.log(`    found by seed ${seed}: ${broken.invariant}`)
        return
      }
      assert.fail(`${SEEDS} seeds did not notice it`)
    })
  }
})
