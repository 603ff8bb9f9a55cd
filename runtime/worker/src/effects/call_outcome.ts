import type { Json, JsonObject } from '@soniarose/core'
import type { EffectOutcome } from '../ports/effect_store.ts'

/** The call will not succeed by being made again: the run takes its failed way. */
export function failed(code: string, message: string, output: Json = null): EffectOutcome {
  return { kind: 'done', outcome: 'failed', output, error: { code, message } }
}

/** A text of an effect's input; the engine wrote it, so anything else is a fault of ours. */
export function textOf(input: JsonObject, name: string): string {
  const value = input[name]
  if (typeof value !== 'string') throw new Error(`The effect has no ${name}.`)
  return value
}
