import { GRAPH_LIMITS, HOSTILE_KEYS } from './limits.ts'

export type JsonFault = { kind: 'deep' } | { kind: 'hostile'; key: string } | { kind: 'large' } | { kind: 'not_json' }

/**
 * Walks untrusted data before anything else touches it: nesting, keys that reach a prototype, values that JSON
 * can't hold, and size. Returns the first fault, or null.
 */
export function inspectJson(value: unknown): JsonFault | null {
  const budget = { left: GRAPH_LIMITS.bytes }
  return inspect(value, 0, budget)
}

function inspect(value: unknown, depth: number, budget: { left: number }): JsonFault | null {
  if (depth > GRAPH_LIMITS.depth) return { kind: 'deep' }
  budget.left -= sizeOfScalar(value)
  if (budget.left < 0) return { kind: 'large' }
  if (Array.isArray(value)) {
    for (const item of value) {
      budget.left -= 1
      const fault = inspect(item, depth + 1, budget)
      if (fault) return fault
    }
    return null
  }
  if (typeof value === 'object' && value !== null) return inspectObject(value, depth, budget)
  return typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint'
    ? { kind: 'not_json' }
    : null
}

function inspectObject(value: object, depth: number, budget: { left: number }): JsonFault | null {
  for (const [key, item] of Object.entries(value)) {
    if (HOSTILE_KEYS.has(key)) return { kind: 'hostile', key }
    if (item === undefined) continue
    budget.left -= utf8Length(key) + 4
    const fault = inspect(item, depth + 1, budget)
    if (fault) return fault
  }
  return null
}

function sizeOfScalar(value: unknown): number {
  if (typeof value === 'string') return utf8Length(value) + 2
  if (typeof value === 'number') return String(value).length
  return typeof value === 'boolean' ? 5 : 2
}

/** Bytes that a text takes in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = text.length
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1
  }
  return bytes
}
