import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { ensureDataFolder, secretOf } from './data_folder.js'
import { BootFailure } from './failure.js'
import { whyNotConnect } from './ports.js'
import { dataFolder } from './paths.js'
import { useEmbeddedPostgres } from './postgres/embedded.js'
import { readSettings } from './settings.js'

/** @typedef {import('./settings.js').Settings} Settings */

/** @returns {Settings} or one clear stop that names every wrong setting */
export function requireSettings() {
  const reading = readSettings(process.env)
  if (reading.ok) return reading.settings
  throw new BootFailure(reading.faults.map((fault) => fault.message).join(' '))
}

/** @returns {string} the data folder, made and writable, by its real path */
export function openDataFolder() {
  const folder = dataFolder(process.env)
  ensureDataFolder(folder)
  return realpathSync(folder)
}

/**
 * The environment of the product's own processes: every setting present, so that they need no defaults.
 * @param {Settings} settings
 * @param {string} dataDir
 * @returns {NodeJS.ProcessEnv}
 */
export function partEnvironment(settings, dataDir) {
  const cache = join(dataDir, 'cache', 'compile')
  mkdirSync(cache, { recursive: true })
  return {
    ...process.env,
    NODE_ENV: process.env.NODE_ENV || 'development',
    HOST: settings.host,
    PORT: String(settings.port),
    PUBLIC_URL: settings.publicUrl,
    APP_KEY: process.env.APP_KEY || secretOf(dataDir, 'app-key'),
    SONIAROSE_DATA_DIR: dataDir,
    // Node keeps what it compiled and stripped of types, which halves the time of a second start.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE || cache,
  }
}

/**
 * A database for a command: the one of DATABASE_URL, or the embedded one.
 * @param {Settings} settings
 * @param {string} dataDir
 * @returns {Promise<{ url: string, elsewhere: string | undefined, release: () => Promise<void> }>}
 */
export async function openDatabase(settings, dataDir) {
  if (!settings.databaseUrl) return useEmbeddedPostgres(dataDir)
  const { hostname, port } = new URL(settings.databaseUrl)
  const why = await whyNotConnect(hostname, Number(port || 5432), 5000)
  if (why !== undefined) {
    throw new BootFailure(
      `DATABASE_URL names a Postgres at ${hostname}:${port || 5432} that can't be reached (${why}).`,
      'Start it, correct the address, or unset DATABASE_URL for the embedded one.',
    )
  }
  return { url: settings.databaseUrl, elsewhere: undefined, release: async () => {} }
}
