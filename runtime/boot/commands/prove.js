import { runInForeground } from '../children.js'
import { BootFailure } from '../failure.js'
import { ensureInstalled } from '../install.js'
import { inRoot } from '../paths.js'
import { startServices } from '../services/for_tests.js'
import { openDataFolder } from '../session.js'

/** What can be tried for as long as one likes: its script, its options, and whether it needs a database. */
const proofs = /** @type {Record<string, { script: string[], takes: string[], database: boolean }>} */ ({
  simulation: {
    script: [inRoot('runtime', 'worker', 'src', 'simulation', 'main.ts')],
    takes: ['seeds', 'from', 'threads', 'seed', 'verbose', 'most'],
    database: false,
  },
  faults: {
    script: [inRoot('runtime', 'worker', 'tests', 'mutants', 'hunt.ts')],
    takes: ['seeds'],
    database: false,
  },
  chaos: {
    script: [inRoot('backend', 'tests', 'chaos', 'main.ts'), 'chaos'],
    takes: ['sends', 'workers', 'redis'],
    database: true,
  },
  kills: { script: [inRoot('backend', 'tests', 'chaos', 'main.ts'), 'kills'], takes: ['calls'], database: true },
})

/**
 * Tries to break the engine for longer than the tests have time for.
 * @param {import('../arguments.js').Arguments} given
 * @returns {Promise<number>} 0 when every promise was kept
 */
export async function runProve({ words, options }) {
  const [name = '', ...rest] = words
  const proof = proofs[name]
  if (!proof) throw new BootFailure(`There is no proof "${name}".`, `The proofs: ${Object.keys(proofs).join(', ')}.`)
  const foreign = Object.keys(options).find((option) => !proof.takes.includes(option))
  if (foreign) throw new BootFailure(`${name} takes no --${foreign}.`, `It takes: --${proof.takes.join(', --')}.`)
  const flags = Object.entries(options).flatMap(([option, values]) => [`--${option}`, ...values])
  const script = [...proof.script, ...rest, ...flags]
  const dataDir = openDataFolder()
  await ensureInstalled(dataDir)
  if (!proof.database) return runInForeground(script, process.env)
  // Durable like a real one: what it has promised has to outlive its crashes.
  const services = await startServices(dataDir, [{ name: 'postgres-bench', durable: true }])
  try {
    return await runInForeground(script, { ...process.env, ...services.envs[0] })
  } finally {
    await services.stop()
  }
}
