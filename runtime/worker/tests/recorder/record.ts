/**
 * Records runs of simulated worlds for `runtime/core/tests/histories`, to be replayed by every later release. Only ever
 * adds files, never changes one: `node runtime/worker/tests/recorder/record.ts`.
 */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fiveDaysOfJoy, type Graph } from '@soniarose/graph'
import { featuresOf, historyText, pathOf } from './history.ts'
import { recordRuns } from './record_runs.ts'
import type { RecordedRun } from './recording_store.ts'

const FOLDER = join(import.meta.dirname, '../../../core/tests/histories')
const FIVE_DAYS = 16
const SEEDS = 400
const MOST_CALLS = 40

function keep(name: string, text: string): void {
  const path = join(FOLDER, `${name}.json`)
  if (existsSync(path)) return
  writeFileSync(path, text)
  process.stdout.write(`${name} (${text.length} characters)\n`)
}

/** Five Days of Joy in each way that people have of going through it. */
async function recordFiveDays(): Promise<number> {
  const paths = new Set<string>()
  for (let seed = 1; seed <= SEEDS && paths.size < FIVE_DAYS; seed++) {
    const { runs } = await recordRuns(seed, [fiveDaysOfJoy])
    for (const run of runs) {
      const path = pathOf(run)
      if (paths.size % 2 === 0 && !path.includes('joyful')) continue
      if (paths.size >= FIVE_DAYS || paths.has(path) || run.calls.length > MOST_CALLS) continue
      paths.add(path)
      const name = `1${String(paths.size).padStart(3, '0')}_five_days`
      keep(name, historyText(`Five Days of Joy: ${path}`, fiveDaysOfJoy, run))
    }
  }
  return paths.size
}

/** Runs of random workflows until everything that a run can show has been shown. */
async function recordKinds(): Promise<number> {
  const shown = new Set<string>()
  let count = 0
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { runs, graphs } = await recordRuns(seed)
    for (const run of runs) count += show(run, { graphs, shown, count })
  }
  return count
}

/** @returns 1 when the run showed something new and was kept */
function show(
  run: RecordedRun,
  { graphs, shown, count }: { graphs: ReadonlyMap<string, Graph>; shown: Set<string>; count: number },
): number {
  const graph = graphs.get(run.versionId)
  const news = [...featuresOf(run)].filter((feature) => !shown.has(feature))
  if (!graph || news.length === 0 || run.calls.length > MOST_CALLS) return 0
  for (const feature of news) shown.add(feature)
  const [first = ''] = news
  const name = `2${String(count + 1).padStart(3, '0')}_${first.replace(/[^a-z0-9]+/gi, '_').toLowerCase()}`
  keep(name, historyText(news.join(', '), graph, run))
  return 1
}

const total = (await recordFiveDays()) + (await recordKinds())
process.stdout.write(`${total} runs\n`)
