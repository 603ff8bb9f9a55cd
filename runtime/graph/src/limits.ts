/** What a graph may not exceed, whoever sends it. Checked before anything else looks at it. */
export const GRAPH_LIMITS = {
  nodes: 500,
  edges: 1000,
  /** UTF-8 bytes of the JSON. */
  bytes: 256 * 1024,
  /** Nesting of objects and arrays, counted from the graph itself. */
  depth: 24,
  /** Characters of an id. */
  id: 64,
} as const

/** Keys that would reach an object's prototype when a careless merge or path walk meets them. */
export const HOSTILE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])
