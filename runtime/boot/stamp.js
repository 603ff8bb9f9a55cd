import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/**
 * One hash over the names and contents of files. A missing file counts too, so that its coming is a change.
 * @param {string} base names are taken relative to it, so that a moved checkout keeps its hashes
 * @param {string[]} files absolute paths, in any order
 * @returns {string} hexadecimal
 */
export function hashFiles(base, files) {
  const hash = createHash('sha256')
  for (const file of files.toSorted()) {
    const name = relative(base, file).split(sep).join('/')
    hash.update(`${name}\0`)
    hash.update(existsSync(file) ? readFileSync(file) : 'absent')
    hash.update('\0')
  }
  return hash.digest('hex')
}

const leftOut = new Set(['node_modules', 'dist', 'tests', '.git'])

/**
 * Every file under a folder, except what is installed, built or only tests.
 * @param {string} folder
 * @returns {string[]} absolute paths; none when the folder is not there
 */
export function filesUnder(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (leftOut.has(entry.name)) return []
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesUnder(path) : [path]
  })
}

/**
 * The manifests that decide what `npm ci` installs: the root's, the lock's and each workspace's.
 * @param {string} root
 * @param {string[]} workspaces as in package.json: `backend`, `runtime/*`
 * @returns {string[]} absolute paths
 */
export function manifests(root, workspaces) {
  const own = workspaces.flatMap((pattern) => {
    if (!pattern.endsWith('/*')) return [join(root, pattern, 'package.json')]
    const parent = join(root, pattern.slice(0, -2))
    if (!existsSync(parent)) return []
    return readdirSync(parent)
      .filter((name) => statSync(join(parent, name)).isDirectory())
      .map((name) => join(parent, name, 'package.json'))
      .filter((file) => existsSync(file))
  })
  return [join(root, 'package.json'), join(root, 'package-lock.json'), ...own]
}
