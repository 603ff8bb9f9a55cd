import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BootFailure } from '../failure.js'
import { underLock } from '../lock.js'
import { warn } from '../output.js'
import { isLauncher } from '../processes.js'
import { ensureServer, revive, runningServer, stopServer } from './cluster.js'
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
 * Looks every second whether the server still runs. Says so when it died, and when it is back.
 * @param {() => Promise<boolean>} bringBack
 */
function watchOver(bringBack) {
  let busy = false
  let lastFault = ''
  const look = async () => {
    if (busy) return
    busy = true
    try {
      if (await bringBack()) warn('The embedded Postgres had ended; it runs again.')
      lastFault = ''
    } catch (error) {
      if (!(error instanceof BootFailure)) throw error
      if (error.message !== lastFault) warn(`The embedded Postgres ended, and did not come back: ${error.message}`)
      lastFault = error.message
    } finally {
      busy = false
    }
  }
  return setInterval(() => void look(), 1000).unref()
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
  const options = { dataDir, name, durable }
  const url = await underLock(lock, async () => {
    const found = await ensureServer(place, options)
    writeFileSync(own, '')
    return found
  })
  const watch = watchOver(async () => {
    if (runningServer(place)) return false
    return underLock(lock, () => revive(place, options, Number(new URL(url).port)))
  })
  const release = () => {
    clearInterval(watch)
    return underLock(lock, async () => {
      if (!existsSync(own)) return
      rmSync(own, { force: true })
      if (liveUsers(users).length > 0) return
      await stopServer(place)
      if (!durable) discardOutside(place)
    })
  }
  return { url, cluster: place.cluster, elsewhere: place.elsewhere, release }
}
