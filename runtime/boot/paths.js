import { dirname, isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout's root: where ace.js and package.json are. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** @param {...string} parts */
export const inRoot = (...parts) => join(root, ...parts)

/**
 * The folder that holds the embedded database, media and generated secrets.
 * A relative SONIAROSE_DATA_DIR counts from the root, so that the same setting works from any folder.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string} an absolute path
 */
export function dataFolder(env) {
  const wanted = env.SONIAROSE_DATA_DIR
  if (!wanted) return inRoot('.soniarose')
  return isAbsolute(wanted) ? wanted : resolve(root, wanted)
}
