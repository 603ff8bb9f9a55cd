import { HOSTILE_KEYS } from '@soniarose/graph'

/** Where templates and conditions read: a value for each of the names that they know. */
export interface ScopeSource {
  /** The contact's zone. */
  readonly zone: string
  /** Epoch milliseconds. */
  readonly now: number
  /** What stands under a first name such as `contact`, `steps` or `now`; undefined for unknown names. */
  root(name: string): unknown
}

/** The names that a path can begin with. */
export const SCOPE_ROOTS = ['contact', 'workflow', 'run', 'now', 'reply', 'steps', 'trigger'] as const

/** Whether a value is a plain object: what JSON calls one. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at a path, read through own properties of plain objects only; undefined where there is none. */
export function readPath(source: ScopeSource, path: readonly string[]): unknown {
  let value = source.root(path[0] ?? '')
  for (let index = 1; index < path.length; index++) {
    const key = path[index]
    if (key === undefined || HOSTILE_KEYS.has(key) || !isPlainObject(value) || !Object.hasOwn(value, key))
      return undefined
    value = value[key]
  }
  return value
}
