import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runInForeground } from '../children.js'
import { ensureConsoleBuilt } from '../console_build.js'
import { BootFailure } from '../failure.js'
import { ensureInstalled } from '../install.js'
import { inRoot } from '../paths.js'
import { installPackage, onPath } from '../services/apt.js'
import { findChromium } from '../services/chromium.js'
import { startServices, told } from '../services/for_tests.js'
import { openDataFolder } from '../session.js'

const suites = ['unit', 'functional', 'browser']

/** The suites that have services, and the name of their Postgres: they run side by side. @type {Record<string, string>} */
const clusters = { functional: 'postgres-test', browser: 'postgres-browser' }

const noBrowser =
  'the browser suite, because there is no Chromium here (Debian: apt-get install chromium; else: npx playwright install chromium)'

/** Settings of the person's own product: a test must behave alike whatever they are. */
const foreign =
  /^(TWILIO_|S3_|SONIAROSE_|SERVICES$|DATABASE_URL$|REDIS_URL$|PORT$|HOST$|PUBLIC_URL$|RATE_LIMIT$|APP_KEY$)/

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

  // The server hands out the console, so whatever starts a server needs it.
  if (wanted.some((suite) => suite in clusters)) await ensureConsoleBuilt()
  // Kills a worker at its system calls; where it can't be had, the test itself says that it is left out.
  if (wanted.includes('functional') && !onPath('strace')) await installPackage('strace')
  const services = await servicesOf(wanted, dataDir)
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
 * @typedef {object} SuiteServices
 * @property {Record<string, NodeJS.ProcessEnv>} env the services' addresses, by suite
 * @property {string[]} leftOut
 * @property {() => Promise<void>} stop
 */

/**
 * @param {string[]} wanted
 * @param {string} dataDir
 * @returns {Promise<SuiteServices>}
 */
async function servicesOf(wanted, dataDir) {
  const served = wanted.filter((suite) => suite in clusters)
  if (served.length === 0) return { env: {}, leftOut: [], stop: async () => {} }
  const chromium = wanted.includes('browser') ? await findChromium() : undefined
  const withoutBrowser = wanted.includes('browser') && !chromium
  const { envs, leftOut, stop } = await startServices(
    dataDir,
    served.map((suite) => ({ name: clusters[suite] ?? suite, durable: false })),
  )
  const env = Object.fromEntries(served.map((suite, index) => [suite, { ...envs[index] }]))
  if (chromium) env.browser = { ...env.browser, CHROMIUM_PATH: chromium }
  return { env, leftOut: [...leftOut, ...(withoutBrowser ? told([noBrowser]) : [])], stop }
}

/**
 * @param {string[]} wanted
 * @param {object} setup
 * @param {Record<string, string[]>} setup.options
 * @param {SuiteServices} setup.services
 * @param {string} setup.folder
 */
async function runSuites(wanted, { options, services, folder }) {
  if (services.leftOut.length > 0 && process.env.CI === 'true') {
    throw new BootFailure(`With CI=true nothing may be left out: ${services.leftOut.join('; ')}.`)
  }
  const runnable = services.env.browser?.CHROMIUM_PATH ? wanted : wanted.filter((suite) => suite !== 'browser')
  const flags = ['files', 'tests'].flatMap((name) => (options[name] ?? []).flatMap((value) => [`--${name}`, value]))
  if (runnable.length === 0) throw new BootFailure(`Nothing of that can run here: ${services.leftOut.join('; ')}.`)
  return runInForeground([inRoot('runtime', 'testing', 'run.ts'), ...runnable, ...flags], {
    ...neutralEnvironment(folder),
    SERVICES: JSON.stringify(services.env),
    LEFT_OUT: services.leftOut.join('\n'),
  })
}
