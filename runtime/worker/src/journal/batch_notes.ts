import { closeSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { RunNote } from '../ports/journal.ts'

const SUFFIX = '.batch'
const LINE = /^([0-9a-f-]{36}) (\d+)$/

/**
 * Which runs this process advances at this moment, in a small file for each batch that is under way at the same time.
 * One plain write a batch, over what was there: a note that is out of date names epochs that are gone by.
 */
export class BatchNotes {
  readonly #base: string
  readonly #files: number[] = []
  readonly #free: number[] = []

  /** @param base where the files' names begin */
  constructor(base: string) {
    this.#base = base
  }

  /** @returns the slot, to be given back */
  write(runs: readonly RunNote[]): number {
    const slot = this.#free.pop() ?? this.#open()
    const lines = runs.map(({ runId, epoch }) => `${runId} ${epoch}\n`)
    const file = this.#files[slot]
    if (file === undefined) throw new Error('The journal is closed.')
    writeSync(file, `${runs.length}\n${lines.join('')}`, 0)
    return slot
  }

  free(slot: number): void {
    this.#free.push(slot)
  }

  close(): void {
    for (const file of this.#files.splice(0)) closeSync(file)
    forgetNotes(this.#base)
  }

  #open(): number {
    this.#files.push(openSync(`${this.#base}.${this.#files.length}${SUFFIX}`, 'w', 0o600))
    return this.#files.length - 1
  }
}

/** The batches that a process under this name noted last. */
export function readNotes(base: string): RunNote[][] {
  return notesOf(base)
    .map((path) => parseNotes(readFileSync(path, 'utf8')))
    .filter((batch) => batch.length > 0)
}

export function forgetNotes(base: string): void {
  for (const path of notesOf(base)) rmSync(path, { force: true })
}

function notesOf(base: string): string[] {
  const [folder, start] = [dirname(base), `${basename(base)}.`]
  return readdirSync(folder)
    .filter((name) => name.startsWith(start) && name.endsWith(SUFFIX))
    .map((name) => join(folder, name))
}

/** What stands behind the batch's own lines is left over from a longer one; a line cut short by the death is no run. */
function parseNotes(text: string): RunNote[] {
  const [count = '', ...lines] = text.split('\n')
  return lines.slice(0, Number(count) || 0).flatMap((line) => {
    const [, runId, epoch] = LINE.exec(line) ?? []
    return runId === undefined ? [] : [{ runId, epoch: Number(epoch) }]
  })
}
