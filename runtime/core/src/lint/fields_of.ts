import { isRecord, type GraphNode } from '@soniarose/graph'

/** Every field that a node's conditions and dates read, finished or not. */
export function fieldsOf(node: GraphNode): { field: string; path: string }[] {
  const date = node.data['untilDate']
  const dates = typeof date === 'string' && date.startsWith('contact.') ? [{ field: 'untilDate', path: date }] : []
  return [...dates, ...rules('branches', node.data['branches']), ...rules('when', node.data['when'])]
}

function rules(field: string, value: unknown): { field: string; path: string }[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => rules(`${field}.${index}`, item))
  if (!isRecord(value)) return []
  if (typeof value['field'] === 'string' && typeof value['op'] === 'string') return [{ field, path: value['field'] }]
  return Object.entries(value).flatMap(([key, item]) => rules(`${field}.${key}`, item))
}
