import type { SimulationResult } from '../../src/simulation/index.ts'
import { loadMutant } from './load_mutant.ts'
import type { Mutant } from './mutant.ts'

/**
 * Looks for a seed that breaks a promise by a planted fault.
 * @param first tried before the others: the seed that found it last time
 * @returns the first such seed's result; null when none of the seeds notices the fault
 */
export async function huntOne(
  mutant: Mutant,
  { seeds, first }: { seeds: number; first: number },
): Promise<SimulationResult | null> {
  const simulate = await loadMutant(mutant)
  const order = [first, ...Array.from({ length: seeds }, (_, index) => index + 1)]
  for (const seed of order) {
    const result = await simulate({ seed, ...(mutant.where ? { adjust: mutant.where } : {}) })
    if (result.broken) return result
  }
  return null
}
