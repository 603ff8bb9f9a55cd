import { step, warn } from '../output.js'
import { installedPostgres } from '../postgres/binaries.js'
import { useEmbeddedPostgres } from '../postgres/embedded.js'
import { findRedis, startRedis } from './redis.js'

/**
 * What tests or measurements run against.
 * @typedef {object} Services
 * @property {NodeJS.ProcessEnv[]} envs the services' addresses, for each of the wanted clusters
 * @property {string[]} leftOut a sentence for each thing that couldn't be had, with the way to get it
 * @property {() => Promise<void>} stop
 */

/** @typedef {{ name: string, durable: boolean }} Cluster */

/**
 * A Postgres for nothing else: TEST_DATABASE_URL where there is no embedded one for the machine.
 * @param {string} dataDir
 * @param {Cluster} cluster
 */
async function postgres(dataDir, cluster) {
  const other = process.env.TEST_DATABASE_URL
  if (other && !installedPostgres()) return { url: other, release: async () => {} }
  return step('Starting Postgres for it', () => useEmbeddedPostgres(dataDir, cluster))
}

/**
 * A Postgres and a Redis for each of the clusters.
 * @param {string} dataDir
 * @param {Cluster[]} clusters
 * @returns {Promise<Services>}
 */
export async function startServices(dataDir, clusters) {
  /** @type {(() => Promise<void>)[]} */
  const stops = []
  const binary = await findRedis()
  /** @type {NodeJS.ProcessEnv[]} */
  const envs = []
  for (const cluster of clusters) {
    const database = await postgres(dataDir, cluster)
    stops.push(database.release)
    const redis = binary ? await startRedis(binary) : undefined
    if (redis) stops.push(redis.stop)
    envs.push({ DATABASE_URL: database.url, ...(redis ? { TEST_REDIS_URL: redis.url } : {}) })
  }
  const leftOut = binary
    ? []
    : ['everything on Redis, because there is no redis-server here (Debian: apt-get install redis-server)']
  const stop = async () => {
    for (const end of stops.reverse()) await end()
  }
  return { envs, leftOut: told(leftOut), stop }
}

/** @param {string[]} leftOut @returns the same, after saying it */
export function told(leftOut) {
  for (const sentence of leftOut) warn(`LEFT OUT: ${sentence}`)
  return leftOut
}
