import type { ClaimedEffect, EffectOutcome } from '../ports/effect_store.ts'
import type { HttpEgress } from '../ports/http_egress.ts'
import type { PluginHost } from '../ports/plugin_host.ts'
import { failed } from './call_outcome.ts'
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
