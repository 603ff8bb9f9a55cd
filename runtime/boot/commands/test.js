import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runInForeground } from '../children.js'
import { ensureConsoleBuilt } from '../console_build.js'
import { BootFailure } from '../failure.js'
import { ensureInstalled } from '../install.js'
import { inRoot } from '../paths.js'
import { installPackage, onPath } from '../services/apt.js'
import { startServices } from '../services/for_tests.js'
import { openDataFolder } from '../session.js'

const suites = ['unit', 'functional', 'browser']

/** Settings of the person's own product: a test must behave alike whatever they are. */
const foreign = /^(TWILIO_|S3_|SONIAROSE_|DATABASE_URL$|REDIS_URL$|PORT$|HOST$|PUBLIC_URL$|RATE_LIMIT$|APP_KEY$)/

/** @param {string} folder @returns {NodeJS.ProcessEnv} */
function neutralEnvironment(folder) {
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name))
  return {
    ...Object.fromEntries(kept),
    NODE_ENV: 'test',
    TZ: 'UTC',
    APP_KEY: 'a-key-for-tests-only-not-a-secret-at-all',
    SONIAROSE_DATA_DIR: folder,
    // The tests start the product's own processes again and again.
    NODE_COMPILE_CACHE: join(folder, '..', 'cache', 'compile'),
  }
}

/**
 * Sets up what the wanted suites need and runs them.
 * @param {import('../arguments.js').Arguments} given
 * @returns {Promise<number>} 0 when every test passed and none was missing
 */
export async function runTests({ words, options }) {
  const unknown = words.find((word) => !suites.includes(word))
  if (unknown) throw new BootFailure(`There is no suite "${unknown}".`, `The suites: ${suites.join(', ')}.`)
  const wanted = words.length > 0 ? suites.filter((suite) => words.includes(suite)) : suites
  const dataDir = openDataFolder()
  await ensureInstalled(dataDir)

  const needsServices = wanted.some((suite) => suite !== 'unit')
  // The server hands out the console, so whatever starts a server needs it.
  if (needsServices) await ensureConsoleBuilt()
  // Kills a worker at its system calls; where it can't be had, the test itself says that it is left out.
  if (wanted.includes('functional') && !onPath('strace')) await installPackage('strace')
  const services = needsServices
    ? await startServices(dataDir, {
        browser: wanted.includes('browser'),
        cluster: { name: 'postgres-test', durable: false },
      })
    : { env: {}, leftOut: [], stop: async () => {} }
  const folder = join(dataDir, 'test-data')
  mkdirSync(folder, { recursive: true })
  try {
    return await runSuites(wanted, { options, services, folder })
  } finally {
    await services.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * @param {string[]} wanted
 * @param {object} setup
 * @param {Record<string, string[]>} setup.options
 * @param {Pick<import('../services/for_tests.js').Services, 'env' | 'leftOut'>} setup.services
 * @param {string} setup.folder
 */
async function runSuites(wanted, { options, services, folder }) {
  if (services.leftOut.length > 0 && process.env.CI === 'true') {
    throw new BootFailure(`With CI=true nothing may be left out: ${services.leftOut.join('; ')}.`)
  }
  const runnable = services.env.CHROMIUM_PATH ? wanted : wanted.filter((suite) => suite !== 'browser')
  const flags = ['files', 'tests'].flatMap((name) => (options[name] ?? []).flatMap((value) => [`--${name}`, value]))
  if (runnable.length === 0) throw new BootFailure(`Nothing of that can run here: ${services.leftOut.join('; ')}.`)
  return runInForeground([inRoot('runtime', 'testing', 'run.ts'), ...runnable, ...flags], {
    ...neutralEnvironment(folder),
    ...services.env,
    LEFT_OUT: services.leftOut.join('\n'),
  })
}
