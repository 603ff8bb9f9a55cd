import { spawn } from 'node:child_process'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { endingOf, track } from '../children.js'
import { code, secretOf } from '../data_folder.js'
import { BootFailure } from '../failure.js'
import { freePort, whyNotConnect, whyNotListen } from '../ports.js'
import { commandLine, isAlive, until } from '../processes.js'

/** @typedef {import('./placement.js').Placement} Placement */

/**
 * @typedef {object} ClusterOptions
 * @property {string} dataDir where the password and the log are kept
 * @property {string} name `postgres`, `postgres-test`, …
 * @property {boolean} durable false gives up fsync: for clusters that hold only tests
 */

/**
 * Settings of a small machine's database: little shared memory and no helper processes that an idle laptop
 * would pay for; durability stays at Postgres's own defaults.
 * @param {boolean} durable
 */
function serverSettings(durable) {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '64MB',
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    wal_level: 'minimal',
    max_wal_senders: '0',
    jit: 'off',
    io_method: 'sync',
    max_logical_replication_workers: '0',
    autovacuum_max_workers: '2',
    max_worker_processes: '4',
    timezone: 'UTC',
    log_timezone: 'UTC',
  }
  const fast = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
  const all = Object.entries(durable ? settings : { ...settings, ...fast })
  return all.flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** @param {Placement} place */
const asAccount = ({ account }) => (account ? { uid: account.uid, gid: account.gid } : {})

/** @param {Placement} place @param {string} program */
const binary = (place, program) => join(place.native, 'bin', process.platform === 'win32' ? `${program}.exe` : program)

/**
 * Makes an empty cluster with a password of its own. It gets its name only when it is whole, so that one cut
 * short is made anew. The password goes through a file that only the server's user can read, for a moment.
 * @param {Placement} place
 * @param {string} password
 */
async function initialise(place, password) {
  const file = `${place.cluster}.password`
  const partial = `${place.cluster}.part`
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { mode: 0o700 })
  writeFileSync(file, password, { mode: 0o600 })
  if (place.account) {
    for (const path of [partial, file]) chownSync(path, place.account.uid, place.account.gid)
  }
  const flags = [
    '-D',
    partial,
    `--pwfile=${file}`,
    ...'-U soniarose --auth=scram-sha-256 --encoding=UTF8'.split(' '),
    // Postgres's own provider sorts alike on every machine, whatever locales that has.
    ...'--no-locale --locale-provider=builtin --builtin-locale=C.UTF-8 --no-instructions'.split(' '),
  ]
  try {
    const options = { cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], ...asAccount(place) }
    const child = track(
      spawn(binary(place, 'initdb'), flags, /** @type {import('node:child_process').SpawnOptions} */ (options)),
    )
    let said = ''
    child.stderr?.on('data', (chunk) => (said += chunk))
    child.once('error', (error) => (said += error.message))
    const ending = await endingOf(child)
    if (ending.code === 0) return renameSync(partial, place.cluster)
    const why = said.trim().split('\n').slice(-3).join(' ')
    throw new BootFailure(
      `The embedded database could not be made in ${place.cluster}: ${why}`,
      'Free some disk space, name another folder in SONIAROSE_DATA_DIR, or a Postgres in DATABASE_URL.',
    )
  } finally {
    rmSync(file, { force: true })
  }
}

/**
 * The server that runs on a cluster now, read from the file that Postgres keeps there.
 * @param {Placement} place
 * @returns {{ pid: number, port: number, ready: boolean } | undefined}
 */
export function runningServer(place) {
  const lines = lockLines(place)
  const pid = Number(lines[0])
  if (!isAlive(pid) || !isPostgres(pid)) return undefined
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
}

/**
 * @param {Placement} place
 * @returns {string[]} pid, data folder, start, port, socket folder, address, shared memory, status; none without a file
 */
