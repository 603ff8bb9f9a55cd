import { ensureConsoleBuilt } from '../console_build.js'
import { ensureInstalled } from '../install.js'
import { openDataFolder } from '../session.js'

/**
 * Prepares a checkout without starting anything: for images and deployments.
 * @returns {Promise<number>}
 */
export async function runBuild() {
  await ensureInstalled(openDataFolder())
  await ensureConsoleBuilt()
  return 0
}
