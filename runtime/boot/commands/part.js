import { endingOf, exitCodeOf, spawnPart, stopChild } from '../children.js'
import { ensureConsoleBuilt } from '../console_build.js'
import { ensureInstalled } from '../install.js'
import { migrate } from '../migrate.js'
import { warn } from '../output.js'
import { parts } from '../parts.js'
import { requireFreePort } from '../port_check.js'
import { openDatabase, openDataFolder, partEnvironment, requireSettings } from '../session.js'
import { stopRequested } from '../supervisor.js'

/**
 * One part of the product on its own, for machines where others look after processes. It finds the embedded
 * Postgres of the same data folder, starts it where none runs, and leaves it to whoever else uses it.
 * @param {'serve' | 'worker'} name
 * @returns {Promise<number>} the part's own exit code; 0 after a stop that was asked for
 */
export async function runPart(name) {
  const settings = requireSettings()
  const dataDir = openDataFolder()
  if (name === 'serve') await requireFreePort(settings)
  let asked = false
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child
  const stop = stopRequested(() => child?.kill('SIGKILL')).then(() => (asked = true))
  await ensureInstalled(dataDir)
  const database = await openDatabase(settings, dataDir)
  try {
    if (database.elsewhere) warn(`The database is kept in ${database.elsewhere}.`)
    const env = { ...partEnvironment(settings, dataDir), DATABASE_URL: database.url }
    if (name === 'serve') await ensureConsoleBuilt()
    const owner = asked ? undefined : await migrate(env)
    if (owner) process.stdout.write(`Owner, shown only now: ${owner.email} ${owner.password}\n`)
    if (asked) return 130
    child = spawnPart(parts[name].script, env)
    const ended = endingOf(child)
    await Promise.race([ended, stop])
    if (!asked) return exitCodeOf(await ended)
    await stopChild(child)
    return 0
  } finally {
    await database.release()
  }
}
