import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const CONSOLE = fileURLToPath(new URL('../../bin/console.ts', import.meta.url))

/**
 * Runs a script of ours in a process of its own, which says what it has to say on our own output.
 * @returns its exit code; 1 when a signal ended it
 */
export function runScript(script: string, args: string[]): Promise<number> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    stdio: 'inherit',
  })
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('close', (code) => done(code ?? 1))
  })
}

/** Runs a command of the console in a process of its own: a module is loaded once a process, and so is a plugin's source. */
export const runCommandAlone = (args: string[]): Promise<number> => runScript(CONSOLE, args)
