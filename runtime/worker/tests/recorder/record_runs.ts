import { compile, CURRENT_BEHAVIOURS, type CompiledGraph } from '@soniarose/core'
import type { Graph } from '@soniarose/graph'
import { CALM } from '../../src/simulation/machine.ts'
import type { Plan } from '../../src/simulation/plan.ts'
import { simulate } from '../../src/simulation/simulate.ts'
import { RecordingStore, type RecordedRun } from './recording_store.ts'

const DAY_MS = 86_400_000

/** No trouble but what people and carriers do of their own accord, and three weeks to live through it. */
function quiet(plan: Plan): Plan {
  const { refused, callbackEarly } = plan.moods
  const moods = {
    unreachable: 0,
    lost: 0,
    mute: 0,
    late: 0,
    busy: 0,
    broken: 0,
    optedOut: 0,
    callbackLost: 0,
    callbackDoubled: 0,
  }
  return {
    ...plan,
    moods: { ...moods, refused, callbackEarly },
    weather: CALM,
    workers: 1,
    outages: 0,
    poison: 0,
    people: 'texts',
    fused: false,
    troubleMs: 21 * DAY_MS,
    maxSteps: 20_000,
    outsidePerMinute: plan.outsidePerMinute / 5_000,
  }
}

export interface RecordedWorld {
  runs: RecordedRun[]
  graphs: ReadonlyMap<string, Graph>
}

/** Lives through a seed, and keeps what every run was advanced by. */
export async function recordRuns(seed: number, graphs?: readonly Graph[]): Promise<RecordedWorld> {
  const runs = new Map<string, RecordedRun>()
  const known = new Map<string, Graph>()
  const compiled = new Map<string, CompiledGraph>()
  const graphOf = (versionId: string): CompiledGraph | null => compiled.get(versionId) ?? null
  await simulate({
    seed,
    adjust: quiet,
    ...(graphs ? { graphs } : {}),
    onPublish: (versionId, graph) => {
      known.set(versionId, graph)
      compiled.set(versionId, compile(graph, new Set(CURRENT_BEHAVIOURS)))
    },
    watchRuns: (store) => new RecordingStore(store, runs, graphOf),
  })
  return { runs: [...runs.values()], graphs: known }
}
