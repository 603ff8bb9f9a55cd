import type { BenchContext, Figure } from './figure.ts'
import { measureNodeVisits, measureTwoWorkers } from './node_visits.ts'
import { measureReplyLatency } from './reply_latency.ts'
import { measureEnrolment, measureWaitingRuns } from './waiting_runs.ts'
import { measureWorkerMemory } from './worker_memory.ts'

/** The run engine's figures, each beside its limit or peer measured in the same run. */
export async function* benchEngine(context: BenchContext): AsyncGenerator<Figure> {
  yield* measureNodeVisits(context)
  yield* measureTwoWorkers(context)
  yield* measureEnrolment(context)
  yield* measureReplyLatency(context)
  yield* measureWaitingRuns(context)
  yield* measureWorkerMemory(context)
}
