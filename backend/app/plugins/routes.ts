import { z } from 'zod'
import { audit } from '#app/core/audit'
import { defineRoute, ok } from '#app/core/http/route'
import { idSchema, iso, pageOf, timeSchema } from '#app/core/http/validation'
import { invalidField, notFound } from '#app/core/problem'
import { readSecrets, setSecrets, type SecretState } from '#app/plugins/secrets'

const plugin = z
  .object({
    id: idSchema,
    name: z.string(),
    version: z.string(),
    title: z.string(),
    description: z.string(),
    enabled: z.boolean(),
    sha256: z.string(),
    nodes: z.array(z.unknown()).meta({ description: 'With input and output as JSON Schema, and their outcomes' }),
    manifest: z.record(z.string(), z.unknown()).meta({ description: 'plugin.json' }),
    installedAt: timeSchema,
  })
  .meta({ id: 'Plugin' })

interface PluginRow {
  id: string
  name: string
  version: string
  manifest: Record<string, unknown>
  enabled: boolean
  bundle_sha256: string
  installed_at: Date
}

const toPlugin = (row: PluginRow): z.input<typeof plugin> => ({
  id: row.id,
  name: row.name,
  version: row.version,
  title: String(row.manifest.title ?? row.name),
  description: String(row.manifest.description ?? ''),
  enabled: row.enabled,
  sha256: row.bundle_sha256,
  nodes: Array.isArray(row.manifest.nodes) ? row.manifest.nodes : [],
  manifest: row.manifest,
  installedAt: iso(row.installed_at),
})

const params = z.object({ name: z.string().max(63) })
const secretStates = z
  .object({
    data: z.array(
      z.object({
        name: z.string(),
        isWanted: z.boolean().meta({ description: 'By the newest version; else only an older one asked for it' }),
        isSet: z.boolean(),
        updatedAt: timeSchema.nullable(),
      }),
    ),
  })
  .meta({ id: 'PluginSecrets' })

const toStates = (secrets: SecretState[]): z.input<typeof secretStates> => ({
  data: secrets.map((secret) => ({ ...secret, updatedAt: iso(secret.updatedAt) })),
})

export const pluginRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/plugins/:name/secrets',
      summary: 'Which secrets a plugin asks for, and which of them are set; never what they are',
      access: 'plugins:read',
      params,
      responses: { 200: secretStates },
    },
    async ({ db, params: { name }, workspaceId }) => {
      const secrets = await readSecrets(db, { workspaceId, plugin: name })
      return secrets === null ? notFound('This plugin') : ok(toStates(secrets))
    },
  ),
  defineRoute(
    {
      method: 'PUT',
      path: '/api/plugins/:name/secrets',
      summary: 'Sets secrets of a plugin, or takes them away; those not named stay',
      access: 'plugins:write',
      params,
      body: z.object({
        secrets: z
          .record(z.string().max(63), z.string().min(1).max(4_000).nullable())
          .default({})
          .meta({ description: 'By name. Kept encrypted and never shown again; null takes one away' }),
      }),
      responses: { 200: secretStates },
    },
    async ({ db, params: { name }, body, workspaceId, actor, http }) => {
      const set = await setSecrets(db, { workspaceId, plugin: name }, body.secrets)
      if (!set.ok)
        return set.error.type === 'not_found'
          ? notFound('This plugin')
          : invalidField('secrets', 'E_NOT_DECLARED', `The plugin asks for no secret "${set.error.name}".`)
      const data = { names: Object.keys(body.secrets) }
      await audit(db, { actor, http }, { action: 'plugin.secrets', kind: 'plugin', id: name, data })
      return ok(toStates(set.secrets))
    },
  ),
  defineRoute(
    {
      method: 'GET',
      path: '/api/plugins',
      summary: 'The plugins whose nodes workflows may use, newest version of each',
      access: 'plugins:read',
      responses: { 200: pageOf(plugin) },
    },
    async ({ db, workspaceId }) => {
      const rows = await db.query<PluginRow>(
        `SELECT DISTINCT ON (name) id, name, version, manifest, enabled, bundle_sha256, installed_at
           FROM plugins WHERE workspace_id = $1 ORDER BY name, installed_at DESC, id DESC`,
        [workspaceId],
      )
      return ok({ data: rows.map(toPlugin), nextCursor: null })
    },
  ),
]
