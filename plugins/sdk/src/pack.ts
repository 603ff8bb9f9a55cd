import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { MAX_BUNDLE_BYTES, parseManifest, type PluginManifest } from './manifest.ts'
import { authorFaults } from './author_faults.ts'
import { readSource } from './read_source.ts'

const SOURCE = 'src/plugin.ts'
const ENTRY = 'dist/plugin.js'

export interface PackedPlugin {
  manifest: PluginManifest
  /** plugin.json as written: indented JSON and a newline. */
  manifestText: string
  bundle: string
}

/**
 * Bundles `src/plugin.ts` of a plugin folder into one script and derives plugin.json from the same source.
 * Writes nothing. Throws an Error that names the fault: no plugin exported, a source that can't be loaded, a manifest
 * that breaks its schema, a bundle over {@link MAX_BUNDLE_BYTES}.
 */
export async function packPlugin(folder: string): Promise<PackedPlugin> {
  const declared = await readSource({ folder, name: SOURCE, entry: ENTRY })
  if (declared === undefined) throw new Error(`${SOURCE} must export definePlugin({...}) as its default.`)
  const read = parseManifest(declared)
  if (!read.ok) throw new Error(`plugin.json: ${read.errors.map((e) => `${e.path}: ${e.message}`).join('; ')}`)
  const faults = authorFaults(read.manifest)
  if (faults.length > 0) throw new Error(faults.join(' '))
  const bundle = await bundleOf(join(folder, SOURCE))
  const size = Buffer.byteLength(bundle)
  if (size > MAX_BUNDLE_BYTES) throw new Error(`The bundle has ${size} bytes; at most ${MAX_BUNDLE_BYTES} are allowed.`)
  return { manifest: read.manifest, manifestText: `${JSON.stringify(read.manifest, null, 2)}\n`, bundle }
}

/** Packs the folder and writes plugin.json and the bundle into it. */
export async function writePlugin(folder: string): Promise<PackedPlugin> {
  const packed = await packPlugin(folder)
  await mkdir(join(folder, 'dist'), { recursive: true })
  await writeFile(join(folder, 'plugin.json'), packed.manifestText)
  await writeFile(join(folder, ENTRY), packed.bundle)
  return packed
}

/** Reads a packed plugin folder as the host loads it. Throws where plugin.json is missing or wrong. */
export async function readPlugin(
  folder: string,
): Promise<{ manifest: PluginManifest; bundle: string; manifestText: string }> {
  const manifestText = await readFile(join(folder, 'plugin.json'), 'utf8')
  const read = parseManifest(JSON.parse(manifestText))
  if (!read.ok)
    throw new Error(`${folder}/plugin.json: ${read.errors.map((e) => `${e.path}: ${e.message}`).join('; ')}`)
  return { manifest: read.manifest, manifestText, bundle: await readFile(join(folder, read.manifest.entry), 'utf8') }
}

async function bundleOf(input: string): Promise<string> {
  // The isolate has no module loader and no platform: one classic script that leaves the plugin in a variable.
  const build = await rolldown({ input, platform: 'neutral', logLevel: 'silent', treeshake: true })
  try {
    const { output } = await build.generate({ format: 'iife', name: '__plugin', exports: 'named', minify: true })
    const { imports, code } = output[0]
    if (imports.length > 0)
      throw new Error(`${imports.join(', ')}: a plugin has no modules of Node; what it may use is in its context.`)
    return code
  } finally {
    await build.close()
  }
}
