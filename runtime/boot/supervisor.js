import { describeEnding, endingOf, spawnPart, stopChild } from './children.js'
import { say, warn } from './output.js'
import { pause } from './processes.js'

/** A part that ran this long was healthy: its end begins a new count. Milliseconds. */
const healthyAfter = 5000
/** So many quick ends in a row are still answered at once. */
const forgiven = 4
/** The longest wait between two starts of a part that keeps failing. Milliseconds. */
const longestWait = 30_000

/**
 * How long to wait before a part is started again. Pure.
 * Somebody's kill -9 says nothing about the part, so it comes back at once, always; a part that fails by
 * itself again and again is given more and more time.
 * @param {{ quickEnds: number, signal: NodeJS.Signals | null }} history quick ends in a row, this one included
 * @returns {number} milliseconds
 */
export function waitBeforeRestart({ quickEnds, signal }) {
  if (signal === 'SIGKILL' || quickEnds <= forgiven) return 50
  return Math.min(longestWait, 1000 * 2 ** (quickEnds - forgiven - 1))
}

/**
 * Keeps parts of the product alive until it is told to stop.
 * @typedef {object} Supervisor
 * @property {Promise<string>} failed settles with a sentence when a part ended before it was ever ready
 * @property {() => void} ready from now on a dead part is brought back
 * @property {(grace?: number) => Promise<void>} stop
 */

/**
 * @param {{ name: string, script: string[] }[]} parts
 * @param {NodeJS.ProcessEnv} env
 * @returns {Supervisor}
 */
export function supervise(parts, env) {
  /** @type {Map<string, import('node:child_process').ChildProcess>} */
  const running = new Map()
  const state = { stopping: false, ready: false }
  /** @type {(sentence: string) => void} */
  let fail = () => {}
  /** @type {Promise<string>} */
  const failed = new Promise((done) => (fail = done))

  /** @param {{ name: string, script: string[] }} part */
  const keep = async (part) => {
    let quickEnds = 0
    while (!state.stopping) {
      const began = Date.now()
      const child = spawnPart(part.script, env)
      running.set(part.name, child)
      const ending = await endingOf(child)
      running.delete(part.name)
      if (state.stopping) return
      if (!state.ready)
        return fail(`The ${part.name} ended while starting (${describeEnding(ending)}); what it said is above.`)
      quickEnds = Date.now() - began < healthyAfter ? quickEnds + 1 : 1
      const wait = waitBeforeRestart({ quickEnds, signal: ending.signal })
      warn(restartSentence(part.name, describeEnding(ending), wait))
      await pause(wait)
    }
  }
  for (const part of parts) void keep(part)

  return {
    failed,
    ready: () => void (state.ready = true),
    stop: async (grace) => {
      state.stopping = true
      await Promise.all([...running.values()].map((child) => stopChild(child, grace)))
    },
  }
}

/** @param {string} name @param {string} how @param {number} wait */
function restartSentence(name, how, wait) {
  const when = wait < 1000 ? 'it is started again' : `it keeps ending, so the next start waits ${wait / 1000} s`
  return `The ${name} ended (${how}); ${when}.`
}

/**
 * Waits for the terminal or the system to ask for the end. A second request doesn't wait any longer.
 * @param {() => void} hurry called on the second
 * @returns {Promise<NodeJS.Signals>}
 */
export function stopRequested(hurry) {
  return new Promise((done) => {
    let asked = false
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => {
        if (asked) return hurry()
        asked = true
        if (process.stderr.isTTY) say('')
        done(signal)
      })
    }
  })
}
