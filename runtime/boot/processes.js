import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { code } from './data_folder.js'

/** @param {number} pid @returns {boolean} whether a process of that id runs, ours or another user's */
export function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return code(error) === 'EPERM'
  }
}

/**
 * The command line of a process. Ids are used again after a while, so a remembered id alone proves nothing.
 * @param {number} pid
 * @returns {string} empty when it isn't there or can't be read
 */
export function commandLine(pid) {
  const file = `/proc/${pid}/cmdline`
  try {
    if (existsSync('/proc/self')) return readFileSync(file, 'utf8').split('\0').join(' ').trim()
    if (process.platform === 'win32') return isAlive(pid) ? 'unknown' : ''
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    // The process has ended, or belongs to somebody whose command line we may not see.
    return ''
  }
}

/** @param {number} milliseconds @returns {Promise<void>} */
export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds))

/**
 * Waits until something holds.
 * @param {() => boolean | Promise<boolean>} holds
 * @param {number} limit milliseconds
 * @param {number} [every] milliseconds
 * @returns {Promise<boolean>} false when the limit passed first
 */
export async function until(holds, limit, every = 50) {
  const end = Date.now() + limit
  for (;;) {
    if (await holds()) return true
    if (Date.now() >= end) return false
    await pause(every)
  }
}

/**
 * Whether a process is one of ours. Ids are used again, so what runs under it now is looked at.
 * @param {number} pid
 * @returns {boolean}
 */
export function isLauncher(pid) {
  return isAlive(pid) && /(^|[\s/\\])ace(\.js)?(\s|$)|^unknown$/.test(commandLine(pid))
}
