import { NODE_DEFINITIONS } from '@soniarose/graph'
import type { Json, JsonObject } from '../json.ts'
import { defineRunner, leave } from '../node_runner.ts'
import type { ScopeSource } from '../scope.ts'
import { compileTemplate } from '../template/template.ts'
import { settleEffect } from './effect_outcome.ts'

const INPUT_LIMIT = 5000

type Rendered = (source: ScopeSource) => Json

/** Calls a plugin's node with its texts rendered, and leaves by the outcome that it answers with. */
export const plugin = defineRunner(NODE_DEFINITIONS.plugin, (data, nodeId) => {
  const fields = Object.entries(data.input).map(([name, value]) => [name, compileInput(value)] as const)
  return {
    enter(visit) {
      const id = visit.newId()
      const input: JsonObject = Object.fromEntries(fields.map(([name, render]) => [name, render(visit)]))
      visit.emit({ type: 'call_plugin', id, nodeId, seq: visit.run.seq, plugin: data.plugin, node: data.node, input })
      return { to: 'wait', wait: { kind: 'effect', key: id, wakeAt: null } }
    },
    resume(visit, signal) {
      if (signal?.kind !== 'effect') return leave('failed', {})
      return settleEffect(visit, signal, { handle: signal.outcome, names: [nodeId] })
    },
  }
})

/** Prepares a value whose texts, however deep, are templates. */
function compileInput(value: unknown): Rendered {
  if (typeof value === 'string') {
    const template = compileTemplate(value, { outputLimit: INPUT_LIMIT })
    return (source) => template.render(source)
  }
  if (Array.isArray(value)) {
    const items = value.map(compileInput)
    return (source) => items.map((item) => item(source))
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => [key, compileInput(item)] as const)
    return (source) => Object.fromEntries(entries.map(([key, item]) => [key, item(source)]))
  }
  const plain: Json = typeof value === 'number' || typeof value === 'boolean' ? value : null
  return () => plain
}
