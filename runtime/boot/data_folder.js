import { randomBytes } from 'node:crypto'
import { accessSync, chmodSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { BootFailure } from './failure.js'

/**
 * Makes the data folder when it isn't there. Only its owner may list it; others may pass through,
 * because as root the database runs as another user and keeps its files inside.
 * @param {string} folder
 */
export function ensureDataFolder(folder) {
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700
  try {
    if (!existsSync(folder)) {
      makeFolder(folder)
      chmodSync(folder, mode)
    }
    for (const name of ['run', 'logs', 'cache']) mkdirSync(join(folder, name), { recursive: true, mode: 0o700 })
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw new BootFailure(
      `The data folder ${folder} can't be written (${reason(error)}).`,
      'Give this user the right to write there, free space on the disk, or name another folder in SONIAROSE_DATA_DIR.',
    )
  }
}

/**
 * Makes a folder with those above it. Node's own `recursive` never comes back where a system folder, such as /proc,
 * says of a new one that it is not there.
 * @param {string} folder
 */
function makeFolder(folder) {
  if (!existsSync(dirname(folder))) makeFolder(dirname(folder))
  try {
    mkdirSync(folder)
  } catch (error) {
    // Two commands may start at once.
    if (code(error) !== 'EEXIST') throw error
  }
}

/**
 * A secret that is made once and kept in the data folder, readable by its owner alone.
 * @param {string} folder the data folder
 * @param {string} name the file's name
 * @param {number} bytes how much randomness to make it from
 * @returns {string} base64url without padding
 */
export function secretOf(folder, name, bytes = 32) {
  const file = join(folder, name)
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const value = randomBytes(bytes).toString('base64url')
  // Exclusive, so that two commands starting at once agree on one value.
  try {
    writeFileSync(file, `${value}\n`, { mode: 0o600, flag: 'wx' })
    return value
  } catch (error) {
    if (code(error) === 'EEXIST') return readFileSync(file, 'utf8').trim()
    throw error
  }
}

/** @param {unknown} error @returns {string | undefined} the system's own name of an error, e.g. EACCES */
export function code(error) {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

/** @param {unknown} error @returns {string} the shortest thing that says why */
export function reason(error) {
  return code(error) ?? (error instanceof Error ? error.message : String(error))
}
