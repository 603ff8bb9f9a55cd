import { Worker } from 'node:worker_threads'
import { simulate, type SimulationResult } from './simulate.ts'

/** Which seeds to live through: every `stride`-th from `from` on. */
export interface SeedRange {
  from: number
  count: number
  stride: number
  /** Gives up after this long, whatever is left. Milliseconds. */
  withinMs: number
  /** Gives up after so many broken seeds. */
  mostBroken: number
}

/** What many seeds came to. */
export interface ManySeeds {
  seeds: number
  steps: number
  visits: number
  accepted: number
  unknown: number
  killed: number
  frozen: number
  broken: SimulationResult[]
}

const NOTHING: ManySeeds = { seeds: 0, steps: 0, visits: 0, accepted: 0, unknown: 0, killed: 0, frozen: 0, broken: [] }

/** Lives through seeds one after the other. */
export async function liveThrough({ from, count, stride, withinMs, mostBroken }: SeedRange): Promise<ManySeeds> {
  const end = performance.now() + withinMs
  let total = NOTHING
  for (let index = 0; index < count && performance.now() < end && total.broken.length < mostBroken; index++) {
    total = add(total, summaryOf(await simulate({ seed: from + index * stride })))
  }
  return total
}

/** The same in several threads at once. */
export async function liveThroughInThreads(range: Omit<SeedRange, 'stride'>, threads: number): Promise<ManySeeds> {
  const shares = Array.from({ length: threads }, (_, thread) => {
    const count = Math.floor((range.count + threads - 1 - thread) / threads)
    return inThread({ ...range, from: range.from + thread, count, stride: threads })
  })
  return (await Promise.all(shares)).reduce(add, NOTHING)
}

function inThread(range: SeedRange): Promise<ManySeeds> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('seed_thread.ts', import.meta.url), { workerData: range })
    thread.once('message', (result: ManySeeds) => resolve(result))
    thread.once('error', reject)
  })
}

function summaryOf(result: SimulationResult): ManySeeds {
  const { steps, broken, counts } = result
  const { accepted, unknown, killed, frozen } = counts
  return { seeds: 1, steps, visits: counts.steps, accepted, unknown, killed, frozen, broken: broken ? [result] : [] }
}

function add(one: ManySeeds, other: ManySeeds): ManySeeds {
  return {
    seeds: one.seeds + other.seeds,
    steps: one.steps + other.steps,
    visits: one.visits + other.visits,
    accepted: one.accepted + other.accepted,
    unknown: one.unknown + other.unknown,
    killed: one.killed + other.killed,
    frozen: one.frozen + other.frozen,
    broken: [...one.broken, ...other.broken],
  }
}
