import { definitionOf, titleOf } from '../nodes/registry.ts'
import { settingsSchema } from '../schema/settings.ts'
import type { Graph } from '../schema/graph.ts'
import type { GraphIssue } from './issue.ts'

/** Faults of single nodes: an id twice, an unknown type, data that is missing or wrong. */
export function checkNodes(graph: Graph): GraphIssue[] {
  const issues: GraphIssue[] = []
  const seen = new Set<string>()
  for (const node of graph.nodes) {
    if (seen.has(node.id))
      issues.push({
        code: 'E_DUPLICATE_ID',
        nodeId: node.id,
        message: `Two nodes have the id "${node.id}". Give one of them another`,
      })
    seen.add(node.id)
    const definition = definitionOf(node.type)
    if (!definition) {
      issues.push({
        code: 'E_UNKNOWN_NODE_TYPE',
        nodeId: node.id,
        message: `"${node.type}" is not a kind of node. Delete it or use one from the palette`,
      })
      continue
    }
    const parsed = definition.schema.safeParse(node.data)
    if (parsed.success) continue
    for (const fault of parsed.error.issues) {
      const field = fault.path.join('.')
      issues.push({
        code: 'E_NODE_DATA',
        nodeId: node.id,
        message: `${titleOf(node)}: ${sayWhat(fault.message, field)}`,
        field,
      })
    }
  }
  return issues
}

/** Zod's own sentences name no field ("Invalid input: expected string, received undefined"); ours do. */
function sayWhat(message: string, field: string): string {
  if (!message.startsWith('Invalid') || field === '') return message
  return message.includes('received undefined') ? `fill in "${field}"` : `"${field}": ${message.toLowerCase()}`
}

/** Faults of the workflow's settings. */
export function checkSettings(graph: Graph): GraphIssue[] {
  const parsed = settingsSchema.safeParse(graph.settings)
  if (parsed.success) return []
  return parsed.error.issues.map((fault) => ({
    code: 'E_SETTINGS' as const,
    nodeId: null,
    message: `Settings: ${sayWhat(fault.message, fault.path.join('.'))}`,
    field: fault.path.join('.'),
  }))
}
