import { existsSync, statfsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { isConsoleBuilt } from '../console_build.js'
import { ensureDataFolder, reason } from '../data_folder.js'
import { BootFailure } from '../failure.js'
import { isInstalled } from '../install.js'
import { holderOf } from '../lock.js'
import { green, red, yellow } from '../output.js'
import { dataFolder, inRoot } from '../paths.js'
import { pinnedNode } from '../pinned_node.js'
import { whyNotListen } from '../ports.js'
import { installedPostgres } from '../postgres/binaries.js'
import { onPath } from '../services/apt.js'
import { askRedis } from '../services/ask_redis.js'
import { openDatabase } from '../session.js'
import { readSettings } from '../settings.js'

/**
 * One line of the report. `note` is for what is no fault but good to know.
 * @typedef {{ name: string, state: 'ok' | 'wrong' | 'note', text: string }} Finding
 * @typedef {import('../settings.js').Settings} Settings
 */

/** @param {string} name @param {string} text @returns {Finding} */
const ok = (name, text) => ({ name, state: 'ok', text })
/** @param {string} name @param {string} text @returns {Finding} */
const wrong = (name, text) => ({ name, state: 'wrong', text })
/** @param {string} name @param {string} text @returns {Finding} */
const note = (name, text) => ({ name, state: 'note', text })

/** @returns {Finding[]} */
function machine() {
  const installed = isInstalled()
    ? ok('dependencies', 'installed as the lockfile says')
    : wrong('dependencies', 'not installed as the lockfile says; mend: node ace.js start, or npm ci --ignore-scripts')
  try {
    return [ok('node', `${process.versions.node} here, the product runs on ${pinnedNode()}`), installed]
  } catch (error) {
    if (!(error instanceof BootFailure)) throw error
    return [wrong('node', error.message), installed]
  }
}

/** @param {string} folder @returns {Finding} */
function disk(folder) {
  try {
    ensureDataFolder(folder)
    const { bavail, bsize } = statfsSync(folder)
    const free = Math.floor((bavail * bsize) / 1024 ** 2)
    if (free < 500)
      return wrong(
        'data folder',
        `${folder} has only ${free} MB left; mend: free some space, or move it with SONIAROSE_DATA_DIR`,
      )
    return ok('data folder', `${folder}, ${free} MB free`)
  } catch (error) {
    if (!(error instanceof BootFailure)) throw error
    return wrong('data folder', error.message)
  }
}

/** @param {Settings} settings @param {string} dataDir @returns {Promise<Finding>} */
async function address({ host, port }, dataDir) {
  const running = holderOf(join(dataDir, 'run', 'start.lock'))
  if (running) return ok('address', `SoniaRose runs at ${running.note} (process ${running.pid})`)
  const why = await whyNotListen(host, port)
  if (why === undefined) return ok('address', `${host}:${port} is free`)
  return wrong('address', `${host}:${port} can't be used (${why}); mend: PORT=${port + 1} node ace.js start`)
}

/** @param {Settings} settings @param {string} dataDir @returns {Promise<Finding>} */
async function database(settings, dataDir) {
  const name = settings.databaseUrl ? 'DATABASE_URL' : 'embedded Postgres'
  if (!settings.databaseUrl && !installedPostgres()) {
    return wrong(name, 'not installed; mend: npm ci --ignore-scripts, or name a Postgres in DATABASE_URL')
  }
  try {
    const opened = await openDatabase(settings, dataDir)
    try {
      return await askDatabase(name, opened.url)
    } finally {
      await opened.release()
    }
  } catch (error) {
    return wrong(
      name,
      `${reason(error)}; mend: ${settings.databaseUrl ? 'correct DATABASE_URL' : `read ${join(dataDir, 'logs', 'postgres.log')}`}`,
    )
  }
}

/**
 * The driver is the backend's own, loaded only here: nothing of it is needed before the installation.
 * @param {string} name
 * @param {string} url
 * @returns {Promise<Finding>}
 */
async function askDatabase(name, url) {
  const { Client } = createRequire(inRoot('backend', 'package.json'))('pg')
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  await client.connect()
  try {
    const { rows } = await client.query(
      "select current_setting('server_version') as version, current_setting('server_version_num')::int as number",
    )
    const { version, number } = rows[0]
    if (number < 180000) return wrong(name, `is Postgres ${version}; SoniaRose needs 18 or newer`)
    return ok(name, `Postgres ${version} answers`)
  } finally {
    await client.end()
  }
}

/** @param {Settings} settings @returns {Promise<Finding>} */
async function queue({ redisUrl }) {
  if (!redisUrl) return ok('queue', 'on Postgres (REDIS_URL is not set)')
  const answer = await askRedis(redisUrl)
  if (answer.ok) return ok('REDIS_URL', `Redis ${answer.version} answers`)
  return wrong('REDIS_URL', `${answer.why}; mend: start that Redis, correct the address, or unset REDIS_URL`)
}

/** @returns {Finding[]} */
function texting() {
  const account = process.env.TWILIO_ACCOUNT_SID
  const texts = account
    ? ok(
        'texting',
        `Twilio account ${account.slice(0, 6)}…${process.env.TWILIO_PHONE_NUMBER ? '' : ', no TWILIO_PHONE_NUMBER: senders are added in the settings'}`,
      )
    : note(
        'texting',
        'no Twilio account: texts go to the built-in emulator; set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN for real ones',
      )
  const media = process.env.S3_ENDPOINT
    ? ok('media', `S3 at ${process.env.S3_ENDPOINT}`)
    : ok('media', 'in the data folder')
  return [texts, media]
}

/** @returns {Finding[]} */
function development() {
  const built = isConsoleBuilt()
    ? ok('console', 'built')
    : note('console', 'not built from these sources yet; the next start does it')
  const tools = ['redis-server', 'chromium'].map((program) => {
    const path = process.platform === 'win32' ? undefined : onPath(program)
    return path
      ? ok(program, `${path}, for the tests`)
      : note(program, `not here; only the tests need it (Debian: apt-get install ${program})`)
  })
  return [built, ...tools]
}

/** @returns {Promise<Finding[]>} */
async function findings() {
  const reading = readSettings(process.env)
  const dataDir = dataFolder(process.env)
  const before = [...machine(), disk(dataDir)]
  if (!reading.ok) return [...before, ...reading.faults.map(({ name, message }) => wrong(name, message))]
  const { settings } = reading
  const able = before.every(({ state }) => state === 'ok') && existsSync(inRoot('node_modules'))
  return [
    ...before,
    ok('settings', `${settings.production ? 'production' : 'development'}, ${settings.publicUrl}`),
    await address(settings, dataDir),
    ...(able ? [await database(settings, dataDir)] : []),
    await queue(settings),
    ...texting(),
    ...development(),
  ]
}

const marks = { ok: green('ok   '), wrong: red('WRONG'), note: yellow('note ') }

/** @returns {Promise<number>} 0 when nothing is wrong */
export async function runDoctor() {
  const all = await findings()
  for (const { name, state, text } of all) process.stdout.write(`${marks[state]}  ${name}: ${text}\n`)
  return all.some(({ state }) => state === 'wrong') ? 1 : 0
}
