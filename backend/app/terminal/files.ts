import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { CommandFailure } from '#app/terminal/command'

/** A path as it was typed, from the folder in which it was typed: the launcher itself runs in the product's root. */
export function typedPath(path: string): string {
  return resolve(process.env.SONIAROSE_CWD ?? process.cwd(), path)
}

const reasons: Record<string, string> = {
  ENOENT: 'it does not exist',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read',
}

/** Reads a text file that the person has named. */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(typedPath(path), 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw new CommandFailure(`${path} can't be read: ${reasons[code] ?? code}.`)
  }
}

/** Reads a file of JSON that the person has named. */
export async function readJson(path: string): Promise<unknown> {
  const text = await readText(path)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new CommandFailure(`${path} is not JSON: ${error instanceof Error ? error.message : 'unreadable'}.`)
  }
}
