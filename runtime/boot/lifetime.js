import { stopHelpers } from './children.js'
import { say } from './output.js'
import { stopRequested } from './supervisor.js'

/** @typedef {(hurry: boolean) => Promise<void>} Closer */

/** Ends the way up, when somebody asked for the end half-way. */
class Interrupted extends Error {}

/** What a command has brought up so far, and whether it should go on. */
export class Lifetime {
  /** @type {Closer[]} */
  #closers = []
  #stopping = false

  /**
   * Adds what ends a thing that begins now. Once the end was asked for, nothing new may begin.
   * @param {Closer} closer
   */
  add(closer) {
    this.check()
    this.#closers.push(closer)
  }

  /** Throws when the end was asked for. */
  check() {
    if (this.#stopping) throw new Interrupted()
  }

  /** A second request: those that can be hurried are. */
  hurry() {
    for (const close of this.#closers) void close(true)
  }

  /** Closes everything in the opposite order. */
  async close() {
    this.#stopping = true
    if (this.#closers.length > 0) say('Stopping…')
    for (const close of this.#closers.toReversed()) await close(false)
  }
}

/**
 * Brings something up and keeps it until somebody asks for the end, also half-way up.
 * @param {(lifetime: Lifetime) => Promise<void>} work brings it up
 * @returns {Promise<number>} the exit code
 */
export async function untilStopped(work) {
  const lifetime = new Lifetime()
  lifetime.add((hurry) => stopHelpers(hurry ? 0 : undefined))
  const stop = stopRequested(() => lifetime.hurry())
  const up = work(lifetime).then(() => /** @type {const} */ ('up'))
  try {
    if ((await Promise.race([up, stop])) !== 'up') {
      // What the work meets on its way out is no news any more.
      up.catch(() => undefined)
      return 130
    }
    await stop
    return 0
  } finally {
    await lifetime.close()
  }
}
