import { ATTRIBUTE_FIELD, READABLE_FIELDS, WRITABLE_FIELDS } from './contact_fields.ts'
import type { PluginManifest } from './manifest.ts'

const isAmong = (fields: readonly string[], field: string): boolean =>
  fields.includes(field) || ATTRIBUTE_FIELD.test(field)

/**
 * What a host would load and then refuse, or never answer to, at each call. An author learns of it while packing.
 * @returns sentences that say what to change; none when all is well
 */
export function authorFaults({ nodes, permissions }: PluginManifest): string[] {
  const { read, write } = permissions.contact
  return [
    ...twice(nodes.map(({ name }) => name)).map((name) => `Two nodes are called ${name}; give one another name.`),
    ...nodes.flatMap(({ name, outcomes }) =>
      twice(outcomes).map((outcome) => `The node ${name} declares the outcome ${outcome} twice.`),
    ),
    ...nodes
      .filter(({ input, output }) => hasFormat([input, output], 'uri'))
      .map(
        ({ name }) =>
          `The node ${name} uses z.url(), which needs what the sandbox lacks; use z.string().regex(/^https?:/).`,
      ),
    ...read
      .filter((field) => !isAmong(READABLE_FIELDS, field))
      .map(
        (field) =>
          `permissions.contact.read: there is no field ${field}; it must be one of ${READABLE_FIELDS.join(', ')} or attributes.NAME.`,
      ),
    ...write
      .filter((field) => !isAmong(WRITABLE_FIELDS, field))
      .map(
        (field) =>
          `permissions.contact.write: no plugin may write ${field}; it must be one of ${WRITABLE_FIELDS.join(', ')} or attributes.NAME.`,
      ),
  ]
}

const twice = (names: readonly string[]) => [...new Set(names.filter((name, at) => names.indexOf(name) !== at))]

function hasFormat(schema: unknown, format: string): boolean {
  if (typeof schema !== 'object' || schema === null) return false
  if ('format' in schema && schema.format === format) return true
  return Object.values(schema).some((part) => hasFormat(part, format))
}
