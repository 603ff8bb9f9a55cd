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
import { secretOf } from '../data_folder.js'
import { BootFailure } from '../failure.js'
import { freePort, whyNotConnect } from '../ports.js'
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
    const { code } = await endingOf(child)
    if (code === 0) return renameSync(partial, place.cluster)
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
  const file = join(place.cluster, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  // Lines: pid, data folder, start, port, socket folder, address, shared memory, status.
  const lines = readFileSync(file, 'utf8').split('\n')
  const pid = Number(lines[0])
  const line = pid > 0 && isAlive(pid) ? commandLine(pid) : ''
  if (!line || (line !== 'unknown' && !line.includes('postgres'))) return undefined
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
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
  // A lock file left by a power cut can name a process id that somebody else has now; Postgres would give up on it.
  rmSync(join(place.cluster, 'postmaster.pid'), { force: true })
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
 * @returns {Promise<{ url: string, pid: number }>} the address of its database `soniarose`'s server
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
  const url = `postgres://soniarose:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`
  return { url, pid: runningServer(place)?.pid ?? 0 }
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
