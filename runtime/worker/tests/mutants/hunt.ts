/**
 * Hunts every planted fault, or some of them by name, and keeps the seeds that found them in found_by.json. The seed that
 * found a fault last time is tried first:
 * `node ace.js prove faults [--seeds 2000] [name …]`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { engineMutants } from './engine_mutants.ts'
import { huntOne } from './hunt_one.ts'
import { mergedMutants } from './merged_mutants.ts'
import { storeMutants } from './store_mutants.ts'

const FOUND_BY = join(import.meta.dirname, 'found_by.json')

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seeds: { type: 'string', default: '2000' } },
})
const all = [...engineMutants, ...mergedMutants, ...storeMutants]
const chosen = all.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
const foundBy: Record<string, number> = JSON.parse(readFileSync(FOUND_BY, 'utf8'))
for (const mutant of chosen) {
  const begun = performance.now()
  const result = await huntOne(mutant, { seeds: Number(values.seeds), first: foundBy[mutant.name] ?? 1 })
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1)
  if (result) foundBy[mutant.name] = result.seed
  else delete foundBy[mutant.name]
  const line = result ? `seed ${result.seed}: ${result.broken?.invariant}` : 'SURVIVED'
  process.stdout.write(`${mutant.name.padEnd(26)} ${line} (${seconds} s)\n`)
  keep()
}
const found = all.filter(({ name }) => foundBy[name] !== undefined).length
process.stdout.write(`${found} of ${all.length} found\n`)
process.exitCode = found < all.length ? 1 : 0

function keep(): void {
  const kept = all.flatMap(({ name }) => (foundBy[name] === undefined ? [] : [[name, foundBy[name]] as const]))
  writeFileSync(FOUND_BY, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`)
}
