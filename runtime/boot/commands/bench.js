import { runInForeground } from '../children.js'
import { ensureConsoleBuilt } from '../console_build.js'
import { ensureInstalled } from '../install.js'
import { inRoot } from '../paths.js'
import { startServices } from '../services/for_tests.js'
import { openDataFolder, partEnvironment, requireSettings } from '../session.js'

/**
 * Measures on a database of its own, durable like a real one, so that no figure flatters and no data suffers.
 * @param {import('../arguments.js').Arguments} given
 * @returns {Promise<number>}
 */
export async function runBench({ words, options }) {
  const settings = requireSettings()
  const dataDir = openDataFolder()
  await ensureInstalled(dataDir)
  const services = await startServices(dataDir, [{ name: 'postgres-bench', durable: true }])
  try {
    await ensureConsoleBuilt()
    const size = options.size ? ['--size', ...options.size] : []
    const flags = [...(options.json ? ['--json'] : []), ...size]
    return await runInForeground([inRoot('backend', 'bin', 'console.ts'), 'bench', ...words, ...flags], {
      ...partEnvironment(settings, dataDir),
      ...services.envs[0],
    })
  } finally {
    await services.stop()
  }
}
