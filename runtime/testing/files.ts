import { globSync } from 'node:fs'
import { join, sep } from 'node:path'

/**
 * The spec files of some globs, sorted, so that every machine runs them in one order.
 * @param root the folder that the globs count from
 * @param globs e.g. `backend/tests/functional/**\/*.spec.ts`
 * @param patterns only files whose path contains one of them; all files when empty
 * @returns absolute paths
 */
export function specFiles(root: string, globs: readonly string[], patterns: readonly string[]): string[] {
  return globs
    .flatMap((glob) => globSync(glob, { cwd: root, exclude: (name) => name === 'node_modules' }))
    .map((file) => file.split(sep).join('/'))
    .filter((file) => patterns.length === 0 || patterns.some((pattern) => file.includes(pattern)))
    .sort()
    .map((file) => join(root, file))
}
