import type { SimulationResult } from './simulate.ts'

/** What became of a seed, in words; of a broken promise, with the command that shows it again. */
export function report({ seed, broken, steps, digest, trace, counts }: SimulationResult): string {
  const summary = `seed ${seed}: ${steps} steps, trace ${digest}, ${counts.steps} visits, ${counts.accepted} of ${counts.messages} texts accepted`
  if (!broken) return `${summary}, every promise kept`
  const lines = [summary, `BROKEN: ${broken.invariant}: ${broken.message}`, ...trace.map((line) => `  ${line}`)]
  return [...lines, `again: node runtime/worker/src/simulation/main.ts --seed ${seed} --verbose`].join('\n')
}
