import type { Json, JsonObject } from '../json.ts'
import type { Move, Visit } from '../node_runner.ts'
import type { Signal } from '../run_event.ts'

type EffectSignal = Extract<Signal, { kind: 'effect' }>

/** Characters of JSON up to which a step keeps what an effect gave back; all of it is in `vars.steps`. */
const DETAIL_LIMIT = 2000

/**
 * What a call to the outside comes to: keeps its output under the given names and leaves by its outcome. An output
 * that is too large counts as a failure.
 */
export function settleEffect(
  visit: Visit,
  signal: EffectSignal,
  { handle, names }: { handle: string; names: readonly string[] },
): Move {
  const detail: JsonObject = { effectId: signal.key, outcome: signal.outcome }
  if (signal.error) detail['error'] = { code: signal.error.code, message: signal.error.message.slice(0, 500) }
  const output: Json = signal.output ?? null
  if (signal.outcome === 'failed') return failed(visit, detail)
  if (!names.every((name) => visit.saveOutput(name, output)))
    return failed(visit, {
      ...detail,
      error: { code: 'output_too_large', message: 'What came back is too large to keep' },
    })
  if (JSON.stringify(output).length <= DETAIL_LIMIT) detail['output'] = output
  return { to: 'leave', handle, detail }
}

/** Leaves by `failed`; without an edge there the run ends, as at any handle. */
function failed(visit: Visit, detail: JsonObject): Move {
  return { to: 'leave', handle: 'failed', status: 'failed', detail: { ...detail, edge: visit.hasEdge('failed') } }
}
