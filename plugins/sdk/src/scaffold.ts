import { access, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const TEMPLATE = fileURLToPath(new URL('../../template', import.meta.url))
const NAME = /^[a-z][a-z0-9-]{1,62}$/

export type ScaffoldResult = { ok: true; folder: string; files: string[] } | { ok: false; message: string }

/**
 * Copies `plugins/template` to `<parent>/<name>` with the names filled in. Overwrites nothing: an existing folder is
 * refused, and so is a name that plugin.json would not take.
 */
export async function newPlugin(parent: string, name: string): Promise<ScaffoldResult> {
  if (!NAME.test(name))
    return {
      ok: false,
      message: `"${name}" is no plugin name: lower-case letters, digits and hyphens, as in word-of-the-day.`,
    }
  const folder = join(parent, name)
  if (await exists(folder)) return { ok: false, message: `${folder} exists already; choose another name.` }
  const values = { name, folder: `plugins/${name}`, package: `@soniarose/plugin-${name}`, title: titleOf(name) }
  const files: string[] = []
  for (const entry of await readdir(TEMPLATE, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const from = join(entry.parentPath, entry.name)
    const to = from.slice(TEMPLATE.length + 1).replace(/\.template$/, '')
    await mkdir(dirname(join(folder, to)), { recursive: true })
    await writeFile(join(folder, to), fill(await readFile(from, 'utf8'), values))
    files.push(to)
  }
  return { ok: true, folder, files }
}

function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (whole, key: string) => values[key] ?? whole)
}

function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    // Only a missing folder is expected here; anything else shows itself at the first write.
    return false
  }
}
