import type { Json, JsonObject } from '@soniarose/core'
import type { ClaimedEffect, EffectOutcome } from '../ports/effect_store.ts'
import type { HttpEgress } from '../ports/http_egress.ts'
import type { PluginHost } from '../ports/plugin_host.ts'
import { runHttpRequest } from './run_http_request.ts'
import { runPlugin } from './run_plugin.ts'

export interface CallPorts {
  plugins: PluginHost
  egress: HttpEgress
}

/** Makes one call to the outside. Never throws: what goes wrong is an outcome. */
export async function runCall(effect: ClaimedEffect, ports: CallPorts): Promise<EffectOutcome> {
  try {
    switch (effect.kind) {
      case 'call_plugin':
        return await runPlugin(effect, ports.plugins)
      case 'http_request':
        return await runHttpRequest(effect, ports.egress)
      default:
        return failed('unknown_effect', `Nothing here knows how to do "${effect.kind}".`)
    }
  } catch (error) {
    return failed('internal_error', error instanceof Error ? error.message : String(error))
  }
}

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
