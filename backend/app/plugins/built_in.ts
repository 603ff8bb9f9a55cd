import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { db as pool, type Db } from '#app/core/db'

const FOLDER = join(import.meta.dirname, '../../../plugins')

/** A plugin as it lies in its folder. */
export interface PluginFile {
  name: string
  version: string
  manifest: Record<string, unknown>
  bundle: string
  sha256: string
}

/** Reads a plugin's folder; null when it is no plugin, or not built. */
async function readPlugin(folder: string): Promise<PluginFile | null> {
  try {
    const manifest = JSON.parse(await readFile(join(folder, 'plugin.json'), 'utf8')) as Record<string, unknown>
    const { name, version, entry } = manifest
    if (typeof name !== 'string' || typeof version !== 'string' || typeof entry !== 'string') return null
    const bundle = await readFile(join(folder, entry), 'utf8')
    return { name, version, manifest, bundle, sha256: createHash('sha256').update(bundle).digest('hex') }
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

let found: Promise<PluginFile[]> | null = null

/** The plugins that come with the product. */
export function builtInPlugins(): Promise<PluginFile[]> {
  found ??= (async () => {
    const folders = (await readdir(FOLDER, { withFileTypes: true })).filter((entry) => entry.isDirectory())
    const plugins = await Promise.all(folders.map((folder) => readPlugin(join(FOLDER, folder.name))))
    return plugins.filter((plugin) => plugin !== null)
  })()
  return found
}

const install = `
  INSERT INTO plugins (workspace_id, name, version, manifest, bundle, bundle_sha256)
  SELECT w.id, p.name, p.version, p.manifest, p.bundle, p.sha256
    FROM workspaces w, jsonb_to_recordset($2) AS p(name text, version text, manifest jsonb, bundle text, sha256 text)
   WHERE $1::uuid[] IS NULL OR w.id = ANY($1)
  ON CONFLICT (workspace_id, name, version) DO UPDATE
    SET manifest = excluded.manifest, bundle = excluded.bundle, bundle_sha256 = excluded.bundle_sha256
    WHERE plugins.bundle_sha256 <> excluded.bundle_sha256`

/** Installs the built-in plugins in workspaces; a version that is there already stays as it is. Null: in all of them. */
export async function installPluginsIn(db: Db, workspaceIds: string[] | null): Promise<void> {
  const plugins = await builtInPlugins()
  if (plugins.length > 0) await db.query(install, [workspaceIds, JSON.stringify(plugins)])
}

/** Installs what came with an upgrade, in every workspace. */
export async function installBuiltInPlugins(): Promise<void> {
  await installPluginsIn(pool, null)
}
