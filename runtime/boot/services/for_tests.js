import { step, warn } from '../output.js'
import { installedPostgres } from '../postgres/binaries.js'
import { useEmbeddedPostgres } from '../postgres/embedded.js'
import { findChromium } from './chromium.js'
import { findRedis, startRedis } from './redis.js'

/**
 * What the tests and measurements run against.
 * @typedef {object} Services
 * @property {NodeJS.ProcessEnv} env the services' addresses
 * @property {string[]} leftOut a sentence for each thing that couldn't be had, with the way to get it
 * @property {() => Promise<void>} stop
 */

/**
 * A Postgres for nothing else: TEST_DATABASE_URL where there is no embedded one for the machine.
 * @param {string} dataDir
 * @param {{ name: string, durable: boolean }} cluster
 */
async function postgres(dataDir, cluster) {
  const other = process.env.TEST_DATABASE_URL
  if (other && !installedPostgres()) return { url: other, release: async () => {} }
  return step('Starting Postgres for it', () => useEmbeddedPostgres(dataDir, cluster))
}

/**
 * @param {string} dataDir
 * @param {{ browser: boolean, cluster: { name: string, durable: boolean } }} wanted
 * @returns {Promise<Services>}
 */
export async function startServices(dataDir, { browser, cluster }) {
  const leftOut = []
  const database = await postgres(dataDir, cluster)
  /** @type {NodeJS.ProcessEnv} */
  const env = { DATABASE_URL: database.url }
  /** @type {(() => Promise<void>)[]} */
  const stops = [database.release]
  const binary = await findRedis()
  if (binary) {
    const redis = await startRedis(binary)
    env.TEST_REDIS_URL = redis.url
    stops.push(redis.stop)
  } else {
    leftOut.push('everything on Redis, because there is no redis-server here (Debian: apt-get install redis-server)')
  }
  if (browser) {
    const chromium = await findChromium()
    if (chromium) env.CHROMIUM_PATH = chromium
    else {
      leftOut.push(
        'the browser suite, because there is no Chromium here (Debian: apt-get install chromium; else: npx playwright install chromium)',
      )
    }
  }
  for (const sentence of leftOut) warn(`LEFT OUT: ${sentence}`)
  const stop = async () => {
    for (const end of stops.reverse()) await end()
  }
  return { env, leftOut, stop }
}
