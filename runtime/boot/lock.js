import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { code } from './data_folder.js'
import { isLauncher, pause } from './processes.js'

/**
 * @typedef {{ pid: number, note: string }} Holder
 */

/** @param {string} file @returns {Holder | undefined} who holds the lock now, if that process still runs */
export function holderOf(file) {
  let holder
  try {
    holder = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // No lock, or one that was cut short by a power cut: nobody holds it.
    return undefined
  }
  return isLauncher(holder.pid) ? holder : undefined
}

/**
 * Takes a lock file for this process. A lock whose process is gone is taken over.
 * @param {string} file
 * @param {string} note kept for whoever finds the lock taken
 * @returns {Holder | undefined} the other holder, or nothing when the lock is ours now
 */
export function takeLock(file, note) {
  for (;;) {
    try {
      writeFileSync(file, JSON.stringify({ pid: process.pid, note }), { flag: 'wx', mode: 0o600 })
      return undefined
    } catch (error) {
      if (code(error) !== 'EEXIST') throw error
    }
    const other = holderOf(file)
    if (other) return other
    rmSync(file, { force: true })
  }
}

/** @param {string} file */
export function releaseLock(file) {
  if (holderOf(file)?.pid === process.pid) rmSync(file, { force: true })
}

/**
 * Does a short piece of work while no other process of this data folder does it.
 * @template T
 * @param {string} file the lock
 * @param {() => Promise<T>} work
 * @param {number} [limit] milliseconds to wait for the other
 * @returns {Promise<T>}
 */
export async function underLock(file, work, limit = 60_000) {
  const end = Date.now() + limit
  for (let other = takeLock(file, ''); other; other = takeLock(file, '')) {
    if (Date.now() > end) throw new Error(`process ${other.pid} has held ${file} for too long`)
    await pause(50)
  }
  try {
    return await work()
  } finally {
    releaseLock(file)
  }
}
