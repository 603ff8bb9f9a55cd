import * as z from 'zod'

export { ATTRIBUTE_FIELD, type WritableField } from './contact_fields.ts'

/** The version of the plugin API that this SDK and host speak; `api` in plugin.json. */
export const PLUGIN_API = 1

const name = z.string().regex(/^[a-z][a-z0-9-]{1,62}$/, 'lower-case letters, digits and hyphens, at most 63')
const nodeName = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'lower-case letters, digits and underscores, at most 63')
const outcome = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/)
const host = z
  .string()
  .regex(
    /^(?!\d+(\.\d+)*$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/,
    'a full host name, lower case, no address',
  )
const jsonSchema = z.record(z.string(), z.unknown())

/** A node as plugin.json declares it: its form, what it gives back, and the handles it can leave by. */
export const manifestNodeSchema = z.object({
  name: nodeName,
  title: z.string().min(1).max(80),
  description: z.string().max(500).default(''),
  input: jsonSchema,
  output: jsonSchema,
  outcomes: z.array(outcome).min(1).max(20),
})

/** `plugin.json` (contract §5). Unknown keys are dropped, so that an older host can read a newer file of the same `api`. */
export const manifestSchema = z.object({
  name,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'three numbers, as in 1.0.0'),
  api: z.literal(PLUGIN_API),
  title: z.string().min(1).max(80),
  description: z.string().max(500),
  entry: z
    .string()
    .regex(/^[a-z0-9_][a-z0-9_./-]*\.js$/)
    .refine((path) => !path.includes('..'), 'inside the plugin folder'),
  nodes: z.array(manifestNodeSchema).min(1).max(50),
  permissions: z
    .object({
      http: z.array(host).max(50).default([]),
      secrets: z
        .array(z.string().regex(/^[A-Z][A-Z0-9_]{0,62}$/))
        .max(50)
        .default([]),
      contact: z
        .object({ read: z.array(z.string()).max(100).default([]), write: z.array(z.string()).max(100).default([]) })
        .default({ read: [], write: [] }),
    })
    .default({ http: [], secrets: [], contact: { read: [], write: [] } }),
  limits: z
    .object({
      timeoutMs: z.int().min(10).max(30_000).default(2_000),
      memoryMb: z.int().min(8).max(256).default(64),
      fetches: z.int().min(0).max(50).default(10),
    })
    .default({ timeoutMs: 2_000, memoryMb: 64, fetches: 10 }),
})

export type PluginManifest = z.output<typeof manifestSchema>
export type PluginManifestNode = z.output<typeof manifestNodeSchema>

/** The largest bundle that the host loads, in bytes. */
export const MAX_BUNDLE_BYTES = 512 * 1024

export type ManifestResult =
  | { ok: true; manifest: PluginManifest }
  | { ok: false; errors: { path: string; message: string }[] }

/** Reads the parsed plugin.json. Out: the manifest with its defaults, or each fault with its path. */
export function parseManifest(json: unknown): ManifestResult {
  const read = manifestSchema.safeParse(json)
  if (read.success) return { ok: true, manifest: read.data }
  return {
    ok: false,
    errors: read.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
  }
}
