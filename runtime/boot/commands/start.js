import { join } from 'node:path'
import { ensureConsoleBuilt } from '../console_build.js'
import { BootFailure } from '../failure.js'
import { ensureInstalled } from '../install.js'
import { untilStopped } from '../lifetime.js'
import { releaseLock, takeLock } from '../lock.js'
import { migrate } from '../migrate.js'
import { step, warn } from '../output.js'
import { parts } from '../parts.js'
import { requireFreePort } from '../port_check.js'
import { until } from '../processes.js'
import { openDatabase, openDataFolder, partEnvironment, requireSettings } from '../session.js'
import { supervise } from '../supervisor.js'
import { answers, printAddresses } from '../welcome.js'

/** @typedef {import('../settings.js').Settings} Settings */
/** @typedef {import('../lifetime.js').Lifetime} Lifetime */

/** How long the server may take to answer for the first time. Milliseconds. */
const patience = 60_000

/**
 * The main job: all of the product in one process tree, until Ctrl-C.
 * @returns {Promise<number>} the exit code
 */
export async function runStart() {
  const settings = requireSettings()
  const dataDir = openDataFolder()
  const lock = join(dataDir, 'run', 'start.lock')
  const other = takeLock(lock, settings.publicUrl)
  if (other) {
    throw new BootFailure(
      `SoniaRose already runs from the data folder ${dataDir} (${other.note}, process ${other.pid}).`,
      `Stop that one first (kill ${other.pid}), or give this one its own: SONIAROSE_DATA_DIR=… PORT=…`,
    )
  }
  try {
    await requireFreePort(settings)
    return await untilStopped((lifetime) => bringUp(settings, dataDir, lifetime))
  } finally {
    releaseLock(lock)
  }
}

/**
 * @param {Settings} settings
 * @param {string} dataDir
 * @param {Lifetime} lifetime
 */
async function bringUp(settings, dataDir, lifetime) {
  await ensureInstalled(dataDir)
  lifetime.check()
  const opening = step('Starting the database', () => openDatabase(settings, dataDir))
  lifetime.add(async (hurry) => {
    if (!hurry)
      await opening.then(
        (database) => database.release(),
        () => undefined,
      )
  })
  const database = await opening
  if (database.elsewhere) {
    warn(`The database is kept in ${database.elsewhere}, because Postgres's own user can't enter ${dataDir}.`)
  }
  lifetime.check()
  const env = { ...partEnvironment(settings, dataDir), DATABASE_URL: database.url }
  // The two have nothing to do with each other, and a first start is waited for.
  const migrating = step('Bringing the database up to date', () => migrate(env))
  const [owner] = await Promise.all([migrating, ensureConsoleBuilt()])

  lifetime.check()
  const supervisor = supervise([parts.serve, parts.worker], env)
  lifetime.add((hurry) => supervisor.stop(hurry ? 0 : undefined))
  await step('Starting server and worker', async () => {
    const up = until(() => answers(settings), patience).then((inTime) =>
      inTime ? undefined : 'The server did not answer within a minute.',
    )
    const fault = await Promise.race([up, supervisor.failed])
    if (fault) throw new BootFailure(fault, 'What is wrong, one line each: node ace.js doctor')
  })
  lifetime.check()
  supervisor.ready()
  printAddresses(settings, owner)
}
