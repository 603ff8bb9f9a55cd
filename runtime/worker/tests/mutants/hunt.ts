/**
 * Hunts every planted fault, or some of them by name: `node runtime/worker/tests/mutants/hunt.ts [--seeds 2000] [name …]`.
 */
import { parseArgs } from 'node:util'
import { engineMutants } from './engine_mutants.ts'
import { loadMutant } from './load_mutant.ts'
import { storeMutants } from './store_mutants.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seeds: { type: 'string', default: '2000' } },
})
const chosen = [...engineMutants, ...storeMutants].filter(
  ({ name }) => positionals.length === 0 || positionals.includes(name),
)
let survivors = 0
for (const mutant of chosen) {
  const simulate = await loadMutant(mutant)
  const begun = performance.now()
  let line = 'SURVIVED'
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    const { broken } = await simulate({ seed })
    if (!broken) continue
    line = `seed ${seed}: ${broken.invariant}`
    break
  }
  if (line === 'SURVIVED') survivors += 1
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1)
  process.stdout.write(`${mutant.name.padEnd(26)} ${line} (${seconds} s)\n`)
}
process.stdout.write(`${chosen.length - survivors} of ${chosen.length} found\n`)
process.exitCode = survivors > 0 ? 1 : 0
