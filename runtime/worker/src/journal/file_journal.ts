import { closeSync, ftruncateSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Journal, LeftBehind, RunNote } from '../ports/journal.ts'
import { BatchNotes, forgetNotes, readNotes } from './batch_notes.ts'
import { isAlive, processWorld } from './process_identity.ts'

const CLAIMED = 'C'
const POSTING = 'P'
const SUFFIX = '.journal'
/** Below this, emptying the file is not worth a system call. */
const EMPTY_ABOVE = 256 * 1024

/**
 * The journal as a file of this process. Plain appends without fsync: what a process has written outlives its death,
 * and when the whole machine dies, the deadlines of the claims speak for themselves.
 */
export class FileJournal implements Journal {
  readonly #folder: string
  readonly #world = processWorld()
  readonly #path: string
  readonly #notes: BatchNotes
  #file: number | null
  #size = 0

  /** @param folder made when missing; shared by the workers of one data folder */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true })
    this.#folder = folder
    this.#path = join(folder, `${this.#world}.${process.pid}.${Date.now()}${SUFFIX}`)
    this.#file = openSync(this.#path, 'a', 0o600)
    this.#notes = new BatchNotes(baseOf(this.#path))
  }

  claimed(attemptIds: readonly string[]): void {
    if (attemptIds.length > 0) this.#append(`${CLAIMED} ${attemptIds.join(' ')}\n`)
  }

  posting(attemptId: string): void {
    this.#append(`${POSTING} ${attemptId}\n`)
  }

  advancing(runs: readonly RunNote[]): number {
    return this.#notes.write(runs)
  }

  advanced(ticket: number): void {
    this.#notes.free(ticket)
  }

  settled(): void {
    if (this.#file === null || this.#size < EMPTY_ABOVE) return
    ftruncateSync(this.#file)
    this.#size = 0
  }

  async leftBehind(): Promise<LeftBehind[]> {
    const own = readdirSync(this.#folder).filter((name) => name.startsWith(`${this.#world}.`) && name.endsWith(SUFFIX))
    return own.flatMap((name) => {
      const path = join(this.#folder, name)
      const pid = Number(name.split('.').at(1))
      if (path === this.#path || isAlive(pid)) return []
      const forget = (): void => {
        forgetNotes(baseOf(path))
        rmSync(path, { force: true })
      }
      return [{ ...parseJournal(readFileSync(path, 'utf8')), batches: readNotes(baseOf(path)), forget }]
    })
  }

  close(): void {
    if (this.#file === null) return
    this.#notes.close()
    closeSync(this.#file)
    this.#file = null
    rmSync(this.#path, { force: true })
  }

  #append(line: string): void {
    if (this.#file === null) throw new Error('The journal is closed.')
    this.#size += writeSync(this.#file, line)
  }
}

const baseOf = (path: string): string => path.slice(0, -SUFFIX.length)

/** Reads a journal whose last line may be cut short: a half-written id is no id, and was never acted upon. */
export function parseJournal(text: string): Pick<LeftBehind, 'neverPosted' | 'maybePosted'> {
  const claimed = new Set<string>()
  const posting = new Set<string>()
  for (const line of text.split('\n').slice(0, -1)) {
    const [kind, ...ids] = line.split(' ')
    for (const id of ids) (kind === CLAIMED ? claimed : posting).add(id)
  }
  return { neverPosted: [...claimed].filter((id) => !posting.has(id)), maybePosted: [...posting] }
}
