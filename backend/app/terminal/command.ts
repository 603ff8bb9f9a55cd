import { parseArgs, type ParseArgsConfig } from 'node:util'

/** A command of the console: one file in `backend/commands`, named after it with `_` in place of `:`. */
export interface Command {
  name: string
  /** What follows the name, as the help shows it. */
  usage: string
  /** One line. */
  summary: string
  /** Further lines of its own help: options, an example. */
  more?: string
  /**
   * @param args what was typed after the name
   * @returns the exit code: 0 only on success
   * @throws {CommandFailure} for what a person can mend
   */
  run(args: string[]): Promise<number>
}

/** An expected stop: one sentence for the person at the terminal, with the mend. */
export class CommandFailure extends Error {}

/** Writes a line to standard output, which is the command's result. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Writes a line to standard error: progress, notes, reports beside the result. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`)
}

/**
 * Reads a command's options and words.
 * @throws {CommandFailure} when something isn't known or lacks its value
 */
export function readArguments<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: Options,
) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true })
  } catch (error) {
    // Node's sentence names the option; the rest of it is about escaping, which helps nobody here.
    const [sentence = 'The options could not be read'] = (error instanceof Error ? error.message : '').split('. ')
    throw new CommandFailure(`${sentence}. Add --help to see what the command takes.`)
  }
}

/**
 * The one word that a command takes.
 * @param what how the help calls it, e.g. `FILE`
 */
export function oneWord(words: string[], what: string): string {
  const [word, further] = words
  if (word === undefined) throw new CommandFailure(`${what} is missing. Add --help to see what the command takes.`)
  if (further !== undefined) throw new CommandFailure(`Only one ${what} is taken, and "${further}" is a second one.`)
  return word
}
