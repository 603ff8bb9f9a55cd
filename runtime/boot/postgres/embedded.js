import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { underLock } from '../lock.js'
import { isLauncher } from '../processes.js'
import { ensureServer, stopServer } from './cluster.js'
import { discardOutside, placeCluster } from './placement.js'

/**
 * A cluster in use by this command.
 * @typedef {object} Embedded
 * @property {string} url its address, with the password
 * @property {string} cluster the folder of its data
 * @property {string | undefined} elsewhere the folder outside the data folder, when it had to be another
 * @property {() => Promise<void>} release says that this command no longer needs it; the last user stops the server
 */

/** @param {string} folder @returns {number[]} the commands that use the cluster and still run */
function liveUsers(folder) {
  return readdirSync(folder)
    .map(Number)
    .filter((pid) => {
      const runs = isLauncher(pid)
      if (!runs) rmSync(join(folder, String(pid)), { force: true })
      return runs
    })
}

/**
 * Finds or starts the embedded Postgres. Several commands may share one server, in any order of coming and
 * going: it is stopped by the last of them, so a worker started beside `start` never takes it away.
 * @param {string} dataDir
 * @param {{ name?: string, durable?: boolean }} [options] a cluster that isn't durable is only for tests: one
 *   that had to be put outside the data folder is removed after its last user, so that clones leave nothing behind
 * @returns {Promise<Embedded>}
 */
export async function useEmbeddedPostgres(dataDir, { name = 'postgres', durable = true } = {}) {
  const place = placeCluster(dataDir, name)
  const users = join(dataDir, 'run', `${name}.users`)
  const lock = join(dataDir, 'run', `${name}.lock`)
  mkdirSync(users, { recursive: true, mode: 0o700 })
  const own = join(users, String(process.pid))
  const server = await underLock(lock, async () => {
    const found = await ensureServer(place, { dataDir, name, durable })
    writeFileSync(own, '')
    return found
  })
  const release = () =>
    underLock(lock, async () => {
      if (!existsSync(own)) return
      rmSync(own, { force: true })
      if (liveUsers(users).length > 0) return
      await stopServer(place)
      if (!durable) discardOutside(place)
    })
  return { url: server.url, cluster: place.cluster, elsewhere: place.elsewhere, release }
}
