import { createHash } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { secretOf } from '../data_folder.js'
import { BootFailure } from '../failure.js'
import { may, postgresAccount } from './account.js'
import { requirePostgres } from './binaries.js'

/**
 * Where one cluster lives and what runs it.
 * @typedef {object} Placement
 * @property {string} native the folder with bin/, lib/ and share/
 * @property {string} cluster the cluster's own folder
 * @property {import('./account.js').Account | undefined} account who runs it, when not this user
 * @property {string | undefined} elsewhere the folder outside the data folder, when it had to be another
 */

/** The major version is part of the name: a cluster of one major can't be opened by another. */
const major = 18

/**
 * A folder that the account can enter. Its name comes from the data folder and an id kept in it, so that
 * a data folder that was deleted and made anew never finds the old database.
 * @param {string} dataDir
 * @returns {string}
 */
function outsideFolder(dataDir) {
  const id = secretOf(dataDir, 'cluster-id', 9)
  const name = `soniarose-${createHash('sha256').update(`${dataDir}\0${id}`).digest('hex').slice(0, 12)}`
  const tried = []
  for (const parent of ['/var/lib', tmpdir()]) {
    const folder = join(parent, name)
    try {
      mkdirSync(folder, { recursive: true })
      chmodSync(folder, 0o711)
      return folder
    } catch {
      // A read-only system folder: the next one is tried, and all are named when none will do.
      tried.push(folder)
    }
  }
  throw new BootFailure(
    `Postgres's own user can't enter ${dataDir}, and no other folder could be made (${tried.join(', ')}).`,
    'Name one in SONIAROSE_DATA_DIR that every user may enter, or a Postgres in DATABASE_URL.',
  )
}

/**
 * Copies the server's files beside the data, when its user can't reach them where npm put them.
 * @param {string} native
 * @param {string} folder
 * @returns {string} the copy
 */
function copyOf(native, folder) {
  const copy = join(folder, `postgres-${major}-files`)
  if (existsSync(copy)) return copy
  const partial = `${copy}.part`
  rmSync(partial, { recursive: true, force: true })
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true })
  renameSync(partial, copy)
  return copy
}

/**
 * Decides where a cluster lives. As an ordinary user: in the data folder. As root, Postgres runs as another
 * user, and what that user can't reach goes to a folder that it can.
 * @param {string} dataDir
 * @param {string} name `postgres`, or `postgres-test` for the tests' own
 * @returns {Placement}
 */
export function placeCluster(dataDir, name) {
  const native = requirePostgres()
  const account = postgresAccount()
  const inside = join(dataDir, `${name}-${major}`)
  if (!account) return { native, cluster: inside, account, elsewhere: undefined }
  const readable = may(account, 'x', join(native, 'bin', 'postgres')) && may(account, 'r', join(native, 'lib'))
  const enterable = may(account, 'x', dataDir)
  if (readable && enterable) return { native, cluster: inside, account, elsewhere: undefined }
  const outside = outsideFolder(dataDir)
  const cluster = enterable ? inside : join(outside, `${name}-${major}`)
  return {
    native: readable ? native : copyOf(native, outside),
    cluster,
    account,
    elsewhere: enterable ? undefined : outside,
  }
}

/**
 * Removes a cluster that lives outside the data folder, and the folder with it when no other cluster is there.
 * @param {Placement} place
 */
export function discardOutside({ cluster, elsewhere }) {
  if (!elsewhere) return
  rmSync(cluster, { recursive: true, force: true })
  const others = readdirSync(elsewhere).filter((name) => !name.endsWith('-files'))
  if (others.length === 0) rmSync(elsewhere, { recursive: true, force: true })
}
