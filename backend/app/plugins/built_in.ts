import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MAX_BUNDLE_BYTES, parseManifest, type PluginManifest } from '@soniarose/plugin-sdk/manifest'
import { db as pool, type Db } from '#app/core/db'

const FOLDER = join(import.meta.dirname, '../../../plugins')

/** A plugin as it lies in its folder. */
export interface PluginFile {
  name: string
  version: string
  manifest: PluginManifest
  bundle: string
  sha256: string
}

type Reading = { ok: true; plugin: PluginFile } | { ok: false; message: string }

/** Reads a plugin's folder; null when it is no plugin, or not packed. */
async function readPlugin(folder: string): Promise<Reading | null> {
  try {
    const read = parseManifest(JSON.parse(await readFile(join(folder, 'plugin.json'), 'utf8')))
    if (!read.ok) return { ok: false, message: read.errors.map((e) => `${e.path}: ${e.message}`).join('; ') }
    const { manifest } = read
    const bundle = await readFile(join(folder, manifest.entry), 'utf8')
    if (Buffer.byteLength(bundle) > MAX_BUNDLE_BYTES)
      return { ok: false, message: `its bundle has more than ${MAX_BUNDLE_BYTES} bytes` }
    const sha256 = createHash('sha256').update(bundle).digest('hex')
    return { ok: true, plugin: { name: manifest.name, version: manifest.version, manifest, bundle, sha256 } }
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return null
    return { ok: false, message: error instanceof Error ? error.message : String(error) }
  }
}

/**
 * Reads every plugin of a folder. One that can't be read is left out, and `warn` is told why and what to do: a fault in
 * one plugin keeps neither the others nor the server from starting.
 */
export async function readPluginsIn(folder: string, warn: (sentence: string) => void): Promise<PluginFile[]> {
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory())
  const plugins = new Map<string, PluginFile>()
  for (const { name } of names.toSorted((a, b) => a.name.localeCompare(b.name))) {
    const read = await readPlugin(join(folder, name))
    const rival = read?.ok === true && plugins.has(read.plugin.name)
    if (read?.ok === true && !rival) plugins.set(read.plugin.name, read.plugin)
    else if (rival) warn(`The plugin in plugins/${name} is left out: another folder holds a plugin of that name.`)
    else if (read?.ok === false)
      warn(`The plugin in plugins/${name} is left out (${read.message}); mend: node ace.js plugin:pack plugins/${name}`)
  }
  return [...plugins.values()]
}

let found: Promise<PluginFile[]> | null = null

/** The plugins that come with the product. */
export function builtInPlugins(): Promise<PluginFile[]> {
  found ??= readPluginsIn(FOLDER, (sentence) => void process.stderr.write(`${sentence}\n`))
  return found
}

const install = `
  INSERT INTO plugins (workspace_id, name, version, manifest, bundle, bundle_sha256)
  SELECT w.id, p.name, p.version, p.manifest, p.bundle, p.sha256
    FROM workspaces w, jsonb_to_recordset($2) AS p(name text, version text, manifest jsonb, bundle text, sha256 text)
   WHERE $1::uuid[] IS NULL OR w.id = ANY($1)
  ON CONFLICT (workspace_id, name, version) DO UPDATE
    SET manifest = excluded.manifest, bundle = excluded.bundle, bundle_sha256 = excluded.bundle_sha256, installed_at = now()
    WHERE plugins.bundle_sha256 <> excluded.bundle_sha256 OR plugins.manifest <> excluded.manifest
      OR EXISTS (SELECT FROM plugins newer WHERE newer.workspace_id = plugins.workspace_id AND newer.name = plugins.name
                  AND newer.version <> plugins.version AND newer.installed_at >= plugins.installed_at)`

/**
 * Installs plugins in workspaces, null: in all of them. What lies in the folder is the newest from then on, also where a
 * higher version was there before: going back is possible. Other versions stay, for the runs that are on them.
 */
export async function installPluginsIn(db: Db, workspaceIds: string[] | null, given?: PluginFile[]): Promise<void> {
  const plugins = given ?? (await builtInPlugins())
  if (plugins.length > 0) await db.query(install, [workspaceIds, JSON.stringify(plugins)])
}

/** Installs what came with an upgrade, in every workspace. */
export async function installBuiltInPlugins(): Promise<void> {
  await installPluginsIn(pool, null)
}
