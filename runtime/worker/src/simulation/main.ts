/**
 * Lives through many seeds, or replays one: `node ace.js prove simulation --seeds 10000 [--from 1] [--threads 2]
 * [--most 5]`, `… --seed 42 [--verbose]`.
 */
import { parseArgs } from 'node:util'
import { liveThroughInThreads } from './many_seeds.ts'
import { report, reportMany } from './report.ts'
import { simulate } from './simulate.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    threads: { type: 'string', default: '2' },
    /** Broken seeds after which a thread gives up. */
    most: { type: 'string', default: '5' },
    verbose: { type: 'boolean', default: false },
  },
})

async function replay(seed: number, isVerbose: boolean): Promise<boolean> {
  const result = await simulate({ seed, traceLines: isVerbose ? 800 : 60 })
  process.stdout.write(`${report(result)}\n`)
  if (isVerbose && !result.broken) process.stdout.write(`${result.trace.join('\n')}\n`)
  return result.broken === null
}

async function many(): Promise<boolean> {
  const begun = performance.now()
  const range = {
    from: Number(values.from),
    count: Number(values.seeds),
    withinMs: Number.POSITIVE_INFINITY,
    mostBroken: Number(values.most),
  }
  const total = await liveThroughInThreads(range, Number(values.threads))
  for (const result of total.broken) process.stdout.write(`${report(result)}\n\n`)
  process.stdout.write(`${reportMany(total, performance.now() - begun)}\n`)
  return total.broken.length === 0
}

const isWell = values.seed === undefined ? await many() : await replay(Number(values.seed), values.verbose)
process.exitCode = isWell ? 0 : 1
