import { z } from 'zod'
import type { JsonSchema } from './plugin_manifest.ts'
import { NODE_DEFINITIONS, type NodeKind } from './nodes/registry.ts'
import { settingsSchema } from './schema/settings.ts'

const cache = new Map<string, JsonSchema>()

function toJsonSchema(name: string, schema: z.ZodType): JsonSchema {
  const known = cache.get(name)
  if (known) return known
  const made: JsonSchema = { ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) }
  cache.set(name, made)
  return made
}

/** The data of a kind of node as JSON Schema 2020-12, with titles, descriptions and `ui` hints for its form. */
export function nodeJsonSchema(kind: NodeKind): JsonSchema {
  return toJsonSchema(kind, NODE_DEFINITIONS[kind].schema)
}

/** The workflow's settings as JSON Schema 2020-12. */
export function settingsJsonSchema(): JsonSchema {
  return toJsonSchema('settings', settingsSchema)
}