function lockLines(place) {
  try {
    return readFileSync(join(place.cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch (error) {
    if (code(error) === 'ENOENT') return []
    throw error
  }
}

/** @param {number} pid */
const isPostgres = (pid) => /postgres|^unknown$/.test(commandLine(pid))

/**
 * Removes a lock file that would keep Postgres from starting for no reason: after a power cut, the process id in
 * it can be somebody else's. One whose process is gone stays, because Postgres itself looks there for what a
 * killed server left running.
 * @param {Placement} place
 */
function dropForeignLock(place) {
  const pid = Number(lockLines(place)[0])
  if (pid > 0 && isAlive(pid) && !isPostgres(pid)) rmSync(join(place.cluster, 'postmaster.pid'), { force: true })
}

/** @param {string} log @param {number} lines */
const lastLines = (log, lines) => readFileSync(log, 'utf8').trim().split('\n').slice(-lines).join('\n')

/**
 * Starts the server on a cluster, away from the terminal's process group so that Ctrl-C reaches it only
 * through us, after everybody who uses it.
 * @param {Placement} place
 * @param {ClusterOptions} options
 * @param {number | undefined} lastPort
 * @returns {Promise<number>} its port
 */
async function launch(place, options, lastPort) {
  dropForeignLock(place)
  const port = await freePort(lastPort)
  const log = join(options.dataDir, 'logs', `${options.name}.log`)
  const output = openSync(log, 'a')
  const server = spawn(
    binary(place, 'postgres'),
    ['-D', place.cluster, '-p', String(port), ...serverSettings(options.durable)],
    { cwd: '/', detached: true, stdio: ['ignore', output, output], ...asAccount(place) },
  )
  closeSync(output)
  let ended = false
  server.once('error', () => (ended = true))
  server.once('exit', () => (ended = true))
  server.unref()
  await until(() => ended || runningServer(place)?.ready === true, 60_000, 20)
  if (!ended && runningServer(place)?.ready && (await whyNotConnect('127.0.0.1', port)) === undefined) return port
  if (!ended) server.kill('SIGINT')
  throw new BootFailure(
    `The embedded Postgres did not start; its last words:\n${lastLines(log, 5)}\n`,
    `The whole log is ${log}.`,
  )
}

/**
 * Finds the cluster's server, or starts it, making the cluster first where there is none.
 * @param {Placement} place
 * @param {ClusterOptions} options
 * @returns {Promise<string>} its address, with the password
 */
export async function ensureServer(place, options) {
  const password = secretOf(options.dataDir, 'postgres-password', 24)
  const portFile = join(options.dataDir, 'run', `${options.name}.port`)
  if (!existsSync(place.cluster)) await initialise(place, password)
  // One that is only just starting or stopping is waited for.
  await until(() => runningServer(place)?.ready !== false, 30_000)
  let port = runningServer(place)?.port
  if (port === undefined) {
    const lastPort = existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : undefined
    port = await launch(place, options, lastPort)
    writeFileSync(portFile, String(port))
  }
  return `postgres://soniarose:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`
}

/**
 * Brings back a server that died, on the port that everybody knows.
 * @param {Placement} place
 * @param {ClusterOptions} options
 * @param {number} port
 * @returns {Promise<boolean>} whether it had died and runs again
 */
export async function revive(place, options, port) {
  if (runningServer(place)) return false
  if ((await whyNotListen('127.0.0.1', port)) !== undefined) throw new BootFailure(`Another program took port ${port}.`)
  await launch(place, options, port)
  return true
}

/**
 * Stops a server: first asking (clients are let go, everything is written), after a grace without asking.
 * @param {Placement} place
 * @param {number} [grace] milliseconds
 */
export async function stopServer(place, grace = 10_000) {
  const server = runningServer(place)
  if (!server) return
  // SIGINT is Postgres's "fast" shutdown.
  process.kill(server.pid, 'SIGINT')
  if (await until(() => !isAlive(server.pid), grace, 20)) return
  process.kill(server.pid, 'SIGQUIT')
  await until(() => !isAlive(server.pid), 5000, 20)
}
