import type { ManySeeds } from './many_seeds.ts'
import type { SimulationResult } from './simulate.ts'

/** What became of a seed, in words; of a broken promise, with the command that shows it again. */
export function report({ seed, broken, steps, digest, trace, counts }: SimulationResult): string {
  const summary = `seed ${seed}: ${steps} steps, trace ${digest}, ${counts.steps} visits, ${counts.accepted} of ${counts.messages} texts accepted`
  if (!broken) return `${summary}, every promise kept`
  const lines = [summary, `BROKEN: ${broken.invariant}: ${broken.message}`, ...trace.map((line) => `  ${line}`)]
  return [...lines, `again: node ace.js prove simulation --seed ${seed} --verbose`].join('\n')
}

/** What many seeds came to, in one line. */
export function reportMany(total: ManySeeds, elapsedMs: number): string {
  const { seeds, steps, visits, accepted, unknown, killed, frozen, broken } = total
  const seconds = (elapsedMs / 1_000).toFixed(1)
  return (
    `${seeds} seeds in ${seconds} s (${Math.round((seeds * 1_000) / elapsedMs)} a second): ${steps} steps, ${visits} node visits, ${accepted} texts accepted, ${unknown} unknown, ` +
    `${killed} kills, ${frozen} freezes; ${broken.length} broken`
  )
}
