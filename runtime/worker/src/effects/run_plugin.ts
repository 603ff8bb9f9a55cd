import type { ClaimedEffect, EffectOutcome } from '../ports/effect_store.ts'
import type { PluginHost } from '../ports/plugin_host.ts'
import { failed, textOf } from './call_outcome.ts'

/** Calls a plugin's node in the sandbox. */
export async function runPlugin(effect: ClaimedEffect, plugins: PluginHost): Promise<EffectOutcome> {
  const { input } = effect
  const own = input['input']
  const answer = await plugins.call({
    workspaceId: effect.workspaceId,
    callId: effect.id,
    plugin: textOf(input, 'plugin'),
    node: textOf(input, 'node'),
    input: typeof own === 'object' && own !== null && !Array.isArray(own) ? own : {},
  })
  if (answer.ok) {
    const { outcome, output, contactPatch } = answer
    return { kind: 'done', outcome, output, ...(contactPatch ? { contactPatch } : {}) }
  }
  const { code, message } = answer
  return answer.retryable ? { kind: 'retry', error: { code, message } } : failed(code, message)
}
