import { runInForeground } from '../children.js'
import { ensureInstalled } from '../install.js'
import { migrate } from '../migrate.js'
import { say } from '../output.js'
import { inRoot } from '../paths.js'
import { openDatabase, openDataFolder, partEnvironment, requireSettings } from '../session.js'

/**
 * Hands a command to the backend, with a database where it needs one. Standard output stays the command's own.
 * @param {import('../catalogue.js').Command} command
 * @param {string[]} argv
 * @param {boolean} connect false for a call that needs no database, such as --help
 * @returns {Promise<number>} its exit code
 */
export async function runBackendCommand(command, argv, connect) {
  const settings = requireSettings()
  const dataDir = openDataFolder()
  await ensureInstalled(dataDir)
  // The command runs in the product's root; the paths that were typed count from where the person is.
  const env = { ...partEnvironment(settings, dataDir), SONIAROSE_CWD: process.cwd() }
  const script = [inRoot('backend', 'bin', 'console.ts'), command.name, ...argv]
  if (!command.database || !connect) return runInForeground(script, env)
  const database = await openDatabase(settings, dataDir)
  try {
    const connected = { ...env, DATABASE_URL: database.url }
    const owner = command.name === 'migrate' ? undefined : await migrate(connected)
    // Standard output is the command's own.
    if (owner) say(`The owner was made just now, and this is shown only now: ${owner.email} ${owner.password}`)
    return await runInForeground(script, connected)
  } finally {
    await database.release()
  }
}
