import type { PluginManifest } from './manifest.ts'

const READABLE = new Set(['firstName', 'lastName', 'phone', 'email', 'timeZone', 'optInStatus', 'tags', 'attributes'])
const WRITABLE = new Set(['firstName', 'lastName', 'email', 'timeZone'])
const ATTRIBUTE = /^attributes\.[A-Za-z_][A-Za-z0-9_]{0,62}$/

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
      .filter((field) => !READABLE.has(field) && !ATTRIBUTE.test(field))
      .map(
        (field) =>
          `permissions.contact.read: there is no field ${field}; it must be one of ${[...READABLE].join(', ')} or attributes.NAME.`,
      ),
    ...write
      .filter((field) => !WRITABLE.has(field) && !ATTRIBUTE.test(field))
      .map(
        (field) =>
          `permissions.contact.write: no plugin may write ${field}; it must be one of ${[...WRITABLE].join(', ')} or attributes.NAME.`,
      ),
  ]
}

const twice = (names: readonly string[]) => [...new Set(names.filter((name, at) => names.indexOf(name) !== at))]

function hasFormat(schema: unknown, format: string): boolean {
  if (typeof schema !== 'object' || schema === null) return false
  if ('format' in schema && schema.format === format) return true
  return Object.values(schema).some((part) => hasFormat(part, format))
}
