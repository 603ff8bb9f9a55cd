import { execFile } from 'node:child_process'
import { join } from 'node:path'

export interface Ran {
  code: number
  stdout: string
  stderr: string
}

/**
 * Runs one command of the terminal as the launcher does, and waits for its end.
 * @param env beside the PATH; nothing of the test's own reaches it
 */
export function runCommand(args: string[], env: Record<string, string> = {}): Promise<Ran> {
  const script = join(import.meta.dirname, '../../bin/console.ts')
  const own = { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '', ...env }
  return new Promise((done) => {
    execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', script, ...args],
      { env: own, timeout: 60_000 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
        done({ code, stdout, stderr })
      },
    )
  })
}
