import { readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const compress = promisify(gzip)
const DIST = join(import.meta.dirname, '../../../builder/dist')

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
}
const compressible = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest'])

/** A built file, plain and compressed. */
export interface StaticFile {
  contentType: string
  plain: Buffer
  gzip: Buffer | null
}

const kept = new Map<string, { file: StaticFile; mtimeMs: number }>()

/**
 * A file of the built console. Files are few and small, so they are kept in memory, compressed once; a new build is
 * noticed by its time.
 * @param path below the build's folder, from the outside: anything that isn't a plain name is not found
 */
export async function staticFile(path: string): Promise<StaticFile | null> {
  if (!/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(path) || path.includes('..')) return null
  const full = join(DIST, path)
  const found = await stat(full).catch(() => null)
  if (found === null || !found.isFile()) return null
  const before = kept.get(path)
  if (before !== undefined && before.mtimeMs === found.mtimeMs) return before.file
  const plain = await readFile(full)
  const extension = extname(path)
  const file: StaticFile = {
    contentType: types[extension] ?? 'application/octet-stream',
    plain,
    gzip: compressible.has(extension) ? await compress(plain) : null,
  }
  kept.set(path, { file, mtimeMs: found.mtimeMs })
  return file
}
