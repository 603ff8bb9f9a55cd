import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { simulate } from '../../src/simulation/simulate.ts'
import type { Mutant } from './mutant.ts'

const RUNTIME = join(import.meta.dirname, '../../..')
/** What a mutant has copies of: everything else, it shares with the healthy engine. */
const COPIED = /^\/?(worker|core)\/src\/.*\.ts$/

const planted = new Map<string, Mutant>()
let areHooked = false

/** The simulator with a fault planted in a copy of the engine. The files themselves are not touched. */
export async function loadMutant(mutant: Mutant): Promise<typeof simulate> {
  if (!areHooked) hook()
  areHooked = true
  planted.set(mutant.name, mutant)
  const url = `${pathToFileURL(join(RUNTIME, 'worker/src/simulation/simulate.ts')).href}?mutant=${mutant.name}`
  const copy: { simulate: typeof simulate } = await import(url)
  return copy.simulate
}

/**
 * Puts the fault into a text. How the text is broken into lines does not matter.
 * @throws when what it replaces is not there exactly once
 */
export function plant(mutant: Mutant, file: string, text: string): string {
  return mutant.faults
    .filter((fault) => fault.file === file)
    .reduce((source, { find, replace }) => {
      const parts = source.split(patternOf(find))
      if (parts.length === 2) return parts.join(replace)
      const times = `${parts.length - 1} times`
      throw new Error(`The mutant "${mutant.name}" wants to change ${file} where it says "${find}": ${times} there.`)
    }, text)
}

function patternOf(find: string): RegExp {
  const words = find
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(words.join('\\s+'))
}

export function sourceOf(file: string): string {
  return readFileSync(join(RUNTIME, file), 'utf8')
}

function hook(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context)
      const name = nameIn(context.parentURL)
      if (name === null || !isCopied(resolved.url)) return resolved
      return { ...resolved, url: `${resolved.url}?mutant=${name}` }
    },
    load(url, context, next) {
      const mutant = planted.get(nameIn(url) ?? '')
      if (!mutant) return next(url, context)
      const file = fileOf(url)
      return { format: 'module-typescript', source: plant(mutant, file, sourceOf(file)), shortCircuit: true }
    },
  })
}

function nameIn(url: string | undefined): string | null {
  return url?.startsWith('file:') ? new URL(url).searchParams.get('mutant') : null
}

function fileOf(url: string): string {
  return fileURLToPath(url.split('?')[0] ?? url).slice(RUNTIME.length + 1)
}

function isCopied(url: string): boolean {
  return url.startsWith('file:') && COPIED.test(fileOf(url))
}
