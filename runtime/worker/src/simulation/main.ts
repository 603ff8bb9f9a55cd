/**
 * Lives through many seeds, or replays one: `node runtime/worker/src/simulation/main.ts --seeds 10000 [--from 1]`,
 * `… --seed 42 [--verbose]`.
 */
import { parseArgs } from 'node:util'
import { report } from './report.ts'
import { simulate } from './simulate.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    /** Broken seeds after which it gives up. */
    most: { type: 'string', default: '5' },
    verbose: { type: 'boolean', default: false },
  },
})

if (values.seed !== undefined) await replay(Number(values.seed), values.verbose)
else await many(Number(values.from), Number(values.seeds))

async function replay(seed: number, isVerbose: boolean): Promise<void> {
  const result = await simulate({ seed, traceLines: isVerbose ? 800 : 60 })
  process.stdout.write(`${report(result)}\n`)
  if (isVerbose && !result.broken) process.stdout.write(`${result.trace.join('\n')}\n`)
  process.exitCode = result.broken ? 1 : 0
}

async function many(from: number, count: number): Promise<void> {
  const begun = performance.now()
  const total = { steps: 0, accepted: 0, killed: 0, frozen: 0, unknown: 0, visits: 0 }
  const most = Number(values.most)
  let failed = 0
  for (let seed = from; seed < from + count; seed++) {
    const result = await simulate({ seed })
    total.steps += result.steps
    total.visits += result.counts.steps
    total.accepted += result.counts.accepted
    total.unknown += result.counts.unknown
    total.killed += result.counts.killed
    total.frozen += result.counts.frozen
    if (!result.broken) continue
    failed += 1
    process.stdout.write(`${report(result)}\n\n`)
    if (failed >= most) break
  }
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1)
  process.stdout.write(
    `${count} seeds in ${seconds} s: ${total.steps} steps, ${total.visits} node visits, ${total.accepted} texts accepted, ` +
      `${total.unknown} unknown, ${total.killed} kills, ${total.frozen} freezes; ${failed} failed\n`,
  )
  process.exitCode = failed > 0 ? 1 : 0
}
