import { readdir } from 'node:fs/promises'
import { note, print, CommandFailure, type Command } from '#app/terminal/command'

const FOLDER = new URL('../../commands/', import.meta.url)

/** Commands are loaded by their names alone, so that one never waits for what only another needs. */
async function load(name: string): Promise<Command> {
  const module = (await import(new URL(`${name.replaceAll(':', '_')}.ts`, FOLDER).href)) as { command: Command }
  return module.command
}

async function names(): Promise<string[]> {
  const files = await readdir(FOLDER)
  return files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -3).replaceAll('_', ':'))
    .sort()
}

async function overview(): Promise<string> {
  const commands = await Promise.all((await names()).map(load))
  const width = Math.max(...commands.map(({ name, usage }) => name.length + usage.length + 1))
  return commands.map(({ name, usage, summary }) => `  ${`${name} ${usage}`.padEnd(width)}  ${summary}`).join('\n')
}

const usageOf = ({ name, usage, summary, more }: Command) =>
  `Usage: node ace.js ${name} ${usage}`.trimEnd() +
  `\n\n${summary.charAt(0).toUpperCase()}${summary.slice(1)}.${more === undefined ? '' : `\n\n${more}`}`

const unreachable = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|57P0\d|08\w{3})$/

/** What went wrong, in a sentence. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (unreachable.test(code))
    return 'The database at DATABASE_URL does not answer; start it, or unset DATABASE_URL for the embedded one.'
  if (code === '42P01') return 'The database has no tables yet; run: node ace.js start'
  if (code === '28P01' || code === '28000')
    return `The database refuses this sign-in (${error.message}); correct user and password in DATABASE_URL.`
  if (code === '3D000')
    return `There is no such database (${error.message}); make it (createdb), or correct its name in DATABASE_URL.`
  if (code === '42501')
    return `The database user lacks a right (${error.message}); make it the owner of the database in DATABASE_URL.`
  if (error.message === 'Connection terminated unexpectedly')
    return 'What listens at the address in DATABASE_URL is no Postgres, or ended while it was asked; correct DATABASE_URL.'
  return error.message.trim() === '' ? `Something went wrong (${code || error.name}).` : error.message
}

/** What an unexpected stop leaves for whoever looks into it; people are given the sentence alone. */
function report(error: unknown): void {
  note(sentenceOf(error))
  const wanted = process.env.LOG_LEVEL === 'debug' && error instanceof Error && !(error instanceof CommandFailure)
  if (wanted) note(error.stack ?? '')
}

async function runNamed(name: string, rest: string[]): Promise<number> {
  const command = await load(name)
  if (!rest.includes('--help') && !rest.includes('-h')) return command.run(rest)
  print(usageOf(command))
  return 0
}

/**
 * Runs one command of the console.
 * @param argv the command's name and what follows it
 * @returns the exit code: 0 only on success; what went wrong is on standard error by then
 */
export async function runCommand(argv: string[]): Promise<number> {
  const [name, ...rest] = argv
  if (name === undefined || name === '--help' || name === '-h') {
    print(`Usage: node ace.js COMMAND [--help]\n\n${await overview()}`)
    return name === undefined ? 1 : 0
  }
  if (!(await names()).includes(name)) {
    note(`There is no command "${name}". All of them: node ace.js --help`)
    return 1
  }
  try {
    return await runNamed(name, rest)
  } catch (error) {
    report(error)
    return 1
  }
}
