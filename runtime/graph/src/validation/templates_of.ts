import { isRecord, readRecords } from '../nodes/read.ts'
import type { GraphNode } from '../schema/graph.ts'

/** A piece of Liquid in a node's data. */
export interface TemplateField {
  /** Where it stands, such as `set.0.value`. */
  field: string
  text: string
}

/** Every Liquid text of a node, finished or not. */
export function templatesOf(node: GraphNode): TemplateField[] {
  switch (node.type) {
    case 'send_sms':
      return named(node, 'body')
    case 'notify_team':
      return named(node, 'message')
    case 'handoff':
      return named(node, 'note')
    case 'http_request':
      return [...named(node, 'url', 'body'), ...texts('headers', node.data['headers'])]
    case 'update_contact':
      return readRecords(node.data, 'set').flatMap((change, index) => texts(`set.${index}.value`, change['value']))
    case 'plugin':
      return texts('input', node.data['input'])
    default:
      return []
  }
}

function named(node: GraphNode, ...fields: string[]): TemplateField[] {
  return fields.flatMap((field) => texts(field, node.data[field]))
}

/** Every text in a value, however deep. */
function texts(field: string, value: unknown): TemplateField[] {
  if (typeof value === 'string') return [{ field, text: value }]
  if (Array.isArray(value)) return value.flatMap((item, index) => texts(`${field}.${index}`, item))
  return isRecord(value) ? Object.entries(value).flatMap(([key, item]) => texts(`${field}.${key}`, item)) : []
}
