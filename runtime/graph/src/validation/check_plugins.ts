import { isRecord } from '../nodes/read.ts'
import type { NodeContext } from '../nodes/definition.ts'
import { findPluginNode, type JsonSchema } from '../plugin_manifest.ts'
import type { GraphNode } from '../schema/graph.ts'
import type { GraphIndex } from './graph_index.ts'
import type { GraphIssue } from './issue.ts'

/** Plugin nodes that point at nothing installed, or miss what their plugin needs. Silent when no list of plugins is given. */
export function checkPlugins(index: GraphIndex, { plugins }: NodeContext): GraphIssue[] {
  if (!plugins) return []
  const nodes = [...index.nodes.values()].filter((node) => node.type === 'plugin')
  return nodes.flatMap((node) => {
    const { plugin, node: name, input } = node.data
    if (typeof plugin !== 'string' || typeof name !== 'string') return []
    const found = findPluginNode(plugins, plugin, name)
    if (found) return checkInput(node, found.input, isRecord(input) ? input : {})
    return [
      {
        code: 'E_UNKNOWN_PLUGIN' as const,
        nodeId: node.id,
        message: `The plugin "${plugin}" with the node "${name}" is not installed. Install it or delete this node`,
      },
    ]
  })
}

/**
 * The part of JSON Schema that can be judged before a run: required keys, and the types and choices of plain values.
 * Texts that hold `{{ … }}` are known only in a run, where the host checks everything again.
 */
function checkInput(node: GraphNode, schema: JsonSchema, input: Record<string, unknown>): GraphIssue[] {
  const required: unknown = schema['required']
  const missing = (Array.isArray(required) ? required : [])
    .filter((key): key is string => typeof key === 'string' && (input[key] === undefined || input[key] === ''))
    .map((key) => issue(node, key, `fill in "${key}"`))
  const properties = isRecord(schema['properties']) ? schema['properties'] : {}
  const wrong = Object.entries(input).flatMap(([key, value]) => {
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined
    const problem = isRecord(property) ? faultOf(value, property) : null
    return problem === null ? [] : [issue(node, key, `"${key}" ${problem}`)]
  })
  return [...missing, ...wrong]
}

function issue(node: GraphNode, key: string, message: string): GraphIssue {
  return {
    code: 'E_PLUGIN_INPUT',
    nodeId: node.id,
    message: `Plugin ${String(node.data['node'])}: ${message}`,
    field: `input.${key}`,
  }
}

function faultOf(value: unknown, property: Record<string, unknown>): string | null {
  if (value === undefined || value === '' || (typeof value === 'string' && value.includes('{{'))) return null
  const choices: unknown = property['enum']
  if (Array.isArray(choices) && !choices.includes(value)) return `must be one of ${choices.map(String).join(', ')}`
  const type = property['type']
  const check = typeof type === 'string' && Object.hasOwn(PLAIN_TYPES, type) ? PLAIN_TYPES[type] : undefined
  return check === undefined || check.fits(value) ? null : check.fault
}

const PLAIN_TYPES: Record<string, { fits: (value: unknown) => boolean; fault: string }> = {
  string: { fits: (value) => typeof value === 'string', fault: 'must be a text' },
  number: { fits: (value) => typeof value === 'number', fault: 'must be a number' },
  integer: { fits: Number.isInteger, fault: 'must be a whole number' },
  boolean: { fits: (value) => typeof value === 'boolean', fault: 'must be yes or no' },
}
