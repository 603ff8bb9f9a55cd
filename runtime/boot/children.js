import { spawn } from 'node:child_process'
import { delimiter, dirname } from 'node:path'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import { root } from './paths.js'
import { pinnedNode } from './pinned_node.js'
import { pause } from './processes.js'

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */
/** @typedef {{ code: number | null, signal: NodeJS.Signals | null }} Ending */

/** Short-lived helpers that must not outlive this process. @type {Set<ChildProcess>} */
const helpers = new Set()
process.on('exit', () => {
  for (const child of helpers) child.kill('SIGTERM')
})

/**
 * Ends a helper (npm, the console's build, …) when this process ends before it.
 * @template {ChildProcess} C
 * @param {C} child
 * @returns {C}
 */
export function track(child) {
  helpers.add(child)
  child.once('close', () => helpers.delete(child))
  return child
}

/**
 * Stops all helpers and waits for them: npm, say, first puts back what it was replacing.
 * @param {number} [grace] milliseconds
 */
export async function stopHelpers(grace = 2000) {
  await Promise.all([...helpers].map((child) => stopChild(child, grace)))
}

const guard = fileURLToPath(new URL('child_guard.js', import.meta.url))

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} node the binary that comes first on the PATH, so that a child's own children get it too
 * @returns {NodeJS.ProcessEnv}
 */
function withNodeFirst(env, node) {
  return { ...env, PATH: `${dirname(node)}${delimiter}${env.PATH ?? ''}` }
}

/**
 * Starts a part of the product under the pinned Node. It shares our fate: when this process goes, however it
 * goes, the channel between the two closes and the child stops itself. It has a process group of its own, so
 * that Ctrl-C reaches it once, through us.
 * @param {string[]} script the file and its arguments
 * @param {NodeJS.ProcessEnv} env
 * @returns {ChildProcess}
 */
export function spawnPart(script, env) {
  const node = pinnedNode()
  return spawn(node, ['--disable-warning=ExperimentalWarning', '--import', guard, ...script], {
    cwd: root,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: withNodeFirst(env, node),
  })
}

/** @param {ChildProcess} child @returns {Promise<Ending>} */
export function endingOf(child) {
  return new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      return done({ code: child.exitCode, signal: child.signalCode })
    }
    child.once('error', () => done({ code: 1, signal: null }))
    child.once('exit', (code, signal) => done({ code, signal }))
  })
}

/** @param {Ending} ending @returns {number} the exit code, as a shell would say it */
export function exitCodeOf({ code, signal }) {
  if (code !== null) return code
  return signal ? 128 + constants.signals[signal] : 1
}

/** @param {Ending} ending */
export const describeEnding = ({ code, signal }) => (signal ? `signal ${signal}` : `exit code ${code}`)

/**
 * Asks a child to stop and ends it when it hasn't within the grace.
 * @param {ChildProcess} child
 * @param {number} [grace] milliseconds
 * @returns {Promise<void>}
 */
export async function stopChild(child, grace = 10_000) {
  const ended = endingOf(child)
  child.kill('SIGTERM')
  const late = await Promise.race([ended.then(() => false), pause(grace).then(() => true)])
  if (late) child.kill('SIGKILL')
  await ended
}

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

/**
 * Runs a command in the foreground and gives its exit code. The terminal's signals reach it as ours do.
 * @param {string[]} script arguments of the pinned Node
 * @param {NodeJS.ProcessEnv} env
 * @param {{ stdout?: 'inherit' | 'pipe', onStdout?: (text: string) => void }} [options]
 * @returns {Promise<number>}
 */
export async function runInForeground(script, env, { stdout = 'inherit', onStdout } = {}) {
  const node = pinnedNode()
  const child = track(
    spawn(node, ['--disable-warning=ExperimentalWarning', ...script], {
      cwd: root,
      stdio: ['inherit', stdout, 'inherit'],
      env: withNodeFirst(env, node),
    }),
  )
  child.stdout?.on('data', (chunk) => onStdout?.(String(chunk)))
  // A terminal sends Ctrl-C to the whole group; the child decides, and this process waits to clean up after it.
  const forward = signals.map((signal) => {
    const listener = () => void (process.stdin.isTTY && signal === 'SIGINT' ? undefined : child.kill(signal))
    process.on(signal, listener)
    return { signal, listener }
  })
  const ending = await endingOf(child)
  for (const { signal, listener } of forward) process.off(signal, listener)
  return exitCodeOf(ending)
}
