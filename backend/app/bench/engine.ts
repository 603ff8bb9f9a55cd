import type { BenchContext, Figure } from './figure.ts'
import { measureNodeVisits } from './node_visits.ts'

/** The run engine's figures, each beside its limit or peer measured in the same run. */
export async function* benchEngine(context: BenchContext): AsyncGenerator<Figure> {
  yield* measureNodeVisits(context)
}
