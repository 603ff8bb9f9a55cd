import { z } from 'zod'
import { defineRoute, ok } from '#app/core/http/route'
import { idSchema, iso, pageOf, timeSchema } from '#app/core/http/validation'

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

export const pluginRoutes = [
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
